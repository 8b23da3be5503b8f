package fr.cned.partenariats.commons.testing.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Describes schemas, fields and parameters with the texts of {@link ContractFiles}, says which fields of an answer are
 * always present, and which enumerations are open.
 */
final class SchemaTexts {

    static final String OPEN_ENUM = "x-extensible-enum";

    private final Schemas schemas;
    private final ContractFiles files;
    private final SourceCode code;

    SchemaTexts(Schemas schemas, ContractFiles files, SourceCode code) {
        this.schemas = schemas;
        this.files = files;
        this.code = code;
    }

    void describeSchemas() {
        Set<String> inAnswers = schemas.inAnswers();
        Set<String> inRequests = schemas.inRequests();
        schemas.named().forEach((name, schema) -> {
            files.schema(name).ifPresent(text -> schema.setDescription(text.description()));
            describeFields(name, schema);
            if (schema.getEnumeration() != null) {
                describeEnum(schema, inAnswers.contains(name), inRequests.contains(name));
            }
            if (inAnswers.contains(name) && !inRequests.contains(name)) {
                requireWhatIsNeverNull(name, schema);
            }
        });
    }

    void describeParameters() {
        for (Operation operation : schemas.operations()) {
            Schemas.parametersOf(operation).forEach(parameter -> describe(operation.getOperationId(), parameter));
        }
    }

    private void describeFields(String name, Schema schema) {
        Map<String, Schema> properties = new LinkedHashMap<>();
        Schemas.propertiesOf(schema)
                .forEach((field, property) -> properties.put(field, described(name, field, property)));
        if (!properties.isEmpty()) {
            schema.setProperties(properties);
        }
    }

    /** A reference gets its description in a schema around it, and has nothing beside it: generators ignore that. */
    private Schema described(String name, String field, Schema property) {
        Optional<FieldText> own = files.field(name, field);
        Optional<FieldText> any = files.anyField(field);
        String description = own.map(FieldText::description)
                .orElseGet(() -> property.getDescription() != null
                        ? property.getDescription()
                        : any.map(FieldText::description).orElse(""));
        Schema result = property.getRef() == null ? property : aroundReference(property.getRef(), description);
        if (!description.isEmpty()) {
            result.setDescription(description);
        }
        if (Schemas.nameOf(result) == null) {
            own.or(() -> any).ifPresent(text -> text.bound(result));
        } else if (result.getRef() == null) {
            result.setType(null);
        }
        return result;
    }

    private static Schema aroundReference(String reference, String description) {
        Schema plain = OASFactory.createSchema().ref(reference);
        return description.isEmpty() ? plain : OASFactory.createSchema().addAllOf(plain);
    }

    private void describe(@Nullable String operationId, Parameter parameter) {
        Optional<FieldText> own = files.parameter(String.valueOf(operationId), parameter.getName());
        Optional<FieldText> any = files.anyParameter(parameter.getName());
        if (own.isPresent()) {
            parameter.setDescription(own.get().description());
        } else if (parameter.getDescription() == null) {
            any.ifPresent(text -> parameter.setDescription(text.description()));
        }
        Schema schema = parameter.getSchema();
        if (schema != null && Schemas.nameOf(schema) == null) {
            if (schema.getType() == null && schema.getMinimum() != null) { // the scanner loses the type of limit
                schema.addType(Schema.SchemaType.INTEGER);
                schema.setFormat("int32");
            }
            own.or(() -> any).ifPresent(text -> text.bound(schema));
        }
    }

    private static void describeEnum(Schema schema, boolean answered, boolean requested) {
        String before = schema.getDescription() == null ? "" : schema.getDescription() + ' ';
        String open = "Open in answers: a later version may answer a value that is not listed here.";
        String closed = "Closed in requests: another value is refused.";
        if (answered) {
            schema.addExtension(OPEN_ENUM, List.copyOf(schema.getEnumeration()));
        }
        schema.setDescription(
                before + (answered ? open : "") + (answered && requested ? " " : "") + (requested ? closed : ""));
    }

    private void requireWhatIsNeverNull(String name, Schema schema) {
        Set<String> properties = Schemas.propertiesOf(schema).keySet();
        List<SourceCode.Field> fields = code.fields(name, properties);
        if (fields.isEmpty()) {
            return;
        }
        Set<String> required = new TreeSet<>();
        for (SourceCode.Field field : fields) {
            if (!field.nullable() && properties.contains(field.name())) {
                required.add(field.name());
            }
        }
        schema.setRequired(required.isEmpty() ? null : List.copyOf(required));
    }
}
