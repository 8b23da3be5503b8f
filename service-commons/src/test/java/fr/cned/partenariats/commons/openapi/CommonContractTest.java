package fr.cned.partenariats.commons.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.testing.RealParts;
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
@QuarkusTestResource(RealParts.class)
class CommonContractTest {

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
    void everyOperationSaysThatItMayAnswerAProblem() {
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
    void onlyPostsTakeAnIdempotencyKeyAndSayWhetherTheyNeedIt() {
        assertThat(key("/v1/reservations", "post").path("required").asBoolean()).isTrue();
        assertThat(key("/v1/spaces", "post").path("required").asBoolean(true)).isFalse();
        assertThat(key("/v1/spaces/{id}", "patch").isMissingNode()).isTrue();
    }

    /** {@code ConditionalRequestTest} shows that it does. */
    @Test
    void anOperationThatReadsIfMatchNeedsIt() {
        assertThat(parameter("/v1/spaces/{id}", "patch", "If-Match")
                        .path("required")
                        .asBoolean())
                .isTrue();
        assertThat(parameter("/v1/spaces/{id}", "get", "If-None-Match")
                        .path("required")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void theTypeOfAProblemIsAnAddress() {
        JsonNode type = contract.path("components")
                .path("schemas")
                .path("Problem")
                .path("properties")
                .path("type");
        assertThat(type.path("format").asText()).isEqualTo("uri-reference");
    }

    @Test
    void aMergePatchIsAnyObject() {
        JsonNode patch = contract.path("components").path("schemas").path("JsonNode");
        assertThat(patch.path("type").asText()).isEqualTo("object");
        assertThat(patch.has("properties")).isFalse();
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
