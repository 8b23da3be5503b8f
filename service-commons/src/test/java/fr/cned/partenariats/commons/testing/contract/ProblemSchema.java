package fr.cned.partenariats.commons.testing.contract;

import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** The schema of a problem (RFC 9457), as {@code ProblemRenderer} writes it. */
final class ProblemSchema {

    private static final String ERROR = "ProblemError";
    private static final int MAX_TEXT = 4000;
    private static final int MAX_CODE = 100;
    private static final int MAX_ERRORS = 100;
    private static final String CODE = "^[a-z0-9]+(-[a-z0-9]+)*$";

    private ProblemSchema() {}

    static void addTo(Components components) {
        components.addSchema(ERROR, error());
        components.addSchema(ProblemResponses.PROBLEM, problem());
    }

    private static Schema error() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("One fault. Some codes add members.")
                .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(true))
                .required(List.of("pointer", "code", "detail"))
                .addProperty(
                        "pointer",
                        text(
                                "JSON pointer into the request body. For a query parameter a slash and its name.",
                                MAX_TEXT))
                .addProperty("code", code("Code of this fault; stable, for programs."))
                .addProperty("detail", text("What is wrong here, in the language of the request.", MAX_TEXT))
                .addProperty(
                        "clause",
                        text(
                                "Path of the agreement's clause behind the rule; absent when no clause is behind it.",
                                MAX_TEXT));
    }

    private static Schema problem() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("RFC 9457 problem details. Some codes add members.")
                .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(true))
                .required(List.of("type", "title", "status", "detail", "code"))
                .addProperty(
                        "type",
                        text(
                                        "Path of the page at the gateway that explains the code: `/problems/` and the"
                                                + " code.",
                                        MAX_TEXT)
                                .format("uri-reference"))
                .addProperty("title", text("Short name of the problem, in the language of the request.", MAX_TEXT))
                .addProperty(
                        "status",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.INTEGER)
                                .format("int32")
                                .minimum(BigDecimal.valueOf(400))
                                .maximum(BigDecimal.valueOf(599))
                                .description("The HTTP status of the answer."))
                .addProperty("detail", text("What was wrong and what to do, in the language of the request.", MAX_TEXT))
                .addProperty(
                        "code",
                        code("Code of the problem; stable, for programs. Each answer lists its codes in"
                                + " `x-problem-codes`, those of `errors` in `x-violation-codes`."))
                .addProperty(
                        "errors",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.ARRAY)
                                .maxItems(MAX_ERRORS)
                                .description("The faults one by one, when the problem concerns parts of the body.")
                                .items(Schemas.reference(ERROR)))
                .addProperty(
                        "errorCount",
                        Numbers.count().description("Number of errors found, when `errors` lists only the first 100."))
                .addProperty(
                        "requiredRoles",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.ARRAY)
                                .maxItems(MAX_ERRORS)
                                .description("With `forbidden`: the roles that allow the operation.")
                                .items(text("A role.", MAX_CODE)))
                .addProperty("traceId", text("Give it when you report the problem.", MAX_CODE));
    }

    private static Schema code(String description) {
        return text(description, MAX_CODE).pattern(CODE);
    }

    private static Schema text(String description, int maxLength) {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.STRING)
                .description(description)
                .maxLength(maxLength);
    }
}
