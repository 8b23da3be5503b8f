package fr.cned.partenariats.commons.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/**
 * Adds to each contract what all operations share: problems, {@code Idempotency-Key} on POST, {@code If-Match}, and for
 * resources with a revision {@code ETag} and 304.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class CommonContract implements OASFilter {

    /** Marks an operation that requires an Idempotency-Key. */
    public static final String KEY_REQUIRED = "x-idempotency-key-required";

    private static final String NOT_BLANK = "\\S";

    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String APPLICATION_JSON = "application/json";
    private static final String ETAG = "ETag";
    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final List<String> TAGGED = List.of("200", "201");

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        if (contract.getComponents() == null) {
            contract.setComponents(OASFactory.createComponents());
        }
        contract.getComponents().addSchema("Problem", problem());
        describeMergePatches(contract.getComponents());
        if (contract.getPaths() == null) {
            return;
        }
        for (PathItem path : contract.getPaths().getPathItems().values()) {
            path.getOperations().values().forEach(CommonContract::addProblemResponse);
            path.getOperations().values().forEach(CommonContract::requireIfMatch);
            path.getOperations()
                    .forEach((method, operation) -> describeEntityTag(contract.getComponents(), method, operation));
            if (path.getPOST() != null) {
                addIdempotencyKey(path.getPOST());
            }
        }
    }

    /**
     * Anchors patterns: Bean Validation matches the whole text, OpenAPI matches a part. The scanner writes {@code \\S}
     * for {@code @NotBlank}.
     */
    @Override
    public Schema filterSchema(Schema schema) {
        String pattern = schema.getPattern();
        if (NOT_BLANK.equals(pattern)) {
            schema.setPattern("^[\\s\\S]*\\S[\\s\\S]*$");
        } else if (pattern != null && !(pattern.startsWith("^") && pattern.endsWith("$"))) {
            schema.setPattern(pattern.contains("|") ? "^(?:" + pattern + ")$" : "^" + pattern + "$");
        }
        return schema;
    }

    /** Replaces the schema of Jackson's class {@code JsonNode} by that of a merge patch. */
    private static void describeMergePatches(Components components) {
        if (components.getSchemas().containsKey("JsonNode")) {
            components.removeSchema("JsonNodeType");
            components.addSchema(
                    "JsonNode",
                    OASFactory.createSchema()
                            .addType(Schema.SchemaType.OBJECT)
                            .description("JSON merge patch (RFC 7396): the fields to change, null to remove one.")
                            .additionalPropertiesSchema(OASFactory.createSchema()));
        }
    }

    private static void addProblemResponse(Operation operation) {
        APIResponses responses =
                operation.getResponses() == null ? OASFactory.createAPIResponses() : operation.getResponses();
        // The scanner generates these without content. All problems are in the default response.
        responses.removeAPIResponse("401");
        responses.removeAPIResponse("403");
        responses.removeAPIResponse("400");
        responses.setDefaultValue(OASFactory.createAPIResponse()
                .description("A problem. `code` is stable; texts follow Accept-Language (en, fr).")
                .content(OASFactory.createContent()
                        .addMediaType(
                                PROBLEM_JSON,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("#/components/schemas/Problem")))));
        operation.setResponses(responses);
    }

    /** As {@code ExpectedRevision.check} does. */
    private static void requireIfMatch(Operation operation) {
        if (operation.getParameters() == null) {
            return;
        }
        for (Parameter parameter : operation.getParameters()) {
            if (parameter.getIn() == Parameter.In.HEADER && "If-Match".equals(parameter.getName())) {
                parameter
                        .required(true)
                        .description("The ETag of the state that the change is based on. Without it: 428. Stale: 412.");
            }
        }
    }

    /** As {@code RevisionFilter} does for the entities that are {@code Revisioned}. */
    private static void describeEntityTag(Components components, PathItem.HttpMethod method, Operation operation) {
        boolean tagged = false;
        for (String status : TAGGED) {
            APIResponse response = operation.getResponses().getAPIResponse(status);
            if (response != null && hasRevision(components, response)) {
                tagged = true;
                response.addHeader(
                        ETAG,
                        OASFactory.createHeader()
                                .description("Tag of the state in the body. Send it in If-None-Match and If-Match.")
                                .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING)));
            }
        }
        if (tagged && method == PathItem.HttpMethod.GET && !declares(operation, IF_NONE_MATCH)) {
            operation.getResponses().addAPIResponse("304", notModified());
            operation.addParameter(OASFactory.createParameter()
                    .name(IF_NONE_MATCH)
                    .in(Parameter.In.HEADER)
                    .description("The ETag of the last answer. Still current: 304 without a body.")
                    .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING)));
        }
    }

    private static boolean declares(Operation operation, String header) {
        return operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> header.equals(parameter.getName()));
    }

    private static boolean hasRevision(Components components, APIResponse response) {
        @Nullable
        MediaType json =
                response.getContent() == null ? null : response.getContent().getMediaType(APPLICATION_JSON);
        @Nullable
        String ref = json == null || json.getSchema() == null
                ? null
                : json.getSchema().getRef();
        if (ref == null || components.getSchemas() == null) {
            return false;
        }
        @Nullable Schema schema = components.getSchemas().get(ref.substring(ref.lastIndexOf('/') + 1));
        return schema != null
                && schema.getProperties() != null
                && schema.getProperties().containsKey("revision");
    }

    private static APIResponse notModified() {
        return OASFactory.createAPIResponse().description("Not changed since the ETag in If-None-Match.");
    }

    private static void addIdempotencyKey(Operation operation) {
        boolean required =
                operation.getExtensions() != null && operation.getExtensions().containsKey(KEY_REQUIRED);
        operation.addParameter(OASFactory.createParameter()
                .name("Idempotency-Key")
                .in(Parameter.In.HEADER)
                .required(required)
                .description("A new value for each operation, the same for each retry; kept for 7 days.")
                .schema(OASFactory.createSchema()
                        .addType(Schema.SchemaType.STRING)
                        .minLength(1)
                        .maxLength(200)
                        .pattern("^[\\x21-\\x7e]{1,200}$")));
    }

    private static Schema problem() {
        Schema error = OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .required(List.of("pointer", "code", "detail"))
                .addProperty("pointer", text("JSON pointer into the request body."))
                .addProperty("code", text(""))
                .addProperty("detail", text(""));
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("RFC 9457 problem details. Some codes add members.")
                .additionalPropertiesSchema(OASFactory.createSchema())
                .required(List.of("type", "title", "status", "detail", "code"))
                .addProperty(
                        "type",
                        text("Path of the page at the gateway that explains the code: `/problems/` and the code.")
                                .format("uri-reference"))
                .addProperty("title", text(""))
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", text("What was wrong and what to do, in the language of the request."))
                .addProperty("code", text("Stable; for programs."))
                .addProperty(
                        "errors",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.ARRAY)
                                .items(error))
                .addProperty(
                        "errorCount",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.INTEGER)
                                .description("Number of errors found, when `errors` lists only the first 100."))
                .addProperty("traceId", text("Give it when you report the problem."));
    }

    private static Schema text(String description) {
        Schema schema = OASFactory.createSchema().addType(Schema.SchemaType.STRING);
        return description.isEmpty() ? schema : schema.description(description);
    }
}
