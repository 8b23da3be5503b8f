package fr.cned.partenariats.catalog;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.planned;
import static fr.cned.partenariats.catalog.training.TrainingMother.MERGE_PATCH;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.concours;
import static fr.cned.partenariats.catalog.training.TrainingMother.draft;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.reader;
import static fr.cned.partenariats.catalog.training.TrainingMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.commons.testing.TestTopics;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nonsense sent to each operation: told what is wrong, and nothing changed. */
@CatalogTest
class BadInputTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private String training;

    @BeforeEach
    void aTraining() {
        training = published(bts("BTS Tourisme"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "code            | null                 | required | /code",
                "code            | 'bts mco'            | invalid-training-code | /code",
                "code            | 7                    | wrong-type | /code",
                "title           | ''                   | required | /title",
                "title           | 'x*300'              | out-of-range | /title",
                "title           | 'a\\u0000b'          | wrong-type | /title",
                "family          | null                 | required | /family",
                "family          | 'CAP'                | wrong-type | /family",
                "level           | 9                    | out-of-range | /level",
                "level           | 2                    | out-of-range | /level",
                "level           | 7                    | level-of-family | /level",
                "level           | 'five'               | wrong-type | /level",
                "level           | 5.5                  | wrong-type | /level",
                "rncp            | 'RNCP123456'         | invalid-rncp | /rncp",
                "ects            | 0                    | out-of-range | /ects",
                "durationHours   | -1                   | out-of-range | /durationHours",
                "modalities      | null                 | required | /modalities",
                "modalities      | []                   | required | /modalities",
                "modalities      | 'DISTANCE'           | wrong-type | /modalities",
                "apprenticeship  | 'yes'                | wrong-type | /apprenticeship",
                "providerIds     | ['x']                | wrong-type   | /providerIds/0",
                "nsf             | '31'                 | invalid-nsf | /nsf",
                "rome            | ['1402']             | invalid-rome | /rome/0",
                "formacode       | ['345']              | invalid-formacode | /formacode/0",
                "prerequisites   | {'minLevel': 9}      | out-of-range | /prerequisites/minLevel",
                "prerequisites   | {'exemptions': ['X']}| wrong-type   | /prerequisites/exemptions/0",
                "contest         | {'name': 'x', 'category': 'A', 'branch': 'STATE', 'routes': ['INTERNAL']} | contest-without-concours | /contest",
                "trainingNeedId  | 'x'                  | wrong-type | /trainingNeedId",
                "id              | 'x'                  | unknown-field | /id",
                "state           | 'PUBLISHED'          | unknown-field | /state",
                "version         | 7                    | unknown-field | /version",
                "color           | 'red'                | unknown-field | /color",
            })
    void aTrainingWithOneWrongFieldIsRefusedAndNamesIt(String field, String value, String code, String pointer)
            throws IOException {
        String body = withField(bts("BTS Tourisme"), field, value);

        refused(manager().body(body).post("/v1/trainings").then(), code, pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "contest | null | required | /contest",
                "contest | {'name': 'x', 'category': 'D', 'branch': 'STATE', 'routes': ['INTERNAL']} | wrong-type | /contest/category",
                "contest | {'name': 'x', 'category': 'A', 'branch': 'STATE', 'routes': []} | required | /contest/routes",
                "contest | {'category': 'A', 'branch': 'STATE', 'routes': ['INTERNAL']} | required | /contest/name",
                "contest | {'name': 'x', 'category': 'A', 'branch': 'STATE', 'routes': ['INTERNAL'], 'examDates': ['2026-02-30']} | wrong-type | /contest/examDates/0",
            })
    void aConcoursWithAWrongContestIsRefused(String field, String value, String code, String pointer)
            throws IOException {
        refused(
                manager()
                        .body(withField(concours("Douanes"), field, value))
                        .post("/v1/trainings")
                        .then(),
                code,
                pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "trainingId          | null             | required | /trainingId",
                "trainingId          | 'x'              | wrong-type | /trainingId",
                "academicYear        | '2026-2028'      | invalid-academic-year | /academicYear",
                "academicYear        | '2020-2021'      | outside-academic-year | /startsOn",
                "modality            | 'BY_POST'        | wrong-type | /modality",
                "startsOn            | '2026-02-30'     | wrong-type | /startsOn",
                "startsOn            | null             | required | /startsOn",
                "endsOn              | '2026-08-31'     | ends-before-it-starts | /endsOn",
                "endsOn              | '+9999999-01-01' | wrong-type | /endsOn",
                "endsOn              | 20261231         | wrong-type | /endsOn",
                "capacity            | null             | required | /capacity",
                "capacity            | -1               | out-of-range | /capacity",
                "capacity            | 1000000          | out-of-range | /capacity",
                "capacity            | 2147483648       | out-of-range | /capacity",
                "capacity            | 'many'           | wrong-type | /capacity",
                "waitingListSize     | -1               | out-of-range | /waitingListSize",
                "price               | null             | required | /price",
                "price               | {'amount': -1, 'currency': 'EUR'}    | out-of-range | /price/amount",
                "price               | {'amount': 1.005, 'currency': 'EUR'} | out-of-range | /price/amount",
                "price               | {'amount': 1e99, 'currency': 'EUR'} | out-of-range | /price/amount",
                "price               | {'amount': 1e2147483647, 'currency': 'EUR'} | out-of-range | /price/amount",
                "price               | {'amount': 1, 'currency': 'ZZZ'}     | invalid-iso4217 | /price/currency",
                "price               | {'amount': 1}                        | required | /price/currency",
                "restrictedToNetworks| ['']             | required | /restrictedToNetworks/0",
                "state               | 'OPEN'           | unknown-field | /state",
                "places              | {'used': 0}      | unknown-field | /places",
                "trainingCode        | 'X'              | unknown-field | /trainingCode",
            })
    void anOfferingWithOneWrongFieldIsRefusedAndNamesIt(String field, String value, String code, String pointer)
            throws IOException {
        String body = withField(ofTraining(training), field, value);

        refused(manager().body(body).post("/v1/offerings").then(), code, pointer);
    }

    @Test
    void enrollmentThatClosesBeforeItOpensIsRefused() throws IOException {
        Map<String, Object> offering = with(ofTraining(training), "enrollmentOpensOn", "2026-05-01");

        refused(
                manager()
                        .body(withField(offering, "enrollmentClosesOn", "'2026-04-30'"))
                        .post("/v1/offerings")
                        .then(),
                "ends-before-it-starts",
                "/enrollmentClosesOn");
    }

    @Test
    void aWrongPatchIsRefusedLikeAWrongCreation() {
        String draft = draft(bts("BTS Tourisme"));
        patch("/v1/trainings/" + draft, "{\"title\": \"\"}", "required", "/title");
        patch("/v1/trainings/" + draft, "{\"title\": null}", "required", "/title");
        patch("/v1/trainings/" + draft, "{\"level\": 6}", "level-of-family", "/level");
        patch("/v1/trainings/" + draft, "{\"family\": \"CONCOURS\"}", "required", "/contest");
        patch("/v1/trainings/" + draft, "{\"rome\": [\"x\"]}", "invalid-rome", "/rome/0");
        patch("/v1/trainings/" + draft, "{\"state\": \"PUBLISHED\"}", "unknown-field", "/state");
        patch("/v1/trainings/" + draft, "[]", "wrong-type", "");
        manager().get("/v1/trainings/" + draft).then().body("version", equalTo(0));

        String offering = planned(ofTraining(training));
        patch("/v1/offerings/" + offering, "{\"capacity\": -1}", "out-of-range", "/capacity");
        patch("/v1/offerings/" + offering, "{\"capacity\": null}", "required", "/capacity");
        patch("/v1/offerings/" + offering, "{\"endsOn\": \"2026-01-01\"}", "ends-before-it-starts", "/endsOn");
        patch("/v1/offerings/" + offering, "{\"price\": {\"amount\": -2}}", "out-of-range", "/price/amount");
        patch("/v1/offerings/" + offering, "{\"places\": {}}", "unknown-field", "/places");
        manager().get("/v1/offerings/" + offering).then().body("version", equalTo(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/v1/trainings?colour=red         | unknown-parameter",
                "/v1/trainings?family=CAP         | invalid-parameter",
                "/v1/trainings?level=five         | invalid-parameter",
                "/v1/trainings?providerId=x       | invalid-parameter",
                "/v1/trainings?apprenticeship=1   | invalid-parameter",
                "/v1/trainings?state=GONE         | invalid-parameter",
                "/v1/trainings?limit=0            | limit-out-of-range",
                "/v1/trainings?limit=101          | limit-out-of-range",
                "/v1/trainings?limit=many         | invalid-parameter",
                "/v1/trainings?cursor=broken      | invalid-cursor",
                "/v1/trainings?cursor=bnVsbA      | invalid-cursor",
                "/v1/trainings?partnerId=x        | invalid-parameter",
                "/v1/trainings?trainingNeedId=x   | invalid-parameter",
                "/v1/trainings?route=SIDE_DOOR    | invalid-parameter",
                "/v1/trainings?level=9            | invalid-request",
                "/v1/trainings/facets?family=CAP  | invalid-parameter",
                "/v1/trainings/facets?limit=3     | unknown-parameter",
                "/v1/offerings?trainingId=x       | invalid-parameter",
                "/v1/offerings?state=GONE         | invalid-parameter",
                "/v1/offerings?partnerId=x        | invalid-parameter",
                "/v1/offerings?q=x                | unknown-parameter",
                "/v1/offerings?cursor=broken      | invalid-cursor",
            })
    void aWrongQueryIsRefused(String path, String code) {
        reader().get(path)
                .then()
                .statusCode(400)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo(code));
    }

    @Test
    void aSearchOfEndlessLengthIsRefused() {
        refused(reader().queryParam("q", "x".repeat(201)).get("/v1/trainings").then(), "out-of-range", "/q");
        refused(reader().queryParam("q", "x-".repeat(16)).get("/v1/trainings").then(), "out-of-range", "/q");
        reader().queryParam("q", "x-".repeat(15)).get("/v1/trainings").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/trainings/x", "/v1/trainings/00000000-0000-0000-0000-000000000000/nothing", "/v1/nothing"})
    void anUnknownAddressIsToldAsSuch(String path) {
        manager()
                .get(path)
                .then()
                .statusCode(404)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("unknown-route"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/trainings/%s/publication",
                "/v1/trainings/%s/archival",
                "/v1/offerings/%s/opening",
                "/v1/offerings/%s/closure",
                "/v1/offerings/%s/cancellation"
            })
    void aMoveOfNothingIsNotFound(String path) {
        manager().post(path.formatted(UUID.randomUUID())).then().statusCode(404).body("code", equalTo("not-found"));
    }

    @Test
    void aBodyThatIsNoJsonOrNoneIsRefused() {
        manager()
                .body("{\"code\": ")
                .post("/v1/trainings")
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed-json"));
        manager().post("/v1/trainings").then().statusCode(400).body("code", equalTo("invalid-request"));
        manager().body("null").post("/v1/offerings").then().statusCode(400).body("code", equalTo("invalid-request"));
        manager()
                .contentType("text/plain")
                .body("x")
                .post("/v1/trainings")
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported-media-type"));
        manager()
                .header("If-Match", "\"0\"")
                .body("{}")
                .patch("/v1/trainings/" + UUID.randomUUID())
                .then()
                .statusCode(415);
        manager().delete("/v1/trainings").then().statusCode(405).body("code", equalTo("method-not-allowed"));
    }

    @Test
    void aRefusalIsFrenchForWhoReadsFrench() {
        manager()
                .header("Accept-Language", "fr")
                .body(with(bts("BTS Tourisme"), "rncp", "38362"))
                .post("/v1/trainings")
                .then()
                .statusCode(400)
                .header("Content-Language", "fr")
                .body("errors[0].detail", containsString("doit être RNCP"));
    }

    @Test
    void whatWasRefusedLeftNoTrace() {
        Map<String, Object> refused = with(bts("BTS Tourisme"), "level", 7);
        manager().body(refused).post("/v1/trainings").then().statusCode(400);

        manager().get("/v1/trainings/by-code/" + refused.get("code")).then().statusCode(404);
        await().untilAsserted(() ->
                assertThat(TestTopics.read("catalog.trainings.v1", training)).isNotEmpty());
        assertThat(TestTopics.readAll("catalog.trainings.v1"))
                .noneMatch(event -> event.value().contains((String) refused.get("code")));
    }

    private static void patch(String path, String patch, String code, String pointer) {
        refused(
                manager()
                        .contentType(MERGE_PATCH)
                        .header("If-Match", "\"0\"")
                        .body(patch)
                        .patch(path)
                        .then(),
                code,
                pointer);
    }

    private static void refused(ValidatableResponse answer, String code, String pointer) {
        answer.statusCode(400)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("invalid-request"))
                .body("errors.code", hasItem(code))
                .body("errors.pointer", hasItem(pointer));
    }

    /** The body with one field replaced by JSON that is written with apostrophes; null removes it. */
    private static String withField(Map<String, Object> body, String field, String value) throws IOException {
        ObjectNode json = JSON.valueToTree(body);
        if (value.equals("null")) {
            json.remove(field);
            return json.toString();
        }
        json.put(field, "HERE");
        String written = value.equals("'x*300'") ? "'" + "x".repeat(300) + "'" : value;
        return json.toString().replace("\"HERE\"", written.replace('\'', '"'));
    }
}
