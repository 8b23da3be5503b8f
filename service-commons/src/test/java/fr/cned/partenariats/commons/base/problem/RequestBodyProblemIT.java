package fr.cned.partenariats.commons.base.problem;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.parking.Parking.driver;
import static fr.cned.partenariats.parking.Parking.warden;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import fr.cned.partenariats.commons.testing.TestInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Problems of request bodies have a JSON pointer and a code. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class RequestBodyProblemIT {

    private static final String START = "{\"lot\":\"full\",\"plate\":\"AA-123-BB\",";

    private static ValidatableResponse reserve(String body) {
        return driver().header("Idempotency-Key", "body-problems")
                .body(body)
                .post("/v1/reservations")
                .then();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"lot\":}", "lot", "{\"lot\":\"a\"} x"})
    void malformedJsonIsReportedWithItsPosition(String body) {
        reserve(body).spec(problem(400, "malformed-json")).body("detail", containsString("line 1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null"})
    void aMissingBodyIsRequired(String body) {
        reserve(body).spec(invalid("", "required"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "extra":1                                     | /extra
            "extras":[{"name":"a"},{"name":"b","nope":1}] | /extras/1/nope
            "extras":[{"name":"a","a/b~c":1}]             | /extras/0/a~1b~0c
            """)
    void anUnknownFieldIsNamed(String field, String pointer) {
        reserve(START + field + "}").spec(invalid(pointer, "unknown-field"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "on":"soon"                           | /on             | YYYY-MM-DD
            "on":""                               | /on             | YYYY-MM-DD
            "on":20000                            | /on             | YYYY-MM-DD
            "on":[2026,1,1]                       | /on             | YYYY-MM-DD
            "on":"+9999999-01-01"                 | /on             | YYYY-MM-DD
            "on":"+999999999-12-31"               | /on             | YYYY-MM-DD
            "on":"-5000-01-01"                    | /on             | YYYY-MM-DD
            "on":"0000-12-31"                     | /on             | YYYY-MM-DD
            "at":"+10000-01-01T00:00:00Z"         | /at             | YYYY-MM-DDThh:mm:ssZ
            "at":"9999-12-31T23:00:00-02:00"      | /at             | YYYY-MM-DDThh:mm:ssZ
            "at":"0001-01-01T01:00:00+02:00"      | /at             | YYYY-MM-DDThh:mm:ssZ
            "at":1700000000                       | /at             | YYYY-MM-DDThh:mm:ssZ
            "at":"2026-01-01"                     | /at             | YYYY-MM-DDThh:mm:ssZ
            "spaceId":"7"                         | /spaceId        | UUID
            "spaceId":""                          | /spaceId        | UUID
            "spaceId":"1-1-1-1-1"                 | /spaceId        | UUID
            "spaceId":" 0190a6f0-0000-7000-8000-000000000001" | /spaceId | UUID
            "spaceId":"0190a6f0000070008000000000000001"      | /spaceId | UUID
            "spaceId":"AZCm8AAAcACAAAAAAAAAAQ=="  | /spaceId        | UUID
            "extras":[{"name":"a","level":"FULL "}] | /extras/0/level | BASIC, FULL
            "levels":[" FULL"]                    | /levels/0       | BASIC, FULL
            "levels":"FULL"                       | /levels         | […]
            "covered":"true"                      | /covered        | true | false
            "covered":1                           | /covered        | true | false
            "price":"3"                           | /price          | number
            "price":true                          | /price          | number
            "note":5                              | /note           | string
            "note":true                           | /note           | string
            "note":{}                             | /note           | string
            "extras":{}                           | /extras         | […]
            "extras":"a"                          | /extras         | […]
            "extras":["a"]                        | /extras/0       | {…}
            "extras":[{"name":"a","count":1.5}]   | /extras/0/count | integer
            "extras":[{"name":"a","count":"1"}]   | /extras/0/count | integer
            "extras":[{"name":"a","level":"MAX"}] | /extras/0/level | BASIC, FULL
            "extras":[{"name":"a","level":0}]     | /extras/0/level | BASIC, FULL
            """)
    void aValueOfTheWrongTypeIsRefusedAndNotConverted(String field, String pointer, String expected) {
        reserve(START + field + "}")
                .spec(invalid(pointer, "wrong-type"))
                .body("errors[0].detail", containsString(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "on":"2026-02-30"            | /on   | no-such-day   | 2026-02-30
            "on":"2026-13-30"            | /on   | no-such-month | 2026-13-30
            "at":"2026-01-01T24:30:00Z"  | /at   | no-such-time  | 24:30
            "note":"a\\u0000b"           | /note | invalid-text  | U+0000
            "note":"a\\ud83d"            | /note | invalid-text  | U+D83D
            "note":"a\\nb"               | /note | invalid-text  | position 2
            """)
    void aTextOrDateThatDoesNotExistIsNamed(String field, String pointer, String code, String detail) {
        reserve(START + field + "}").spec(invalid(pointer, code)).body("errors[0].detail", containsString(detail));
    }

    @Test
    void unknownFieldsWrongTypesAndWrongValuesAreReportedTogether() {
        reserve("""
                {"one":1,"lot":"full","two":{"deep":[1]},"plate":"1","on":5,"three":null,"covered":"yes",
                 "extras":[{"name":"a","nope":1}]}""")
                .spec(problem(400, "invalid-request"))
                .body(
                        "errors.pointer",
                        contains("/covered", "/extras/0/nope", "/on", "/one", "/plate", "/three", "/two"))
                .body(
                        "errors.code",
                        contains(
                                "wrong-type",
                                "unknown-field",
                                "wrong-type",
                                "unknown-field",
                                "invalid-plate",
                                "unknown-field",
                                "unknown-field"));
    }

    /** A lone surrogate in the name of a field must not break the answer. */
    @Test
    void anUnreadableNameOfAFieldIsRefused() {
        reserve(START + "\"a\\ud800\":1}").spec(problem(400, "malformed-json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "7", START + "\"note\":\"a\"}{}"})
    void aBodyThatIsNotAnObjectHasTheWrongType(String body) {
        reserve(body).spec(invalid("", "wrong-type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"floor\":null", "\"note\":\"no floor\""})
    void aNullOrMissingNumberIsRequired(String field) {
        warden().body("{\"label\":\"A\",\"kind\":\"CAR\"," + field + "}")
                .post("/v1/spaces")
                .then()
                .spec(invalid("/floor", "required"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e101", "1e100000000", "1e2147483647", "123456789e2147483640", "0e-2147483647"})
    void aNumberWithTooManyDigitsIsOutOfRange(String price) {
        reserve(START + "\"price\":" + price + "}").spec(invalid("/price", "out-of-range"));
    }

    /** The fourth entry is not JSON: the test shows that it is never read. */
    @Test
    void aListIsRefusedAtTheFirstEntryBeyondItsLimit() {
        reserve(START + "\"extras\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"},{oops")
                .spec(invalid("/extras", "out-of-range"))
                .body("errors[0].detail", containsString("3"));
    }

    @Test
    void aSetRefusesADuplicateEntry() {
        reserve(START + "\"levels\":[\"FULL\",\"FULL\"]}").spec(invalid("/levels/1", "duplicate-entry"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u00a0", "\\u202f", "\\u2007", "\\u200b", "\\ufeff \\u2060", "\\u3000"})
    void aTextOfInvisibleCharactersIsBlank(String blank) {
        reserve("{\"lot\":\"" + blank + "\",\"plate\":\"AA-123-BB\"}").spec(invalid("/lot", "required"));
    }

    @ParameterizedTest
    @CsvSource({"20, 201", "21, 400"})
    void theLengthOfATextIsCountedInCharacters(int length, int status) {
        String label = UUID.randomUUID().toString().substring(0, 8) + "\uD83D\uDE97".repeat(length - 8);
        warden().body("{\"label\":\"" + label + "\",\"kind\":\"CAR\",\"floor\":1}")
                .post("/v1/spaces")
                .then()
                .statusCode(status);
    }

    @Test
    void anAnswerListsAHundredViolationsAndTheirNumber() {
        warden().get("/v1/faults/many")
                .then()
                .spec(problem(400, "invalid-request"))
                .body("errors.size()", equalTo(100))
                .body("errorCount", equalTo(250));
    }

    @Test
    void allViolatedConstraintsAreReportedWithPointerAndCode() {
        reserve("""
                {"lot":" ","plate":"1","price":-1,"extras":[{"name":"a"},{"name":"","count":0}]}""")
                .spec(problem(400, "invalid-request"))
                .body("errors.pointer", contains("/extras/1/count", "/extras/1/name", "/lot", "/plate", "/price"))
                .body("errors.code", contains("out-of-range", "required", "required", "invalid-plate", "out-of-range"))
                .body("errors[3].detail", equalTo("This is no number plate."));
    }

    @Test
    void problemsAreInFrenchWithAcceptLanguageFrench() {
        driver().header("Idempotency-Key", "french")
                .header("Accept-Language", "fr-FR,fr;q=0.9,en;q=0.5")
                .body("{\"lot\":\"\",\"plate\":\"1\",\"price\":0}")
                .post("/v1/reservations")
                .then()
                .spec(problem(400, "invalid-request"))
                .header("Content-Language", "fr")
                .body("title", equalTo("Requête invalide"))
                .body("errors[0].detail", equalTo("Ce champ est obligatoire."))
                .body("errors[1].detail", equalTo("Ce n’est pas une plaque."))
                .body("errors[2].detail", startsWith("doit être"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "*", "fr;q=broken", "en-GB"})
    void problemsAreInEnglishByDefault(String language) {
        driver().header("Accept-Language", language)
                .get("/v1/nothing")
                .then()
                .spec(problem(404, "unknown-route"))
                .header("Content-Language", "en");
    }

    /** {@code GET /v1/spaces} takes no body. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{}", " { } "})
    void anOperationWithoutABodyAcceptsAnEmptyOne(String body) {
        warden().body(body).get("/v1/spaces?limit=1").then().statusCode(200);
        warden().body(body).head("/v1/spaces?limit=1").then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":1}           | /a | unknown-field
            {"a":{"b":[{}]}}  | /a | unknown-field
            {"a~/b":null}     | /a~0~1b | unknown-field
            null              | '' | wrong-type
            7                 | '' | wrong-type
            [{}]              | '' | wrong-type
            {} {}             | '' | wrong-type
            "a"               | '' | wrong-type
            """)
    void anOperationWithoutABodyRefusesAnyOther(String body, String pointer, String code) {
        warden().body(body).get("/v1/spaces").then().spec(invalid(pointer, code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pas du json", "{} x", "{\"a\":1", "{\"a\":1,\"a\":2}"})
    void anOperationWithoutABodyRefusesUnreadableJson(String body) {
        warden().body(body).get("/v1/spaces").then().spec(problem(400, "malformed-json"));
    }

    @Test
    void anUnexpectedBodyIsReadWithinLimits() {
        warden().body("{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}")
                .get("/v1/spaces")
                .then()
                .statusCode(400);
        warden().body("{\"a\":\"" + "x".repeat(200_000) + "\"}")
                .get("/v1/spaces")
                .then()
                .spec(problem(413, "body-too-large"));
    }
}
