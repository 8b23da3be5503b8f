package fr.cned.partenariats.gateway.pages.start;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class StartPageIT {

    @ParameterizedTest
    @CsvSource({"en, Developer portal", "fr, Portail des développeurs"})
    void aBrowserFindsTheWorkspaceAndThePortal(String language, String portal) {
        given().accept("text/html,application/xhtml+xml,*/*;q=0.8")
                .header("Accept-Language", language)
                .get("/")
                .then()
                .statusCode(200)
                .header("Content-Language", language)
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("<a href=\"/app/?lang=" + language + "\">"))
                .body(containsString(">" + portal + "</a>"))
                .body(not(containsString("<script")));
    }

    @Test
    void aProgramFindsAddressesThatAnswer() {
        Map<String, String> contracts = given().accept("*/*")
                .get("/")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("me", equalTo("/v1/me"))
                .body("health", equalTo("/health"))
                .extract()
                .path("contracts");
        contracts.values().forEach(path -> given().get(path).then().statusCode(200));
    }

    @Test
    void theStartPageIsOnlyRead() {
        given().post("/?a=b").then().statusCode(405).header("Allow", "GET, HEAD");
        given().post("/").then().statusCode(405);
    }
}
