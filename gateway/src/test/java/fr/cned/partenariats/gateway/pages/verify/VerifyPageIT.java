package fr.cned.partenariats.gateway.pages.verify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class VerifyPageIT {

    private static final String VALID = "0f3c-0000-0000-0000-0000-0000-0000-0001";
    private static final String ENDED = "0f3c-0000-0000-0000-0000-0000-0000-0002";
    private static final String UNAVAILABLE = "0f3c-0000-0000-0000-0000-0000-0000-0003";
    private static final String FORGED = "0f3c-0000-0000-0000-0000-0000-0000-0004";

    StubEnvironment stubs;

    @Test
    void aValidPaperIsShownToAnybodyInBothLanguages() {
        given().header("Accept", "text/html")
                .header("Accept-Language", "fr")
                .get("/verify/" + VALID)
                .then()
                .statusCode(200)
                .header("Content-Language", "fr")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Robots-Tag", "noindex")
                .body(containsString("Ce document est valable."))
                .body(containsString("M. L."))
                .body(containsString("BTS &lt;MCO&gt;"))
                .body(containsString("30 novembre 2026"))
                .body(containsString("7 septembre 2026"));
        given().header("Accept", "text/html")
                .get("/verify/" + VALID + "?lang=en")
                .then()
                .statusCode(200)
                .body(containsString("This document is valid."));
    }

    @Test
    void anEndedPaperShowsItsKindAndDayOnly() {
        given().header("Accept", "text/html")
                .header("Accept-Language", "fr")
                .get("/verify/" + ENDED)
                .then()
                .statusCode(200)
                .body(containsString("Ce document n’est plus valable."))
                .body(containsString("Certificat d’inscription"))
                .body(not(containsString("Initiales")));
    }

    @Test
    void aProgramReadsJsonWithoutAToken() {
        given().get("/v1/papers/" + VALID)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("valid", equalTo(true))
                .body("initials", equalTo("M. L."));
        given().get("/v1/papers/" + ENDED).then().statusCode(200).body("valid", equalTo(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {FORGED, "x", "..%2fq%2fhealth", "1/2"})
    void aForgedCodeIsNotFound(String code) {
        given().urlEncodingEnabled(false)
                .get("/v1/papers/" + code)
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown-route"));
        given().urlEncodingEnabled(false)
                .header("Accept", "text/html")
                .header("Accept-Language", "fr")
                .get("/verify/" + code)
                .then()
                .statusCode(404);
    }

    @Test
    void aForgedCodeHasAPageThatSaysSo() {
        given().header("Accept", "text/html")
                .header("Accept-Language", "fr")
                .get("/verify/" + FORGED)
                .then()
                .statusCode(404)
                .body(containsString("Aucun document ne porte ce code."));
    }

    @Test
    void aServiceThatDoesNotAnswerIsNoForgedCode() {
        given().header("Accept", "text/html")
                .get("/verify/" + UNAVAILABLE + "?lang=fr")
                .then()
                .statusCode(503)
                .body(containsString("pour le moment"));
        given().get("/v1/papers/" + UNAVAILABLE).then().statusCode(503).body("code", equalTo("service-unavailable"));
    }

    @Test
    void onlyReadsAreAllowedAndNothingIsForwarded() {
        int before = stubs.enrollment.requests();
        given().post("/verify/" + VALID).then().statusCode(405);
        given().post("/v1/papers/" + VALID).then().statusCode(405);
        given().get("/v1/papers/" + VALID).then().statusCode(200);
        assertThat(stubs.enrollment.requests()).isEqualTo(before);
    }
}
