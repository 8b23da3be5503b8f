package fr.cned.partenariats.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.commons.testing.Problems.violates;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid input for each operation: the answer names the field and the error, and no row changes. */
@EnrollmentIT
class BadInputIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNKNOWN_ID = "01890000-0000-7000-8000-000000000000";

    private World world;
    private String student;
    private String enrollment;
    private Map<String, Long> before;

    @BeforeEach
    void countRows() {
        world = World.published();
        student = world.registeredStudent();
        enrollment = world.enrolled();
        before = rows();
    }

    @AfterEach
    void noRowHasChanged() {
        assertThat(rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agreementId | null | /agreementId | required",
                "agreementId | \"x\" | /agreementId | wrong-type",
                "offeringId | 7 | /offeringId | wrong-type",
                "state | \"CONFIRMED\" | /state | unknown-field",
                "siteId | {} | /siteId | wrong-type",
                "fundings | {} | /fundings | wrong-type",
                "fundings | [null] | /fundings/0 | required",
                "fundings | [{\"kind\":\"LOTTERY\",\"amount\":1}] | /fundings/0/kind | wrong-type",
                "fundings | [{\"kind\":\"OPCO\"}] | /fundings/0/amount | required",
                "fundings | [{\"kind\":\"OPCO\",\"amount\":-1}] | /fundings/0/amount | out-of-range",
                "fundings | [{\"kind\":\"OPCO\",\"amount\":0}] | /fundings/0/amount | out-of-range",
                "fundings | [{\"kind\":\"OPCO\",\"amount\":1.005}] | /fundings/0/amount | out-of-range",
                "fundings | [{\"kind\":\"OPCO\",\"amount\":123456789}] | /fundings/0/amount | out-of-range",
                "fundings | [{\"kind\":\"OPCO\",\"amount\":\"much\"}] | /fundings/0/amount | wrong-type",
                "fundings | [{\"kind\":\"OPCO\",\"amount\":1,\"state\":\"APPROVED\"}] | /fundings/0/state | unknown-field",
                "student | 12 | /student | wrong-type",
                "reference | \"\" | /reference | invalid-reference",
                "reference | \" E-1\" | /reference | invalid-reference",
                "reference | \"E-1\\u00a0\" | /reference | invalid-reference",
                "reference | \"E\\u200b1\" | /reference | invalid-reference",
                "reference | \"E\\t1\" | /reference | invalid-text",
                "reference | \"12345678901234567890123456789012345678901234567890123456789012345\" | /reference | invalid-reference",
                "reference | 1 | /reference | wrong-type",
                "studentReference | \"S-1\" | /student | student-or-student-id",
                "studentId | \"01890000-0000-7000-8000-000000000000\" | /student | student-or-student-id",
                "student | null | /student | student-or-student-id",
            })
    void anInvalidFieldOfAnEnrollment(String field, String value, String pointer, String code) {
        world.enroll(with(world.request(), field, value)).then().spec(invalid(pointer, code));
        Api.as(world.token())
                .body(with(world.request(), field, value))
                .post("/v1/eligibility-checks")
                .then()
                .spec(invalid(pointer, code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nom;formation | /academicYear | missing-column",
                "nom;année universitaire | /offeringId | missing-column",
                "nom;session;couleur | /couleur | unknown-column",
                "'sep=;\nnom;session;nom de famille' | /nom de famille | repeated-column",
                "'sep=,\nnom;session' | /nom;session | unknown-column"
            })
    void aFileWithAWrongHeader(String header, String pointer, String code) {
        Api.as(world.token())
                .config(RestAssured.config()
                        .encoderConfig(encoderConfig().encodeContentTypeAs("text/csv", ContentType.TEXT)))
                .contentType("text/csv; charset=UTF-8")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(header + '\n')
                .post("/v1/imports?agreementId=" + world.agreement)
                .then()
                .spec(problem(400, "invalid-request"))
                .body("errors.find { it.pointer == '%s' }.code".formatted(pointer), equalTo(code));
    }

    @Test
    void anAmountWithTooManyDigits() {
        String body = with(world.request(), "fundings", "[{\"kind\":\"OPCO\",\"amount\":1}]")
                .replace("\"amount\":1", "\"amount\":1e2147483647");
        world.enroll(body).then().spec(invalid("/fundings/0/amount", "out-of-range"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "familyName | null | /familyName | required",
                "familyName | \" \" | /familyName | required",
                "familyName | [] | /familyName | wrong-type",
                "birthDate | \"2026-02-30\" | /birthDate | no-such-day",
                "birthDate | \"-5000-01-01\" | /birthDate | wrong-type",
                "birthDate | \"2099-01-01\" | /birthDate | invalid-birth-date",
                "birthDate | \"2026-11-25\" | /birthDate | invalid-birth-date", // NoonClock.DAY
                "birthDate | \"1899-12-31\" | /birthDate | invalid-birth-date",
                "birthDate | \"2005-02-29\" | /birthDate | no-such-day",
                "birthPlace | \"Lyon\\n\" | /birthPlace | invalid-text",
                "familyName | \"a\\u0007\" | /familyName | invalid-text",
                "birthDate | \"0004-05-06\" | /birthDate | invalid-birth-date",
                "birthDate | 20040506 | /birthDate | wrong-type",
                "birthPlace | null | /birthPlace | required",
                "email | \"nowhere\" | /email | invalid-email",
                "ine | \"08636992RY\" | /ine | invalid-ine",
                "ine | \"086369926ry\" | /ine | invalid-ine",
                "reference | \"S-1 \" | /reference | invalid-reference",
                "diplomaLevel | 2 | /diplomaLevel | out-of-range",
                "diplomaLevel | 9 | /diplomaLevel | out-of-range",
                "diplomaLevel | 4.5 | /diplomaLevel | wrong-type",
                "diplomaLevel | 99999999999 | /diplomaLevel | out-of-range",
                "usageName | \" \" | /usageName | out-of-range",
                "sex | \"X\" | /sex | wrong-type",
                "nationality | \"fr\" | /nationality | invalid-country",
                "nationality | \"XX\" | /nationality | invalid-country",
                "birthPlaceCode | \"2C004\" | /birthPlaceCode | invalid-insee-code",
                "telephone | \"06 12\" | /telephone | invalid-telephone",
                "telephone | \"06 12 34 56 78\\n\" | /telephone | invalid-text",
                "address | {\"lines\":[],\"postalCode\":\"29300\",\"city\":\"Brest\"} | /address/lines | required",
                "address | {\"lines\":[null],\"postalCode\":\"29300\",\"city\":\"Brest\"} | /address/lines/0 | required",
                "address | {\"lines\":[\"1\"],\"postalCode\":\"2930\",\"city\":\"Brest\"} | /address/postalCode | invalid-postal-code",
                "address | {\"lines\":[\"1\"],\"city\":\"Brest\",\"country\":\"ZZ\"} | /address/country | invalid-country",
                "address | [] | /address | wrong-type",
                "guardian | {\"name\":\"Anne\"} | /guardian | invalid-guardian-of-minor",
                "sifa | {\"trainingYear\":\"7A\"} | /sifa/trainingYear | invalid-value",
                "sifa | {\"residenceCode\":\"2C004\"} | /sifa/residenceCode | invalid-insee-code",
                "sifa | {\"age\":17} | /sifa/age | unknown-field",
                "id | \"x\" | /id | unknown-field",
                "situation | {\"rich\":true} | /situation/rich | unknown-field",
                "situation | {\"apprentice\":\"maybe\"} | /situation/apprentice | wrong-type",
            })
    void anInvalidFieldOfAStudent(String field, String value, String pointer, String code) {
        String invalidStudent = with(World.student(), field, value);
        Api.as(world.token()).body(invalidStudent).post("/v1/students").then().spec(invalid(pointer, code));
        world.enroll(with(world.request(), "student", invalidStudent)).then().spec(invalid("/student" + pointer, code));
        patching("\"0\"")
                .body("{\"" + field + "\":" + value + "}")
                .patch("/v1/students/" + student)
                .then()
                .spec(invalid(pointer, code));
    }

    @Test
    void aNameThatIsTooLong() {
        String name = "\"" + "x".repeat(101) + "\"";
        world.enroll(with(world.request(), "student", with(World.student(), "givenNames", name)))
                .then()
                .spec(invalid("/student/givenNames", "out-of-range"));
    }

    @Test
    void tooManyFundingLines() {
        String lines = Collections.nCopies(11, "{\"kind\":\"INDIVIDUAL\",\"amount\":1}")
                .toString();
        world.enroll(with(world.request(), "fundings", lines)).then().spec(invalid("/fundings", "out-of-range"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"agreementId\":",
                "{\"agreementId\":null}}",
                "{'agreementId':1}",
                "{\"student\":null,\"student\":null}",
                "NaN"
            })
    void malformedJson(String body) {
        world.enroll(body).then().spec(problem(400, "malformed-json"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'' | required", "null | required", "[] | wrong-type", "3 | wrong-type"})
    void aBodyOfTheWrongKind(String body, String code) {
        world.enroll(body).then().spec(invalid("", code));
    }

    @Test
    void anEmptyObjectNamesEveryMissingField() {
        world.enroll("{}")
                .then()
                .spec(problem(400, "invalid-request"))
                .body("errors.pointer", contains("/agreementId", "/offeringId"))
                .body("errors.code", everyItem(equalTo("required")));
        Api.as(world.token())
                .body("{}")
                .post("/v1/students")
                .then()
                .spec(problem(400, "invalid-request"))
                .body("errors.pointer", contains("/birthDate", "/birthPlace", "/familyName", "/givenNames"));
    }

    @Test
    void aMissingOrInvalidIdempotencyKey() {
        Api.as(world.token())
                .body(world.request())
                .post("/v1/enrollments")
                .then()
                .spec(problem(400, "missing-idempotency-key"));
        world.enroll(world.request(), "x".repeat(201)).then().spec(problem(400, "invalid-idempotency-key"));
        world.enroll(world.request(), "two words").then().spec(problem(400, "invalid-idempotency-key"));
    }

    @Test
    void aKeyOfAnotherRequest() {
        String key = UUID.randomUUID().toString();
        world.enroll(world.request(), key).then().statusCode(201);
        before = rows();
        world.enroll(world.request(), key).then().spec(problem(422, "idempotency-key-reused"));
    }

    @Test
    void idsOfAnotherPartnerOrUnknownIds() {
        World other = World.published();
        String others = other.registeredStudent();
        before = rows();
        String[][] wrong = {
            {"/agreementId", other.agreement.toString()},
            {"/agreementId", UNKNOWN_ID},
            {"/offeringId", UNKNOWN_ID},
            {"/partnerId", other.partner.toString()},
            {"/partnerId", UNKNOWN_ID}
        };
        for (String[] one : wrong) {
            world.enroll(with(world.request(), one[0].substring(1), "\"" + one[1] + "\""))
                    .then()
                    .spec(problem(404, "not-found"))
                    .body("errors.pointer", contains(one[0]));
        }
        for (String id : new String[] {others, UNKNOWN_ID}) {
            world.enroll(with(with(world.request(), "student", "null"), "studentId", "\"" + id + "\""))
                    .then()
                    .spec(problem(404, "not-found"))
                    .body("errors.pointer", contains("/studentId"));
            Api.as(world.token()).get("/v1/students/" + id).then().spec(problem(404, "not-found"));
            patching("\"0\"").body("{}").patch("/v1/students/" + id).then().spec(problem(404, "not-found"));
        }
        world.enroll(with(world.request(), "siteId", "\"" + other.site + "\""))
                .then()
                .spec(problem(409, "site-not-of-partner"));
        world.enroll(with(world.request(), "previousEnrollmentId", "\"" + UNKNOWN_ID + "\""))
                .then()
                .spec(problem(404, "not-found"));
    }

    @Test
    void anOfficerMustNameAPartyOfTheAgreement() {
        RequestSpecification officer =
                officer().header("Idempotency-Key", UUID.randomUUID().toString());
        officer.body(with(world.request(), "partnerId", "\"" + UNKNOWN_ID + "\""))
                .post("/v1/enrollments")
                .then()
                .spec(problem(404, "not-found"))
                .body("errors.pointer", contains("/partnerId"));
    }

    @Test
    void anUnknownEnrollmentIsNotFound() {
        String path = "/v1/enrollments/" + UNKNOWN_ID;
        officer().get(path).then().spec(problem(404, "not-found"));
        for (String move : new String[] {
            "/cancellation",
            "/withdrawal",
            "/completion",
            "/result-correction",
            "/annulment",
            "/transfer",
            "/site-change"
        }) {
            officer().body(bodyFor(move)).post(path + move).then().spec(problem(404, "not-found"));
        }
        String line = "/funding-lines/" + UNKNOWN_ID;
        officer().post(path + line + "/approval").then().spec(problem(404, "not-found"));
        officer()
                .post("/v1/enrollments/" + enrollment + line + "/approval")
                .then()
                .spec(problem(404, "not-found"));
        officer()
                .body("{\"reason\":\"x\"}")
                .post("/v1/enrollments/" + enrollment + line + "/refusal")
                .then()
                .spec(problem(404, "not-found"));
        officer().get("/v1/enrollments/not-a-uuid").then().spec(problem(404, "unknown-route"));
    }

    @Test
    void aChangeWithoutAReasonOrWithUnknownFields() {
        String path = "/v1/enrollments/" + enrollment;
        officer().body("{}").post(path + "/cancellation").then().spec(invalid("/reason", "required"));
        officer().body("{\"reason\":\" \"}").post(path + "/withdrawal").then().spec(invalid("/reason", "required"));
        officer().body("{\"reason\":4}").post(path + "/cancellation").then().spec(invalid("/reason", "wrong-type"));
        officer().body("{\"why\":\"x\"}").post(path + "/cancellation").then().spec(violates("/why", "unknown-field"));
        officer()
                .body("{\"reason\":\"" + "x".repeat(501) + "\"}")
                .post(path + "/cancellation")
                .then()
                .spec(invalid("/reason", "out-of-range"));
        officer().post(path + "/cancellation").then().spec(invalid("", "required"));
        officer().body("{}").post(path + "/site-change").then().spec(invalid("/reason", "required"));
        officer()
                .body("{\"reason\":\"x\",\"siteId\":7}")
                .post(path + "/site-change")
                .then()
                .spec(invalid("/siteId", "wrong-type"));
        officer()
                .body("{\"reason\":\"x\",\"effectiveOn\":\"2026-02-30\"}")
                .post(path + "/site-change")
                .then()
                .spec(invalid("/effectiveOn", "no-such-day"));
        officer().body("{\"result\":[]}").post(path + "/completion").then().spec(invalid("/result", "wrong-type"));
        officer().body("{}").post(path + "/completion").then().spec(invalid("/result", "required"));
        officer().body("{}").post(path + "/annulment").then().spec(invalid("/reason", "required"));
        officer()
                .body("{\"result\":{\"state\":\"PASSED\"}}")
                .post(path + "/result-correction")
                .then()
                .spec(invalid("/reason", "required"));
        officer()
                .body(bodyFor("/completion"))
                .post(path + "/completion")
                .then()
                .spec(problem(409, "illegal-transition"))
                .body("allowed", contains("ACTIVE", "ANNULLED", "CANCELLED", "TRANSFERRED"));
    }

    @Test
    void aPatchOfAnUnknownStudentOrWithAnOldRevision() {
        String path = "/v1/students/" + student;
        Api.as(world.token())
                .contentType("application/merge-patch+json")
                .body("{}")
                .patch(path)
                .then()
                .spec(problem(428, "missing-if-match"));
        patching("\"7\"").body("{}").patch(path).then().spec(problem(412, "stale-revision"));
        patching("\"0\"").body("[]").patch(path).then().spec(invalid("", "wrong-type"));
        patching("\"0\"").body("{\"a\":").patch(path).then().spec(problem(400, "malformed-json"));
        for (String field : new String[] {"id", "partnerId", "revision", "registeredAt"}) {
            patching("\"0\"").body(Map.of(field, "x")).patch(path).then().spec(invalid("/" + field, "unknown-field"));
        }
        Api.as(world.token())
                .header("If-Match", "\"0\"")
                .body("{}")
                .patch(path)
                .then()
                .spec(problem(415, "unsupported-media-type"));
    }

    @Test
    void theWrongMethodMediaTypeOrToken() {
        officer().delete("/v1/enrollments").then().spec(problem(405, "method-not-allowed"));
        officer().get("/v1/nothing").then().spec(problem(404, "unknown-route"));
        officer()
                .contentType("text/csv")
                .body("a;b")
                .post("/v1/enrollments")
                .then()
                .spec(problem(415, "unsupported-media-type"));
        officer()
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("text/plain")
                .body("a;b")
                .post("/v1/imports")
                .then()
                .spec(problem(415, "unsupported-media-type"))
                .body("detail", endsWith(" application/x-ndjson, text/csv."));
        Api.as("forged").get("/v1/enrollments").then().spec(problem(401, "invalid-token"));
        Api.as(Tokens.expired("enrollment-officer"))
                .get("/v1/enrollments")
                .then()
                .spec(problem(401, "invalid-token"));
        Api.as(Tokens.forAnotherAudience("enrollment-officer"))
                .get("/v1/enrollments")
                .then()
                .spec(problem(401, "invalid-token"));
    }

    @Test
    void refusalsAreInFrenchOnRequest() {
        Api.as(world.token())
                .header("Accept-Language", "fr")
                .body(with(World.student(), "ine", "\"1\""))
                .post("/v1/students")
                .then()
                .statusCode(400)
                .body("errors[0].detail", containsString("doit être un INE"));
    }

    private RequestSpecification patching(String ifMatch) {
        return Api.as(world.token()).contentType("application/merge-patch+json").header("If-Match", ifMatch);
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }

    private static String bodyFor(String move) {
        return switch (move) {
            case "/completion" -> "{\"result\":{\"state\":\"PASSED\"}}";
            case "/result-correction" -> "{\"reason\":\"x\",\"result\":{\"state\":\"PASSED\"}}";
            case "/transfer" -> "{\"reason\":\"x\",\"offeringId\":\"" + UNKNOWN_ID + "\"}";
            default -> "{\"reason\":\"x\"}";
        };
    }

    private static String with(String json, String field, String value) {
        try {
            ObjectNode object = (ObjectNode) JSON.readTree(json);
            object.set(field, JSON.readTree(value));
            return object.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Changes when any row of this world changes. */
    private Map<String, Long> rows() {
        return Map.of(
                "students", World.number("select count(*) from student where partner_id = ?", world.partner),
                "enrollments", World.number("select count(*) from enrollment where partner_id = ?", world.partner),
                "answers", World.number("select count(*) from idempotency_key"),
                "changes", World.number("""
                        select coalesce(sum(e.version), 0) + (select sum(s.version) from student s where s.partner_id = ?)
                        from enrollment e where e.partner_id = ?""", world.partner, world.partner),
                "seats", world.seat().get("revision"),
                "places", world.place().get("revision"));
    }
}
