package fr.cned.partenariats.commons.testing.contract;

import fr.cned.partenariats.commons.base.validation.PlainText;
import java.util.List;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Says which characters {@link PlainText} refuses in the texts of requests. */
final class TextPatterns {

    /** For {@code @NotBlank}, before this class adds the refused characters. */
    static final String NOT_BLANK = "^[\\s\\S]*\\S[\\s\\S]*$";

    private static final String REFUSED_IN_A_LINE =
            "\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufdd0-\\ufdef\\ufffd-\\uffff";
    private static final String REFUSED_IN_LINES =
            "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufdd0-\\ufdef\\ufffd-\\uffff";

    private TextPatterns() {}

    static void addToBodies(Schemas schemas) {
        for (String name : schemas.inRequests()) {
            @Nullable Schema schema = schemas.named().get(name);
            if (schema != null) {
                Schemas.propertiesOf(schema).values().forEach(field -> add(field, true));
            }
        }
    }

    static void addToParameters(Schemas schemas) {
        for (Operation operation : schemas.operations()) {
            Schemas.parametersOf(operation).stream()
                    .filter(parameter -> parameter.getIn() == Parameter.In.QUERY && parameter.getSchema() != null)
                    .forEach(parameter -> add(parameter.getSchema(), false));
        }
    }

    /** @param multiLine whether a long text may have lines */
    private static void add(Schema schema, boolean multiLine) {
        if (schema.getItems() != null) {
            add(schema.getItems(), multiLine);
        }
        List<Schema.SchemaType> types = schema.getType();
        boolean text = types != null
                && types.contains(Schema.SchemaType.STRING)
                && schema.getFormat() == null
                && schema.getEnumeration() == null;
        if (!text) {
            return;
        }
        boolean lines =
                multiLine && schema.getMaxLength() != null && schema.getMaxLength() >= PlainText.MULTI_LINE_FROM;
        String refused = lines ? REFUSED_IN_LINES : REFUSED_IN_A_LINE;
        if (schema.getPattern() == null) {
            schema.setPattern("^[^" + refused + "]*$");
        } else if (schema.getPattern().equals(NOT_BLANK)) {
            schema.setPattern("^[^" + refused + "]*[^\\s" + refused + "][^" + refused + "]*$");
        }
    }
}
