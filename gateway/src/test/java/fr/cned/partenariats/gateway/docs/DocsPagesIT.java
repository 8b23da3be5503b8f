package fr.cned.partenariats.gateway.docs;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class DocsPagesIT {

    StubEnvironment stubs;

    @Test
    void pageNeedsNoTokenAndLoadsNothingFromOtherHosts() {
        given().redirects().follow(false).get("/docs").then().statusCode(302).header("Location", "/docs/");
        given().get("/docs/")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .header(
                        "Content-Security-Policy",
                        containsString("connect-src 'self' " + stubs.identityProviderServer.url()))
                .body(not(containsString("http://")))
                .body(not(containsString("https://")));
    }

    @ParameterizedTest
    @CsvSource({
        "docs.js, javascript",
        "swagger-ui.css, css",
        "swagger-ui-bundle.js, javascript",
        "swagger-ui-standalone-preset.js, javascript",
        "oauth2-redirect.html, html",
        "oauth2-redirect.js, javascript",
        "favicon-32x32.png, png"
    })
    void filesOfThePageArePackaged(String file, String type) {
        given().get("/docs/" + file).then().statusCode(200).contentType(containsString(type));
    }

    @Test
    void settingsListEveryContract() {
        given().get("/docs/settings.json")
                .then()
                .statusCode(200)
                .body("clientId", equalTo("portal"))
                .body("urls.name", equalTo(List.of("partner", "catalog", "enrollment")))
                .body("urls.url", everyItem(matchesPattern("/docs/contracts/[a-z]+\\.yaml")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"partner", "catalog", "enrollment"})
    void contractNamesTheGatewayAndTheIdentityProvider(String service) {
        String login = stubs.issuer() + "/protocol/openid-connect/";
        given().get("/docs/contracts/" + service + ".yaml")
                .then()
                .statusCode(200)
                .contentType("application/yaml")
                .body(containsString("openapi: \"3."))
                .body(containsString("/v1/"))
                .body(containsString("url: \"/\""))
                .body(containsString("authorizationUrl: \"" + login + "auth\""))
                .body(containsString("tokenUrl: \"" + login + "token\""))
                .body(containsString("scheme: \"bearer\""));
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
