package fr.cned.partenariats.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.equalToIgnoringCase;
import static org.hamcrest.Matchers.not;

import fr.cned.partenariats.gateway.testing.HouseResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(HouseResource.class)
class ProblemPagesTest {

    /** The codes in the source folders of all modules, so that a module that the gateway forgot is noticed. */
    private static Set<String> codes() throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path folder : modules.map(module -> module.resolve("src/main/resources/problems"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.toList()) {
                        Properties texts = new Properties();
                        try (Reader reader = Files.newBufferedReader(file)) {
                            texts.load(reader);
                        }
                        texts.stringPropertyNames().stream()
                                .filter(key -> !key.contains("."))
                                .forEach(codes::add);
                    }
                }
            }
        }
        return codes;
    }

    @TestFactory
    Stream<DynamicTest> everyCodeHasAPageInBothLanguages() throws IOException {
        assertThat(codes()).hasSizeGreaterThan(140).contains("no-seat-left", "rate-limited", "not-found");
        return codes().stream()
                .map(code -> DynamicTest.dynamicTest(code, () -> {
                    String english = page(code, "en", "Meaning", "Cause", "What to do");
                    String french = page(code, "fr", "Signification", "Cause", "Que faire");
                    assertThat(french).isNotEqualTo(english);
                }));
    }

    private static String page(String code, String language, String... terms) {
        String page = given().header("Accept-Language", language)
                .get("/problems/" + code)
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Content-Language", language)
                .header("Vary", equalToIgnoringCase("Accept-Language"))
                .extract()
                .asString();
        assertThat(page)
                .contains("<html lang=\"" + language + "\">", "<code>" + code + "</code>")
                .contains(terms);
        assertThat(page).doesNotContain("''", "<dd></dd>").doesNotContainPattern("\\{\\d}");
        return page;
    }

    @Test
    void placeholdersOfTheCauseAreNamed() {
        given().header("Accept-Language", "fr")
                .get("/problems/no-seat-left")
                .then()
                .body(containsString("Tous les sièges que la convention ‹numéro de la convention› accorde"))
                .body(containsString("en ‹année scolaire› sont pris."));
    }

    @Test
    void aCodeOfTwoServicesHasBothMeanings() {
        given().get("/problems/training-not-published")
                .then()
                .body(containsString("Answered by catalog-service"))
                .body(containsString("Answered by enrollment-service"));
    }

    @Test
    void textIsEscaped() {
        given().get("/problems/unauthenticated").then().body(containsString("Bearer &lt;token&gt;"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/problems", "/problems/"})
    void theIndexListsEveryCode(String path) throws IOException {
        String index = given().get(path).then().statusCode(200).extract().asString();
        for (String code : codes()) {
            assertThat(index).contains("<a href=\"/problems/" + code + "?lang=en\">");
        }
    }

    @Test
    void theLanguageCanBeSwitched() {
        given().header("Accept-Language", "en")
                .get("/problems/not-found?lang=fr")
                .then()
                .header("Content-Language", "fr")
                .body(containsString("<a href=\"?lang=en\" hreflang=\"en\" lang=\"en\">English</a>"));
    }

    @Test
    void aPageRunsNothingAndLoadsOnlyItsStyle() {
        given().get("/problems/not-found")
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", containsString("default-src 'none'; style-src 'self';"))
                .body(not(containsString("<script")))
                .body(not(containsString("http://")))
                .body(not(containsString("https://")));
        given().get("/problems/style.css").then().statusCode(200).contentType("text/css");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/problems/no-such-code", "/problems/not-found/", "/problemsnot-found", "/problems/NOT-FOUND"})
    void anUnknownCodeIsNotFound(String path) {
        given().get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("unknown-route"));
    }

    @Test
    void aPageIsOnlyRead() {
        given().post("/problems/not-found")
                .then()
                .statusCode(405)
                .header("Allow", "GET, HEAD")
                .body("code", equalTo("method-not-allowed"));
        given().head("/problems/not-found").then().statusCode(200);
    }

    @Test
    void theTypeOfAProblemResolves() {
        String type = given().get("/nowhere").then().statusCode(404).extract().path("type");
        given().get(type).then().statusCode(200).body(containsString("unknown-route"));
    }
}
