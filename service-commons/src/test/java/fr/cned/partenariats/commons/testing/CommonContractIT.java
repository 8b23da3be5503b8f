package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.cned.partenariats.commons.testing.contract.ContractGenerator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class CommonContractIT {

    private JsonNode contract;

    @BeforeEach
    void readContract() throws IOException {
        contract = new YAMLMapper().readTree(ContractGenerator.generate());
    }

    /** {@code DeprecationIT} tests the behaviour. */
    @Test
    void aDeprecatedOperationSaysItsDatesAndWhatToUseInstead() {
        JsonNode operation = contract.at("/paths/~1v1~1spaces~1{id}~1details/get");
        assertThat(operation.path("deprecated").asBoolean()).isTrue();
        assertThat(operation.path("x-deprecated-since").asText()).isEqualTo("2026-01-05");
        assertThat(operation.path("x-sunset").asText()).isEqualTo("2027-07-01");
        assertThat(operation.path("description").asText())
                .startsWith("Deprecated since 2026-01-05. May no longer answer from 2027-07-01 on."
                        + " Use `/v1/spaces/{id}` instead.");
        assertThat(operation.at("/responses/200/headers").has("Sunset")).isTrue();
        assertThat(contract.at("/paths/~1v1~1spaces~1kinds/get/responses/200/headers")
                        .has("Sunset"))
                .isFalse();
        assertThat(contract.at("/paths/~1v1~1spaces~1{id}/get").has("deprecated"))
                .isFalse();
    }

    @Test
    void everyOperationDocumentsTheProblemResponse() {
        List<JsonNode> operations = new ArrayList<>();
        contract.path("paths").forEach(path -> path.forEach(operations::add));
        assertThat(operations).hasSizeGreaterThan(7).allSatisfy(operation -> {
            JsonNode answer = resolved(operation.path("responses").path("default"));
            assertThat(answer.at("/content/application~1problem+json/schema/$ref")
                            .asText())
                    .isEqualTo("#/components/schemas/Problem");
        });
    }

    @Test
    void anAnswerWithCodesByRuleIsSharedAndOneWithOtherCodesIsNot() {
        assertThat(contract.at("/paths/~1v1~1spaces/get/responses/401/$ref").asText())
                .isEqualTo("#/components/responses/Unauthenticated");
        assertThat(contract.at("/paths/~1v1~1spaces~1{id}/patch/responses/404/$ref")
                        .asText())
                .isEqualTo("#/components/responses/NotFound");
        assertThat(contract.at("/paths/~1v1~1spaces~1{id}/get/responses/304/$ref")
                        .asText())
                .isEqualTo("#/components/responses/NotModified");
        assertThat(contract.at("/paths/~1v1~1reservations/post/responses/409").has("$ref"))
                .isFalse();
        assertThat(codes("/v1/reservations", "post", "409")).contains("no-place-left", "request-in-progress");
    }

    @Test
    void aParameterOfSeveralOperationsIsShared() {
        assertThat(contract.at("/paths/~1v1~1spaces~1{id}/get/parameters"))
                .extracting(parameter -> parameter.path("$ref").asText())
                .contains("#/components/parameters/If-Revision-At-Least", "#/components/parameters/If-None-Match");
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
    void everyReadAndEveryAnswerWithARevisionHasAnEntityTag() {
        assertThat(etag("/v1/spaces/{id}", "get", "200").isMissingNode()).isFalse();
        assertThat(etag("/v1/spaces/{id}", "patch", "200").isMissingNode()).isFalse();
        assertThat(etag("/v1/spaces", "post", "201").isMissingNode()).isFalse();
        assertThat(etag("/v1/spaces", "get", "200").isMissingNode()).isFalse();
    }

    @Test
    void onlyAReadMayAnswer304() {
        assertThat(response("/v1/spaces/{id}", "get", "304").has("content")).isFalse();
        assertThat(response("/v1/spaces/{id}", "get", "304").isMissingNode()).isFalse();
        assertThat(response("/v1/spaces/{id}", "patch", "304").isMissingNode()).isTrue();
        assertThat(response("/v1/spaces", "get", "304").isMissingNode()).isFalse();
        assertThat(response("/v1/spaces", "post", "304").isMissingNode()).isTrue();
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
    void aMergePatchCanSetClearAndLeaveOutAField() {
        JsonNode body =
                contract.at("/paths/~1v1~1spaces~1{id}/patch/requestBody/content/application~1merge-patch+json");
        assertThat(body.at("/schema/allOf/0/$ref").asText()).isEqualTo("#/components/schemas/SpacePatch");
        JsonNode patch = contract.at("/components/schemas/SpacePatch");
        assertThat(patch.has("required")).isFalse();
        assertThat(patch.at("/properties/note/type"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("string", "null");
        assertThat(patch.at("/properties/label/type").asText()).isEqualTo("string");
        assertThat(patch.at("/properties/label/maxLength").asInt()).isEqualTo(20);
    }

    @Test
    void anObjectInAMergePatchIsPatchedFieldByField() {
        assertThat(contract.at("/components/schemas/SpacePatch/properties/size/allOf/0/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/SizePatch");
        assertThat(contract.at("/components/schemas/SizePatch").has("required")).isFalse();
    }

    @Test
    void anAnswerRequiresTheFieldsThatAreNeverNull() {
        assertThat(contract.at("/components/schemas/Space/required"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("id", "revision", "label", "kind", "floor");
    }

    @Test
    void anOperationSaysWhichRolesMayCallIt() {
        JsonNode update = contract.at("/paths/~1v1~1spaces~1{id}/patch");
        assertThat(update.at("/x-required-roles/0").asText()).isEqualTo("warden");
        assertThat(update.path("description").asText()).contains("Needs the role `warden`.");
    }

    @Test
    void anOperationListsItsProblemCodesByStatus() {
        assertThat(codes("/v1/spaces/{id}", "patch", "412")).containsExactly("stale-revision");
        assertThat(codes("/v1/spaces/{id}", "patch", "428")).containsExactly("missing-if-match");
        assertThat(codes("/v1/spaces", "post", "422")).containsExactly("idempotency-key-reused");
        assertThat(codes("/v1/spaces", "get", "400")).contains("invalid-cursor", "limit-out-of-range");
        assertThat(response("/v1/spaces", "get", "428").isMissingNode()).isTrue();
    }

    @Test
    void aCreationDocumentsItsLocation() {
        assertThat(response("/v1/spaces", "post", "201").path("headers").has("Location"))
                .isTrue();
    }

    private List<String> codes(String path, String method, String status) {
        List<String> codes = new ArrayList<>();
        response(path, method, status).path("x-problem-codes").forEach(code -> codes.add(code.asText()));
        return codes;
    }

    private JsonNode response(String path, String method, String status) {
        return resolved(
                contract.path("paths").path(path).path(method).path("responses").path(status));
    }

    private JsonNode resolved(JsonNode part) {
        return part.has("$ref") ? contract.at(part.path("$ref").asText().substring(1)) : part;
    }

    private JsonNode etag(String path, String method, String status) {
        return response(path, method, status).path("headers").path("ETag");
    }

    private JsonNode key(String path, String method) {
        return parameter(path, method, "Idempotency-Key");
    }

    private JsonNode parameter(String path, String method, String name) {
        for (JsonNode part : contract.path("paths").path(path).path(method).path("parameters")) {
            JsonNode parameter = resolved(part);
            if (parameter.path("name").asText().equals(name)) {
                return parameter;
            }
        }
        return contract.path("none");
    }
}
