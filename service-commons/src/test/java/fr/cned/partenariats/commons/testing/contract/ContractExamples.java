package fr.cned.partenariats.commons.testing.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * Adds the recorded example of each operation: path parameters, request body and answer. An operation with several kinds
 * of success has {@code answers} by status.
 */
final class ContractExamples {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ContractFiles files;

    ContractExamples(ContractFiles files) {
        this.files = files;
    }

    void add(Operation operation) {
        JsonNode example = files.example(String.valueOf(operation.getOperationId()));
        if (example == null) {
            return;
        }
        for (Parameter parameter : Schemas.parametersOf(operation)) {
            JsonNode value = example.path("path").path(String.valueOf(parameter.getName()));
            if (parameter.getIn() == Parameter.In.PATH && !value.isMissingNode()) {
                parameter.setExample(isNumber(parameter) ? value.asLong() : plain(value));
            }
        }
        if (operation.getRequestBody() != null && example.has("request")) {
            setOfRequest(operation.getRequestBody().getContent(), plain(example.get("request")));
        }
        for (Map.Entry<String, APIResponse> response : Schemas.responsesOf(operation)) {
            JsonNode answer =
                    example.has("answers") ? example.path("answers").path(response.getKey()) : example.path("answer");
            if (Schemas.isSuccess(response.getKey()) && !answer.isMissingNode()) {
                set(response.getValue().getContent(), plain(answer));
            }
        }
    }

    /** The recorded path has texts only. */
    private static boolean isNumber(Parameter parameter) {
        return parameter.getSchema() != null
                && parameter.getSchema().getType() != null
                && parameter.getSchema().getType().contains(Schema.SchemaType.INTEGER);
    }

    private static void set(@Nullable Content content, Object example) {
        typesWithoutExample(content).forEach(type -> type.setExample(example));
    }

    /** In a schema around the body's: openapi-generator warns that it ignores an object beside the schema of a request. */
    private static void setOfRequest(@Nullable Content content, Object example) {
        typesWithoutExample(content)
                .forEach(type -> type.setSchema(
                        OASFactory.createSchema().addAllOf(type.getSchema()).addExample(example)));
    }

    private static Stream<MediaType> typesWithoutExample(@Nullable Content content) {
        return content == null || content.getMediaTypes() == null
                ? Stream.empty()
                : content.getMediaTypes().values().stream().filter(type -> type.getExample() == null);
    }

    private static Object plain(JsonNode node) {
        return JSON.convertValue(node, Object.class);
    }
}
