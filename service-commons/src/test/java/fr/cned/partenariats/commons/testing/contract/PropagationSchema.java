package fr.cned.partenariats.commons.testing.contract;

import fr.cned.partenariats.commons.http.propagation.Propagated;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Adds the field {@code propagation} to the schemas of {@link Propagated} views. */
final class PropagationSchema {

    private static final String NAME = "Propagation";
    private static final String FAILURE = "PropagationFailure";

    private PropagationSchema() {}

    static void addTo(Components components, SourceCode code) {
        List<String> views = code.schemasOf(Propagated.class);
        if (views.isEmpty()) {
            return;
        }
        components.addSchema(FAILURE, failure());
        components.addSchema(NAME, propagation());
        for (String view : views) {
            Schema schema = components.getSchemas().get(view);
            if (schema != null) {
                schema.addProperty(
                        "propagation",
                        OASFactory.createSchema()
                                .addAllOf(Schemas.reference(NAME))
                                .description("Set when another service could not process the current state of the"
                                        + " object; absent when all is well."));
            }
        }
    }

    private static Schema failure() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("A service that could not process a revision.")
                .required(List.of("consumer", "revision", "reason", "since"))
                .addProperty(
                        "consumer",
                        text("The service whose copy is out of date.").maxLength(100))
                .addProperty(
                        "revision",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.INTEGER)
                                .format("int64")
                                .minimum(BigDecimal.ZERO)
                                .description("The revision that it could not process."))
                .addProperty("reason", text("For the operations staff.").maxLength(500))
                .addProperty("since", text("When it failed.").format("date-time"));
    }

    private static Schema propagation() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("Present when another service could not process the current state of the object."
                        + " The next change of the object ends it.")
                .required(List.of("state", "failures"))
                .addProperty(
                        "state",
                        text("Always `failed`: without a failure the object has no `propagation`.")
                                .addEnumeration("failed"))
                .addProperty(
                        "failures",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.ARRAY)
                                .description("The services that could not process it.")
                                .items(Schemas.reference(FAILURE)));
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }
}
