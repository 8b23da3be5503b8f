package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.RequestFields.assertRefused;
import static fr.cned.partenariats.catalog.RequestFields.withField;
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
import static org.hamcrest.Matchers.startsWith;

import fr.cned.partenariats.catalog.CatalogIT;
import fr.cned.partenariats.commons.testing.TestTopics;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refusals of invalid trainings and queries. */
@CatalogIT
class TrainingValidationIT {

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
                "title           | 'a\\u0000b'          | invalid-text | /title",
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
                "curriculum      | {'path': 'ALONE'}    | wrong-type | /curriculum/path",
                "curriculum      | {'rhythm': 7}        | wrong-type | /curriculum/rhythm",
                "curriculum      | {'audiences': ['8']} | invalid-formacode | /curriculum/audiences/0",
                "curriculum      | {'diplomaCode': '3203'} | invalid-value | /curriculum/diplomaCode",
                "curriculum      | {'durationMonths': 0} | out-of-range | /curriculum/durationMonths",
                "curriculum      | {'languages': ['FR']} | invalid-value | /curriculum/languages/0",
                "curriculum      | {'validFrom': '2027-01-01', 'validTo': '2026-12-31'} | ends-before-it-starts | /curriculum/validTo",
                "curriculum      | {'skillBlocks': [{'code': 'RNCP38362', 'title': 'x'}]} | invalid-value | /curriculum/skillBlocks/0/code",
                "curriculum      | {'skillBlocks': [{'code': 'RNCP38362BC01'}]} | required | /curriculum/skillBlocks/0/title",
                "curriculum      | {'colour': 'red'}    | unknown-field | /curriculum/colour",
                "trainingNeedId  | 'x'                  | wrong-type | /trainingNeedId",
                "id              | 'x'                  | unknown-field | /id",
                "state           | 'PUBLISHED'          | unknown-field | /state",
                "revision        | 7                    | unknown-field | /revision",
                "color           | 'red'                | unknown-field | /color",
            })
    void aWrongFieldIsRefusedWithItsPointer(String field, String value, String code, String pointer)
            throws IOException {
        String body = withField(bts("BTS Tourisme"), field, value);

        assertRefused(manager().body(body).post("/v1/trainings").then(), code, pointer);
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
                "contest | {'name': 'x', 'category': 'A', 'branch': 'STATE', 'routes': ['INTERNAL'], 'examDates': ['2026-02-30']} | no-such-day | /contest/examDates/0",
            })
    void aWrongFieldOfTheContestIsRefusedWithItsPointer(String field, String value, String code, String pointer)
            throws IOException {
        assertRefused(
                manager()
                        .body(withField(concours("Douanes"), field, value))
                        .post("/v1/trainings")
                        .then(),
                code,
                pointer);
    }

    @Test
    void aPatchIsCheckedLikeACreation() {
        String draft = draft(bts("BTS Tourisme"));
        patch("/v1/trainings/" + draft, "{\"title\": \"\"}", "required", "/title");
        patch("/v1/trainings/" + draft, "{\"title\": null}", "required", "/title");
        patch("/v1/trainings/" + draft, "{\"level\": 6}", "level-of-family", "/level");
        patch("/v1/trainings/" + draft, "{\"family\": \"CONCOURS\"}", "required", "/contest");
        patch("/v1/trainings/" + draft, "{\"rome\": [\"x\"]}", "invalid-rome", "/rome/0");
        patch("/v1/trainings/" + draft, "{\"state\": \"PUBLISHED\"}", "unknown-field", "/state");
        patch("/v1/trainings/" + draft, "[]", "wrong-type", "");
        manager().get("/v1/trainings/" + draft).then().body("revision", equalTo(0));
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
            })
    void anInvalidQueryParameterIsRefused(String path, String code) {
        reader().get(path)
                .then()
                .statusCode(400)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo(code));
    }

    @Test
    void anEmptySearchIsNoSearch() {
        reader().get("/v1/trainings?q=").then().statusCode(200);
        reader().get("/v1/trainings?corps=&rome=&nsf=").then().statusCode(400);
        reader().get("/v1/trainings/facets?q=").then().statusCode(200);
    }

    @Test
    void aSearchTextWithTooManyCharactersOrWordsIsRefused() {
        assertRefused(
                reader().queryParam("q", "x".repeat(201)).get("/v1/trainings").then(), "out-of-range", "/q");
        assertRefused(
                reader().queryParam("q", "x-".repeat(16)).get("/v1/trainings").then(), "out-of-range", "/q");
        reader().queryParam("q", "x-".repeat(15)).get("/v1/trainings").then().statusCode(200);
    }

    @Test
    void aRefusalFollowsAcceptLanguage() {
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
    void aRefusedTrainingIsNeitherStoredNorPublished() {
        Map<String, Object> refused = with(bts("BTS Tourisme"), "level", 7);
        manager().body(refused).post("/v1/trainings").then().statusCode(400);

        manager().get("/v1/trainings/by-code/" + refused.get("code")).then().statusCode(404);
        String later = published(bts("BTS Tourisme"));
        await().untilAsserted(() ->
                assertThat(TestTopics.read("catalog.trainings.v1", later)).isNotEmpty());
        assertThat(TestTopics.readAll("catalog.trainings.v1"))
                .noneMatch(event -> event.value().contains((String) refused.get("code")));
    }

    private static void patch(String path, String patch, String code, String pointer) {
        assertRefused(
                manager()
                        .contentType(MERGE_PATCH)
                        .header("If-Match", "\"0\"")
                        .body(patch)
                        .patch(path)
                        .then(),
                code,
                pointer);
    }
}
