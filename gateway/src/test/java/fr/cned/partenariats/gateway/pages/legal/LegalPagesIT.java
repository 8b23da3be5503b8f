package fr.cned.partenariats.gateway.pages.legal;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class LegalPagesIT {

    @ParameterizedTest
    @CsvSource({
        "accessibility, fr, Non conforme",
        "accessibility, en, Not conforming",
        "notice, fr, Direction de la publication",
        "notice, en, Director of publication",
        "privacy, fr, CNIL",
        "privacy, en, CNIL"
    })
    void aLegalPageIsFilledAndInTheLanguage(String name, String language, String text) {
        given().header("Accept-Language", language)
                .get("/legal/" + name)
                .then()
                .statusCode(200)
                .header("Content-Language", language)
                .body(containsString(text))
                .body(containsString("/legal/privacy?lang=" + language))
                .body(not(containsString("{")));
    }

    @Test
    void anUnknownPageIsNotFound() {
        given().get("/legal/other").then().statusCode(404).body("code", equalTo("unknown-route"));
        given().post("/legal/notice").then().statusCode(405);
    }
}
