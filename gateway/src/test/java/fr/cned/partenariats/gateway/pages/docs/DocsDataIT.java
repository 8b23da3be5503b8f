package fr.cned.partenariats.gateway.pages.docs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents that the portal shows and clients download. */
@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class DocsDataIT {

    StubEnvironment stubs;

    @ParameterizedTest
    @CsvSource({
        "partner, 3.0.3",
        "catalog, 3.0.3",
        "enrollment, 3.0.3",
        "partner-3.1, 3.1.0",
        "catalog-3.1, 3.1.0",
        "enrollment-3.1, 3.1.0"
    })
    void contractNamesTheGatewayAndTheIdentityProvider(String document, String version) {
        String login = stubs.issuer() + "/protocol/openid-connect/";
        given().get("/docs/contracts/" + document + ".yaml")
                .then()
                .statusCode(200)
                .contentType("application/yaml")
                .body(containsString("openapi: \"" + version + "\""))
                .body(containsString("/v1/"))
                .body(containsString("url: \"/\""))
                .body(containsString("authorizationUrl: \"" + login + "auth\""))
                .body(containsString("tokenUrl: \"" + login + "token\""))
                .body(containsString("scheme: \"bearer\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"partner", "catalog", "enrollment"})
    void contractsAreServedAsJson(String service) {
        given().get("/docs/contracts/" + service + ".json")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("openapi", equalTo("3.1.0"))
                .body("servers[0].url", equalTo("/"))
                .body("paths.size()", greaterThan(3));
    }

    /** {@code ContractLintIT} checks the documents. */
    @Test
    void theContractInOpenApi30SaysTheSameWithItsOwnWords() throws IOException {
        JsonNode newer = contract("partner-3.1");
        JsonNode older = contract("partner");
        String clearable = "/components/schemas/AgreementPatch/properties/title/";
        assertThat(newer.at(clearable + "type").toString()).isEqualTo("[\"string\",\"null\"]");
        assertThat(older.at(clearable + "type").asText()).isEqualTo("string");
        assertThat(older.at(clearable + "nullable").asBoolean()).isTrue();
        assertThat(older.at("/components/schemas/Adaptation/properties/code/example")
                        .asText())
                .isEqualTo("EXTENDED_DEADLINES");
        assertThat(newer.has("webhooks")).isTrue();
        assertThat(older.has("webhooks")).isFalse();
        assertThat(older.path("paths").findValues("operationId"))
                .isEqualTo(newer.path("paths").findValues("operationId"))
                .isNotEmpty();
    }

    private static JsonNode contract(String document) throws IOException {
        return new YAMLMapper()
                .readTree(given().get("/docs/contracts/" + document + ".yaml").asString());
    }

    /** {@code ArazzoIT} runs the workflows. */
    @Test
    void workflowsNameTheContractsBesideThem() {
        given().get("/docs/arazzo.yaml")
                .then()
                .statusCode(200)
                .contentType("application/yaml")
                .body(containsString("arazzo: 1.0.1"))
                .body(containsString("url: contracts/enrollment.yaml"));
    }

    @Test
    void eventsHaveTheirSchemas() {
        String file = "./events/enrollment-changed.v1.schema.json";
        given().get("/docs/data/events.json")
                .then()
                .statusCode(200)
                .body("enrollment.document.asyncapi", equalTo("3.0.0"))
                .body("enrollment.schemas", hasKey(file))
                .body("enrollment.schemas['" + file + "'].properties.agreementId.type", equalTo("string"))
                .body("partner.schemas.size()", greaterThan(3))
                .body("catalog.schemas.size()", equalTo(2));
        given().get("/docs/contracts/enrollment/asyncapi.yaml").then().statusCode(200);
        given().get("/docs/contracts/enrollment/events/seats-changed.v1.schema.json")
                .then()
                .statusCode(200)
                .body("title", equalTo("SeatsChanged"));
    }

    @Test
    void limitsAreThoseOfTheGateway() {
        given().get("/docs/data/limits.json")
                .then()
                .body("bodyBytes", equalTo(64 * 1024))
                .body("importBytes", equalTo(10 * 1024 * 1024))
                .body("importsInProgress", equalTo(4));
    }

    @Test
    void theIndexHasOperationsAndProblemsInBothLanguages() {
        given().get("/docs/data/search.json")
                .then()
                .body("operations.id", hasItems("createEnrollment", "listTrainings", "getMe"))
                .body("operations.find { it.id == 'createEnrollment' }.path", equalTo("/v1/enrollments"))
                .body("problems.code", hasItems("no-seat-left", "unauthenticated"))
                .body("problems.find { it.code == 'not-found' }.fr", containsString("Introuvable"));
    }

    @Test
    void unknownContractIsNotFound() {
        given().get("/docs/contracts/secret.yaml")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("unknown-route"));
    }
}
