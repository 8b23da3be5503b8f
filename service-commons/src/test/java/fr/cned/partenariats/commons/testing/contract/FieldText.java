package fr.cned.partenariats.commons.testing.contract;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * One line of {@code fields.properties} or {@code parameters.properties}: a description, and the bounds that the code
 * cannot show, such as {@code Rank on the waiting list. [minimum=1; maximum=100000]}.
 */
record FieldText(String description, Map<String, String> bounds) {

    private static final Pattern LINE = Pattern.compile(
            "(?s)(.*?)\\s*(?:\\[((?:minimum|maximum|minLength|maxLength|maxItems|pattern|format)=.*)])?");

    static FieldText parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException(line);
        }
        Map<String, String> bounds = new LinkedHashMap<>();
        String given = parts.group(2);
        if (given != null) {
            for (String bound : given.split("; ", -1)) {
                int equals = bound.indexOf('=');
                bounds.put(bound.substring(0, equals), bound.substring(equals + 1));
            }
        }
        return new FieldText(parts.group(1), bounds);
    }

    /** Adds the bounds that the schema does not have. The bounds of a list or a map are those of its values. */
    void bound(Schema schema) {
        bounds.forEach((name, value) -> {
            Schema target = name.equals("maxItems") ? schema : valueOf(schema);
            switch (name) {
                case "minimum" ->
                    target.setMinimum(target.getMinimum() == null ? new BigDecimal(value) : target.getMinimum());
                case "maximum" ->
                    target.setMaximum(target.getMaximum() == null ? new BigDecimal(value) : target.getMaximum());
                case "minLength" ->
                    target.setMinLength(target.getMinLength() == null ? Integer.valueOf(value) : target.getMinLength());
                case "maxLength" ->
                    target.setMaxLength(target.getMaxLength() == null ? Integer.valueOf(value) : target.getMaxLength());
                case "maxItems" ->
                    target.setMaxItems(target.getMaxItems() == null ? Integer.valueOf(value) : target.getMaxItems());
                case "pattern" -> target.setPattern(target.getPattern() == null ? value : target.getPattern());
                case "format" -> target.setFormat(target.getFormat() == null ? value : target.getFormat());
                default -> throw new IllegalArgumentException(name);
            }
        });
    }

    private static Schema valueOf(Schema schema) {
        if (schema.getItems() != null) {
            return schema.getItems();
        }
        return schema.getAdditionalPropertiesSchema() == null ? schema : schema.getAdditionalPropertiesSchema();
    }
}
