package fr.cned.partenariats.commons.testing.contract;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writes a schema {@code …Patch} for each JSON merge patch (RFC 7396). No field is required. A field that may be
 * cleared is nullable. An object is patched field by field, a list is replaced.
 *
 * <p>The resource names the record of the editable fields as implementation of the body's schema.
 */
final class MergePatchSchemas {

    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String PATCH = "Patch";

    private final Components components;
    private final Schemas schemas;
    private final SourceCode code;

    MergePatchSchemas(OpenAPI contract, Schemas schemas, SourceCode code) {
        this.components = contract.getComponents();
        this.schemas = schemas;
        this.code = code;
    }

    void writeAll() {
        for (Operation operation : schemas.operations()) {
            @Nullable
            MediaType body = operation.getRequestBody() == null
                            || operation.getRequestBody().getContent() == null
                    ? null
                    : operation.getRequestBody().getContent().getMediaType(MERGE_PATCH);
            @Nullable String record = body == null ? null : Schemas.nameOf(body.getSchema());
            if (body != null && record != null) {
                body.setSchema(Schemas.reference(patchOf(record, nameFor(operation))));
            }
        }
        for (Map.Entry<String, Schema> schema : Map.copyOf(schemas.named()).entrySet()) {
            for (SourceCode.Field field : code.fields(
                    schema.getKey(), Schemas.propertiesOf(schema.getValue()).keySet())) {
                writePatchField(schema.getValue(), field);
            }
        }
    }

    private static String nameFor(Operation operation) {
        String id = String.valueOf(operation.getOperationId());
        return (id.startsWith("update") ? id.substring("update".length()) : id) + PATCH;
    }

    /** A patch as a field of a request. */
    private void writePatchField(Schema schema, SourceCode.Field field) {
        Schema property = Schemas.propertiesOf(schema).get(field.name());
        if (!field.isJson() || property == null) {
            return;
        }
        String record = Schemas.nameOf(property);
        String name = record == null ? patchLike(property) : patchOf(record, record + PATCH);
        if (name != null && !name.equals(record)) {
            schema.addProperty(
                    field.name(),
                    OASFactory.createSchema().addAllOf(Schemas.reference(name)).description(property.getDescription()));
        }
    }

    /** The scanner writes a described record into the field. */
    private @Nullable String patchLike(Schema inline) {
        Set<String> fields = Schemas.propertiesOf(inline).keySet();
        return fields.isEmpty()
                ? null
                : schemas.named().entrySet().stream()
                        .filter(schema -> schema.getKey().endsWith(PATCH)
                                && Schemas.propertiesOf(schema.getValue())
                                        .keySet()
                                        .equals(fields))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(null);
    }

    private String patchOf(String record, String name) {
        Schema source = schemas.named().get(record);
        if (source == null || schemas.named().containsKey(name)) {
            return name;
        }
        Schema patch = OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("JSON merge patch (RFC 7396): a field that is left out stays, null clears it.");
        components.addSchema(name, patch);
        List<String> required = source.getRequired() == null ? List.of() : source.getRequired();
        Schemas.propertiesOf(source)
                .forEach((field, property) -> patch.addProperty(field, patched(property, !required.contains(field))));
        return name;
    }

    private Schema patched(Schema property, boolean clearable) {
        @Nullable String nested = Schemas.nameOf(property);
        @Nullable Schema named = nested == null ? null : schemas.named().get(nested);
        Schema patched;
        if (nested == null || named == null) {
            patched = copy(property);
        } else if (named.getProperties() == null && !clearable && property.getDescription() == null) {
            return Schemas.reference(nested);
        } else if (named.getProperties() == null) {
            patched = OASFactory.createSchema().addAllOf(Schemas.reference(nested));
        } else {
            patched = OASFactory.createSchema()
                    .addType(Schema.SchemaType.OBJECT)
                    .addAllOf(Schemas.reference(patchOf(nested, nested + PATCH)));
        }
        patched.setDescription(property.getDescription());
        if (clearable) {
            if (patched.getAllOf() != null && named != null && named.getType() != null) {
                patched.setType(named.getType().stream()
                        .filter(type -> type != Schema.SchemaType.NULL)
                        .toList());
            }
            patched.addType(Schema.SchemaType.NULL);
        }
        return patched;
    }

    private static Schema copy(Schema schema) {
        Schema copy = OASFactory.createSchema()
                .format(schema.getFormat())
                .pattern(schema.getPattern())
                .minLength(schema.getMinLength())
                .maxLength(schema.getMaxLength())
                .minimum(schema.getMinimum())
                .maximum(schema.getMaximum())
                .multipleOf(schema.getMultipleOf())
                .minItems(schema.getMinItems())
                .maxItems(schema.getMaxItems())
                .items(schema.getItems())
                .enumeration(schema.getEnumeration())
                .additionalPropertiesSchema(schema.getAdditionalPropertiesSchema());
        if (schema.getType() != null) {
            copy.setType(schema.getType());
        }
        return copy;
    }
}
