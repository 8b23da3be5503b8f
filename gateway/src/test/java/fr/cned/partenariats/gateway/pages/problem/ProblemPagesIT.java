package fr.cned.partenariats.gateway.pages.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.equalToIgnoringCase;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages at the type of each problem. {@link ProblemCatalogueTest} checks all codes without Quarkus. */
@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class ProblemPagesIT {

    @ParameterizedTest
    @CsvSource({"en, Meaning, Cause, What to do", "fr, Signification, Cause, Que faire"})
    void pageOfACodeIsHtmlInTheRequestedLanguage(String language, String meaning, String cause, String remedy) {
        given().header("Accept-Language", language)
                .get("/problems/no-seat-left")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Content-Language", language)
                .header("Vary", equalToIgnoringCase("accept, accept-language"))
                .body(containsString("<html lang=\"" + language + "\">"))
                .body(containsString(meaning))
                .body(containsString(cause))
                .body(containsString(remedy));
    }

    @Test
    void codeOfTwoServicesShowsBothMeanings() {
        given().get("/problems/training-not-published")
                .then()
                .body(containsString("Answered by catalog-service"))
                .body(containsString("Answered by enrollment-service"));
    }

    @Test
    void operationsThatAnswerTheCodeAreLinked() {
        given().get("/problems/no-seat-left?lang=en")
                .then()
                .body(
                        containsString(
                                "<a href=\"/docs/reference/enrollment/createEnrollment?lang=en\"><code>createEnrollment</code></a>"));
    }

    @Test
    void pageShowsTheStatusAndAnExample() {
        given().get("/problems/no-seat-left?lang=fr")
                .then()
                .body(containsString("Statut HTTP : 409"))
                .body(containsString("\"type\" : \"/problems/no-seat-left\""))
                .body(containsString("\"status\" : 409"));
    }

    /** The portal links each code that a contract names. */
    @ParameterizedTest
    @ValueSource(strings = {"partner", "catalog", "enrollment"})
    void everyCodeOfAContractHasAPage(String contract) {
        JsonPath document = given().get("/docs/contracts/" + contract + ".json").jsonPath();
        Set<String> codes = new TreeSet<>();
        collectCodes(document.get("$"), codes);
        assertThat(codes).contains("invalid-request", "invalid-academic-year").hasSizeGreaterThan(60);
        for (String code : codes) {
            given().get("/problems/" + code).then().statusCode(200);
        }
    }

    private static void collectCodes(Object node, Set<String> codes) {
        if (node instanceof Map<?, ?> object) {
            object.forEach((key, value) -> {
                if (key.equals("x-problem-codes") || key.equals("x-violation-codes")) {
                    ((List<?>) value).forEach(code -> codes.add(code.toString()));
                } else {
                    collectCodes(value, codes);
                }
            });
        } else if (node instanceof List<?> list) {
            list.forEach(value -> collectCodes(value, codes));
        }
    }

    @Test
    void aCodeOfAConstraintIsAnErrorOfAnInvalidRequest() {
        given().get("/problems/invalid-siret?lang=en")
                .then()
                .body(containsString("createPartner"))
                .body(containsString("\"code\" : \"invalid-request\""))
                .body(containsString("\"code\" : \"invalid-siret\""));
    }

    @Test
    void programsGetTheTextsAsJson() {
        given().header("Accept", "application/json")
                .get("/problems/no-seat-left")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("type", equalTo("/problems/no-seat-left"))
                .body("meanings[0].en.meaning", not(emptyString()))
                .body("meanings[0].fr.remedy", not(emptyString()))
                .body("statuses", hasItem(409))
                .body("operations", hasItem("createEnrollment"));
        given().header("Accept", "application/json")
                .get("/problems/")
                .then()
                .body("problems", hasItems("no-seat-left", "not-found"));
        given().header("Accept", "application/json")
                .get("/problems/nothing")
                .then()
                .statusCode(404);
    }

    @Test
    void textsAreEscaped() {
        given().get("/problems/unauthenticated").then().body(containsString("Bearer &lt;token&gt;"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/problems", "/problems/"})
    void indexListsEveryCode(String path) throws IOException {
        String index = given().get(path).then().statusCode(200).extract().asString();
        for (String code : ProblemCatalogueTest.codes()) {
            assertThat(index).contains("<a href=\"/problems/" + code + "?lang=en\">");
        }
    }

    @Test
    void languageParameterOverridesAcceptLanguage() {
        given().header("Accept-Language", "en")
                .get("/problems/not-found?lang=fr")
                .then()
                .header("Content-Language", "fr")
                .body(containsString("<a href=\"?lang=en\" hreflang=\"en\" lang=\"en\">English</a>"));
    }

    @Test
    void pageHasNoScriptAndLoadsOnlyItsStylesheet() {
        given().get("/problems/not-found")
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", containsString("default-src 'none'; style-src 'self';"))
                .body(not(containsString("<script")))
                .body(not(containsString("http://")))
                .body(not(containsString("https://")))
                .body(containsString("<link rel=\"stylesheet\" href=\"/shared/style.css\">"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/problems/no-such-code", "/problems/not-found/", "/problemsnot-found", "/problems/NOT-FOUND"})
    void unknownCodeIsNotFound(String path) {
        given().get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("unknown-route"));
    }

    @Test
    void pageAcceptsOnlyReads() {
        given().post("/problems/not-found")
                .then()
                .statusCode(405)
                .header("Allow", "GET, HEAD")
                .body("code", equalTo("method-not-allowed"));
        given().head("/problems/not-found").then().statusCode(200);
    }

    @Test
    void typeOfAProblemIsTheAddressOfItsPage() {
        String type = given().get("/nowhere").then().statusCode(404).extract().path("type");
        given().get(type).then().statusCode(200).body(containsString("unknown-route"));
    }
}
