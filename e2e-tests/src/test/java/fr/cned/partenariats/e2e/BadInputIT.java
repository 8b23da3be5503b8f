package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.ENROLLMENT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.e2e.ApiClient.Response;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid requests are answered with a problem and change no data of the partners that send them. */
class BadInputIT {

    private static final Fixture FIXTURE = Fixture.with(10, 10);
    private static final Fixture OTHER = Fixture.with(10, 10);

    private final ApiClient http = Platform.http();
    private long rowsBefore;

    @BeforeEach
    void countRows() {
        rowsBefore = rows();
    }

    @AfterEach
    void assertNoRowsAdded() {
        assertThat(rows()).as("students and enrollments").isEqualTo(rowsBefore);
    }

    private static long rows() {
        return Platform.number(ENROLLMENT, """
                select (select count(*) from student where partner_id in (?, ?))
                     + (select count(*) from enrollment where partner_id in (?, ?))""", FIXTURE.partner(), OTHER.partner(), FIXTURE.partner(), OTHER.partner());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{                                                   | malformed-json  |",
                "[]                                                  | invalid-request |",
                "{}                                                  | invalid-request | required",
                "{\"agreementId\":7}                                 | invalid-request | wrong-type",
                "{\"agreementID\":\"x\"}                             | invalid-request | unknown-field",
                "{\"student\":{\"birthDate\":\"2026-02-30\"}}        | invalid-request | no-such-day",
                "{\"student\":{\"state\":\"x\"}}                     | invalid-request | unknown-field",
            })
    void unreadableRegistrationIsRefused(String body, String code, String error) {
        Response response = FIXTURE.enroll(body, UUID.randomUUID().toString());

        assertProblem(response, 400, code);
        if (error != null) {
            assertThat(response.body().path("errors").findValuesAsText("code")).contains(error);
        }
    }

    @Test
    void partnerWithAnInvalidUaiIsRefused() {
        Response response = http.post(Platform.token(Platform.PARTNERSHIP_OFFICE), "/v1/partners", """
                {"kind":"UNIVERSITY","legalName":"Université (test)","relation":"AGREEMENT","identifiers":{"uai":"0123456B"}}""");

        assertProblem(response, 400, "invalid-request");
        assertThat(response.body().path("errors").path(0).path("pointer").asText())
                .isEqualTo("/identifiers/uai");
        assertThat(response.body().path("errors").path(0).path("code").asText()).isEqualTo("invalid-uai");
    }

    @Test
    void registrationWithoutAnIdempotencyKeyIsRefused() {
        Map<String, String> headers = new HashMap<>(ApiClient.headers(FIXTURE.token()));
        headers.put("Content-Type", "application/json");

        assertProblem(http.send("POST", "/v1/enrollments", FIXTURE.request(), headers), 400, "missing-idempotency-key");
    }

    @Test
    void unsupportedContentTypeIsRefused() {
        Map<String, String> headers = new HashMap<>(ApiClient.headers(FIXTURE.token()));
        headers.put("Content-Type", "text/plain");
        headers.put("Idempotency-Key", UUID.randomUUID().toString());

        assertProblem(http.send("POST", "/v1/enrollments", FIXTURE.request(), headers), 415, "unsupported-media-type");
    }

    @Test
    void tooLargeBodyIsRefused() {
        String large = FIXTURE.request().replace("Camille", "C".repeat(70_000));

        assertProblem(FIXTURE.enroll(large, UUID.randomUUID().toString()), 413, "body-too-large");
    }

    @Test
    void objectsOfAnotherPartnerAreNotFound() {
        String request = FIXTURE.request();

        Response response = OTHER.enroll(request, UUID.randomUUID().toString());

        assertThat(response.code())
                .as("an agreement younger than a minute is not distinguished from one that is on its way")
                .isIn("not-found", "not-yet-propagated");
        assertProblem(http.get(OTHER.token(), "/v1/agreements/" + FIXTURE.agreement()), 404, "not-found");
        assertProblem(http.get(OTHER.token(), "/v1/partners/" + FIXTURE.partner()), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/enrollments?limit=0, 400, limit-out-of-range",
        "/v1/enrollments?limit=101, 400, limit-out-of-range",
        "/v1/enrollments?limit=many, 400, invalid-parameter",
        "/v1/enrollments?cursor=broken, 400, invalid-cursor",
        "/v1/enrollments?colour=red, 400, unknown-parameter",
        "/v1/enrollments?state=HAPPY, 400, invalid-parameter",
        "/v1/trainings?limit=101, 400, limit-out-of-range",
        "/v1/trainings?cursor=broken, 400, invalid-cursor",
        "/v1/trainings?colour=red, 400, unknown-parameter",
        "/v1/agreements?cursor=broken, 400, invalid-cursor",
        "/v1/enrollments/not-an-id, 404, unknown-route",
        "/v1/nothing, 404, unknown-route",
        "/nothing, 404, unknown-route",
        "/q/health, 404, unknown-route",
    })
    void invalidReadIsRefused(String path, int status, String code) {
        assertProblem(http.get(FIXTURE.token(), path), status, code);
    }

    @Test
    void unsupportedMethodIsRefused() {
        assertProblem(
                http.send("DELETE", "/v1/enrollments", "", ApiClient.headers(FIXTURE.token())),
                405,
                "method-not-allowed");
    }

    @Test
    void missingTokenIsRefused() {
        Response response = http.get("", "/v1/trainings");

        assertProblem(response, 401, "unauthenticated");
        assertThat(response.headers()).containsKey("WWW-Authenticate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."})
    void malformedTokenIsRefused(String token) {
        assertProblem(http.get(token, "/v1/trainings"), 401, "invalid-token");
    }

    @Test
    void tokenWithChangedClaimsIsRefused() {
        String[] parts = FIXTURE.token().split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
        String forged =
                claims.replace(FIXTURE.partner().toString(), OTHER.partner().toString());
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(forged.getBytes(UTF_8));

        assertThat(forged).isNotEqualTo(claims);
        assertProblem(http.get(parts[0] + '.' + encoded + '.' + parts[2], "/v1/enrollments"), 401, "invalid-token");
    }

    @Test
    void roleWithoutPermissionIsRefused() {
        Response response = http.post(Platform.token(Platform.CATALOGUE_APP), "/v1/enrollments", FIXTURE.request());

        assertProblem(response, 403, "forbidden");
    }

    @Test
    void problemIsInFrenchIfTheClientPrefersFrench() {
        Map<String, String> headers = new HashMap<>(ApiClient.headers(FIXTURE.token()));
        headers.put("Accept-Language", "fr");

        Response response = http.send("GET", "/v1/enrollments?limit=0", "", headers);

        assertProblem(response, 400, "limit-out-of-range");
        assertThat(response.body().path("detail").asText()).contains("doit être");
    }

    private static void assertProblem(Response response, int status, String code) {
        assertThat(response.status()).as(response.toString()).isEqualTo(status);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
        assertThat(response.code()).isEqualTo(code);
        assertThat(response.body().path("type").asText()).isEqualTo("/problems/" + code);
        assertThat(response.body().path("detail").asText()).isNotEmpty();
        assertThat(response.text()).doesNotContain("java.", "fr.cned", "org.", "select ");
    }
}
