package fr.cned.partenariats.commons.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class CommonContractIT {

    @TestHTTPResource(management = true)
    URI management;

    @Inject
    ObjectMapper json;

    private JsonNode contract;

    @BeforeEach
    void readContract() throws IOException {
        try (InputStream document =
                management.resolve("/openapi?format=json").toURL().openStream()) {
            contract = json.readTree(document);
        }
    }

    @Test
    void everyOperationDocumentsTheProblemResponse() {
        List<JsonNode> operations = new ArrayList<>();
        contract.path("paths").forEach(path -> path.forEach(operations::add));
        assertThat(operations).hasSizeGreaterThan(7).allSatisfy(operation -> {
            JsonNode schema = operation
                    .path("responses")
                    .path("default")
                    .path("content")
                    .path("application/problem+json")
                    .path("schema");
            assertThat(schema.path("$ref").asText()).isEqualTo("#/components/schemas/Problem");
            assertThat(operation.path("responses").has("401")).isFalse();
        });
    }

    @Test
    void onlyPostsDocumentTheIdempotencyKey() {
        assertThat(key("/v1/reservations", "post").path("required").asBoolean()).isTrue();
        assertThat(key("/v1/spaces", "post").path("required").asBoolean(true)).isFalse();
        assertThat(key("/v1/spaces/{id}", "patch").isMissingNode()).isTrue();
    }

    /** {@code ConditionalRequestIT} tests the behaviour. */
    @Test
    void ifMatchIsRequiredAndIfNoneMatchIsOptional() {
        assertThat(parameter("/v1/spaces/{id}", "patch", "If-Match")
                        .path("required")
                        .asBoolean())
                .isTrue();
        assertThat(parameter("/v1/spaces/{id}", "get", "If-None-Match")
                        .path("required")
                        .asBoolean())
                .isFalse();
    }

    /** {@code ConditionalRequestIT} tests the behaviour. */
    @Test
    void anOperationThatAnswersAResourceWithARevisionHasAnEntityTag() {
        assertThat(etag("/v1/spaces/{id}", "get", "200").isMissingNode()).isFalse();
        assertThat(etag("/v1/spaces/{id}", "patch", "200").isMissingNode()).isFalse();
        assertThat(etag("/v1/spaces", "post", "201").isMissingNode()).isFalse();
        assertThat(etag("/v1/spaces", "get", "200").isMissingNode()).isTrue();
    }

    @Test
    void onlyAReadOfAResourceWithARevisionMayAnswer304() {
        assertThat(response("/v1/spaces/{id}", "get", "304").has("content")).isFalse();
        assertThat(response("/v1/spaces/{id}", "get", "304").isMissingNode()).isFalse();
        assertThat(response("/v1/spaces/{id}", "patch", "304").isMissingNode()).isTrue();
        assertThat(response("/v1/spaces", "get", "304").isMissingNode()).isTrue();
    }

    @Test
    void theTypeOfAProblemIsAUriReference() {
        JsonNode type = contract.path("components")
                .path("schemas")
                .path("Problem")
                .path("properties")
                .path("type");
        assertThat(type.path("format").asText()).isEqualTo("uri-reference");
    }

    @Test
    void theSchemaOfAMergePatchIsAnyObject() {
        JsonNode patch = contract.path("components").path("schemas").path("JsonNode");
        assertThat(patch.path("type").asText()).isEqualTo("object");
        assertThat(patch.has("properties")).isFalse();
    }

    private JsonNode response(String path, String method, String status) {
        return contract.path("paths").path(path).path(method).path("responses").path(status);
    }

    private JsonNode etag(String path, String method, String status) {
        return response(path, method, status).path("headers").path("ETag");
    }

    private JsonNode key(String path, String method) {
        return parameter(path, method, "Idempotency-Key");
    }

    private JsonNode parameter(String path, String method, String name) {
        for (JsonNode parameter : contract.path("paths").path(path).path(method).path("parameters")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter;
            }
        }
        return contract.path("none");
    }
}
