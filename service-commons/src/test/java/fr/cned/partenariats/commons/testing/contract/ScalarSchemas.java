package fr.cned.partenariats.commons.testing.contract;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writes UUIDs, days and instants into the fields that have them. The scanner refers to named schemas for them, and
 * OpenAPI 3.0 ignores a description beside a reference.
 */
final class ScalarSchemas {

    private static final Map<String, Schema> SCALARS = Map.of(
            "UUID",
            OASFactory.createSchema()
                    .addType(Schema.SchemaType.STRING)
                    .format("uuid")
                    .pattern("^[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}$"),
            "LocalDate",
            OASFactory.createSchema()
                    .addType(Schema.SchemaType.STRING)
                    .format("date")
                    .pattern("^\\d{4}-\\d{2}-\\d{2}$"),
            "Instant",
            OASFactory.createSchema()
                    .addType(Schema.SchemaType.STRING)
                    .format("date-time")
                    .pattern("^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})$"));

    private ScalarSchemas() {}

    static void inline(Schemas schemas) {
        schemas.replaceEach(ScalarSchemas::inlined);
    }

    private static Schema inlined(Schema schema) {
        @Nullable Schema scalar = scalarOf(schema);
        if (scalar == null) {
            return schema;
        }
        Schema inline = OASFactory.createSchema()
                .addType(Schema.SchemaType.STRING)
                .format(scalar.getFormat())
                .pattern(scalar.getPattern());
        if (schema.getRef() == null) {
            inline.setDescription(schema.getDescription());
            inline.setDefaultValue(schema.getDefaultValue());
            inline.setExtensions(schema.getExtensions());
        }
        return inline;
    }

    private static @Nullable Schema scalarOf(Schema schema) {
        String name = Schemas.nameOf(schema);
        if (name != null) {
            return SCALARS.get(name);
        }
        List<Schema.SchemaType> types = schema.getType();
        if (types == null || !types.contains(Schema.SchemaType.STRING) || schema.getFormat() == null) {
            return null;
        }
        return SCALARS.values().stream()
                .filter(scalar -> schema.getFormat().equals(scalar.getFormat()))
                .findFirst()
                .orElse(null);
    }
}
