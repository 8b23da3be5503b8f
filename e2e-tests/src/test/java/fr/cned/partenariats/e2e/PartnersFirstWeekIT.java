package fr.cned.partenariats.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.e2e.ApiClient.Response;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The first week of a new Campus connecté on the platform, told request by request. Read it from top to bottom: it
 * needs no knowledge of the code. The partner's program sends every request except those of "the office", the Cned's
 * staff. No test needs another one.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class PartnersFirstWeekIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String suffix = UUID.randomUUID().toString().substring(24).toUpperCase(Locale.ROOT);

    private final ApiClient http = Platform.http();
    private final String partnershipOffice = Platform.token(Platform.PARTNERSHIP_OFFICE);
    private final String catalogueOffice = Platform.token(Platform.CATALOGUE_OFFICE);

    private String campus;
    private String me;
    private String site;
    private String training;
    private String started;
    private String agreement;
    private String hostedEnrollment;

    /** The office registers the partner, its site and a BTS, and signs an agreement with a 10 % discount. */
    @BeforeAll
    void theOfficePreparesTheWeek() {
        campus = http.create(partnershipOffice, "/v1/partners", """
                {"kind":"THIRD_PLACE","legalName":"Campus connecté %s (test)","relation":"AGREEMENT"}""".formatted(suffix));
        me = Platform.partnerToken(UUID.fromString(campus));
        String network = http.create(partnershipOffice, "/v1/networks", """
                {"code":"CAMPUS_%s","name":"Campus connectés (test)","initiative":"MINISTRY",
                 "minWeeklyAttendanceHours":25}""".formatted(suffix));
        site = http.create(partnershipOffice, "/v1/sites", """
                {"partnerId":"%s","name":"Tiers-lieu %s (test)","hostingCapacity":1,
                 "labels":[{"networkId":"%s","labelledFrom":"2022-01-01"}]}""".formatted(campus, suffix, network));
        training = http.create(catalogueOffice, "/v1/trainings", """
                {"code":"BTS-%s","title":"BTS Métiers du cœur de ville %s (test)","family":"BTS","level":5,
                 "modalities":["DISTANCE"]}""".formatted(suffix, suffix));
        post(catalogueOffice, "/v1/trainings/" + training + "/publication", "{}");
        started = offering(today().with(DayOfWeek.MONDAY).minusWeeks(2), 10, 0);
        agreement = http.create(partnershipOffice, "/v1/agreements", """
                {"kind":"SPECIFIC","title":"Convention du campus %s (test)",
                 "parties":[{"partnerId":"%s","role":"SIGNATORY"}],"startsOn":"2022-01-01",
                 "scope":{"families":["BTS"]},"seatQuotas":[{"academicYear":"%s","seats":30}],
                 "tariff":{"discountPercent":10},"fundings":[{"kind":"INDIVIDUAL"}]}""".formatted(suffix, campus, year()));
        post(partnershipOffice, "/v1/agreements/" + agreement + "/signature", "{}");
        awaitEligible(registration(started, "Premier", site));
        hostedEnrollment = enroll(registration(started, "Hébergé", site)).id();
    }

    @Test
    @Order(1)
    void mondayItFindsWhatItsAgreementOpensAndAtWhichPrice() {
        JsonNode mine = get("/v1/agreements/" + agreement).body();
        assertThat(mine.path("title").asText()).startsWith("Convention du campus");
        assertThat(mine.path("seatQuotas").path(0).path("seats").asInt()).isEqualTo(30);

        JsonNode found = get("/v1/trainings?q=coeur+ville+" + suffix).body().path("items");
        assertThat(found.findValuesAsText("id"))
                .as("« cœur » is found as coeur")
                .containsExactly(training);
        assertThat(get("/v1/trainings?q=").status())
                .as("an empty search has no filter")
                .isEqualTo(200);

        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode terms = get("/v1/offerings/" + started).body().path("partnerTerms");
            assertThat(terms.path("price").asDouble()).as("500 EUR less 10 %").isEqualTo(450.0);
            assertThat(terms.findValuesAsText("id")).containsExactly(agreement);
        });

        String trainings = "/v1/trainings?family=BTS&limit=5&q=" + suffix;
        Response list = get(trainings);
        Response unchanged = http.send(
                "GET", trainings, "", with("If-None-Match", list.headers().get("ETag")));
        assertThat(unchanged.status()).as("the list did not change").isEqualTo(304);
    }

    @Test
    @Order(2)
    void tuesdayItCorrectsItsRequestAndRegistersItsFirstStudents() {
        Response wrong = http.post(me, "/v1/enrollments", """
                {"agreementId":"%s","offeringId":7,"studnet":{},"student":{"familyName":"Dupont\\u0007",
                 "givenNames":"Ana","birthDate":"2005-02-29","birthPlace":"Brest","colour":"red"}}""".formatted(agreement));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body().path("errors").findValuesAsText("pointer"))
                .as("every mistake is reported at once")
                .contains("/offeringId", "/studnet", "/student/familyName", "/student/birthDate", "/student/colour");

        String request = registration(started, "Dupont " + suffix, null);
        String key = key();
        Response first = http.post(me, "/v1/enrollments", request, key);
        Response afterATimeout = http.post(me, "/v1/enrollments", request, key);
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        assertThat(afterATimeout.text()).isEqualTo(first.text());
        assertThat(afterATimeout.headers()).containsEntry("Idempotency-Replayed", "true");

        Response samePerson = http.post(me, "/v1/enrollments", request, key());
        assertThat(samePerson.code()).isEqualTo("already-enrolled");
        Response twin = http.post(me, "/v1/enrollments", withField(request, "distinctPerson", "true"), key());
        assertThat(twin.status()).as(twin.toString()).isEqualTo(201);
        assertThat(twin.body().path("possibleDuplicates").toString())
                .contains(first.body().path("studentId").asText());
    }

    @Test
    @Order(3)
    void wednesdayTheCheckAnswersWhatTheRegistrationAnswers() {
        String afterTheTerm =
                http.create(partnershipOffice, "/v1/agreements", """
                {"kind":"SPECIFIC","parties":[{"partnerId":"%s","role":"SIGNATORY"}],"startsOn":"2022-01-01","endsOn":"%s",
                 "scope":{"families":["BTS"]},"seatQuotas":[{"academicYear":"%s","seats":5}],
                 "fundings":[{"kind":"INDIVIDUAL"}]}""".formatted(campus, today().plusDays(5), year()));
        post(partnershipOffice, "/v1/agreements/" + afterTheTerm + "/signature", "{}");
        String later = offering(today().plusDays(20), 5, 0);
        awaitEligible(registration(later, "Attente", null));
        String request = registration(later, "Martin", null).replace(agreement, afterTheTerm);

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(rules(check(request).path("blocking"))).contains("offering-outside-agreement-term"));
        Response refused = http.post(me, "/v1/enrollments", request, key());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(rules(refused.body().path("errors")))
                .isEqualTo(rules(check(request).path("blocking")));
        assertThat(refused.body().path("errors").path(0).path("clause").asText())
                .as("the clause of the agreement")
                .isEqualTo("endsOn");
    }

    @Test
    @Order(3)
    void wednesdayAClassIsImportedAndOneStudentWaitsForAPlace() {
        String popular = offering(today().plusDays(30), 1, 5);
        awaitEligible(registration(popular, "Attente", null));

        Response imported =
                http.postRows(me, "/v1/imports?agreementId=" + agreement, row(popular, "a"), row(popular, "b"));
        JsonNode rows = imported.body().path("rows");
        assertThat(rows.findValuesAsText("state")).containsExactly("CONFIRMED", "WAITLISTED");
        String placed = rows.path(0).path("enrollmentId").asText();
        String waiting = rows.path(1).path("enrollmentId").asText();
        assertThat(get("/v1/enrollments/" + waiting).body().path("waitlistRank").asInt())
                .isEqualTo(1);

        http.post(me, "/v1/enrollments/" + placed + "/cancellation", "{\"reason\":\"Renonce\"}");
        await().atMost(PATIENCE)
                .until(() -> get("/v1/enrollments/" + waiting)
                        .body()
                        .path("state")
                        .asText()
                        .equals("CONFIRMED"));
    }

    @Test
    @Order(4)
    void thursdayItDeclaresHoursAndAClosedWeek() {
        await().atMost(PATIENCE)
                .until(() -> get("/v1/enrollments/" + hostedEnrollment)
                        .body()
                        .path("state")
                        .asText()
                        .equals("ACTIVE"));
        LocalDate lastWeek = today().minusWeeks(1);

        Response declared = http.post(me, "/v1/attendance", """
                {"siteId":"%s","week":"%s","entries":[{"enrollmentId":"%s","hours":20}]}""".formatted(site, week(lastWeek), hostedEnrollment));
        assertThat(declared.status()).as(declared.toString()).isEqualTo(200);
        assertThat(get("/v1/attendance?enrollmentId=" + hostedEnrollment)
                        .body()
                        .path("items")
                        .path(0)
                        .path("hours")
                        .asInt())
                .isEqualTo(20);

        Response closed =
                http.post(me, "/v1/attendance/site-closures", """
                {"siteId":"%s","week":"%s","reason":"Vacances de Noël"}""".formatted(site, week(today().plusWeeks(4))));
        assertThat(closed.status()).as(closed.toString()).isEqualTo(201);

        Response second = enroll(registration(started, "Second", site));
        assertThat(second.body().path("warnings").findValuesAsText("code"))
                .as("the site hosts one student")
                .containsExactly("site-over-capacity");
    }

    @Test
    @Order(5)
    void fridayItLooksAtItsNumbersAndFindsAStudentByName() {
        enroll(registration(started, "Lœuillet " + suffix, null));

        Response found = http.post(me, "/v1/students/searches", """
                {"familyName":"LOEUILLET %s"}""".formatted(suffix));
        assertThat(found.body().path("items").size()).as(found.toString()).isEqualTo(1);

        await("the registration is counted")
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(get("/v1/statistics?groupBy=family,month")
                                .body()
                                .path("items")
                                .toString())
                        .contains("BTS")
                        .contains(today().toString().substring(0, 7)));
        assertThat(get("/v1/statistics?asOf=" + today().plusYears(1)).code()).isEqualTo("as-of-in-future");

        Response french = http.send("GET", "/v1/offerings/" + UUID.randomUUID(), "", with("Accept-Language", "fr"));
        assertThat(french.body().path("detail").asText()).startsWith("Il n’existe pas de session");

        Response notMine = http.post(me, "/v1/trainings", "{}");
        assertThat(notMine.body().path("requiredRoles").toString()).contains("catalog-manager");
        assertThat(http.send("DELETE", "/v1/agreements/" + agreement + "/history", "", with("Accept", "*/*"))
                        .status())
                .isEqualTo(405);
    }

    @Test
    @Order(6)
    void onTheWeekendTheOfficeSuspendsThePartnerAndItsNextRequestIsRefused() {
        String other = http.create(partnershipOffice, "/v1/partners", """
                {"kind":"THIRD_PLACE","legalName":"Campus suspendu %s (test)","relation":"AGREEMENT"}""".formatted(suffix));
        String token = Platform.partnerToken(UUID.fromString(other));
        List<String> reads = List.of("/v1/partners/" + other, "/v1/trainings?limit=1", "/v1/enrollments?limit=1");
        assertThat(reads).allMatch(path -> http.get(token, path).status() == 200);

        post(partnershipOffice, "/v1/partners/" + other + "/suspension", "{}");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(http.postRows(token, "/v1/imports", "{}").code()).isEqualTo("partner-suspended");
            assertThat(http.post(token, "/v1/training-needs", "{}").code()).isEqualTo("partner-suspended");
        });
        assertThat(reads).allMatch(path -> http.get(token, path).status() == 200);

        post(partnershipOffice, "/v1/partners/" + other + "/closure", "{}");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(reads)
                        .allMatch(path ->
                                "partner-closed".equals(http.get(token, path).code())));
    }

    @Test
    @Order(7)
    void aProgramMayUseAnObjectInTheSecondAfterItsOpening() {
        String fresh = offering(today().plusDays(40), 5, 0);
        Map<String, String> headers = with("If-Revision-At-Least", "offering/" + fresh + "=1");
        headers.put("Idempotency-Key", UUID.randomUUID().toString());
        String request = registration(fresh, "Rapide", null);

        Response enrolled = await("409 not-yet-propagated with Retry-After, then 201")
                .atMost(PATIENCE)
                .until(
                        () -> http.send("POST", "/v1/enrollments", request, headers),
                        response -> !"not-yet-propagated".equals(response.code()));

        assertThat(enrolled.status()).as("%s", enrolled).isEqualTo(201);
    }

    private String offering(LocalDate startsOn, int capacity, int waitingListSize) {
        String offering = http.create(catalogueOffice, "/v1/offerings", """
                {"trainingId":"%s","academicYear":"%s","modality":"DISTANCE","startsOn":"%s","endsOn":"%s",
                 "capacity":%s,"waitingListSize":%s,"price":{"amount":500.00,"currency":"EUR"}}""".formatted(
                        training, year(), startsOn, startsOn.plusMonths(8), capacity, waitingListSize));
        post(catalogueOffice, "/v1/offerings/" + offering + "/opening", "{}");
        return offering;
    }

    private String registration(String offering, String familyName, String siteId) {
        String host = siteId == null ? "" : "\"siteId\":\"" + siteId + "\",";
        return """
                {"agreementId":"%s","offeringId":"%s",%s"student":{"familyName":"%s","givenNames":"Camille",
                 "birthDate":"2005-03-14","birthPlace":"Quimperlé"}}""".formatted(agreement, offering, host, familyName);
    }

    private String row(String offering, String reference) {
        return """
                {"reference":"%s","offeringId":"%s","student":{"familyName":"Classe %s %s","givenNames":"Noa",
                 "birthDate":"2006-09-01","birthPlace":"Lannion"}}""".formatted(reference, offering, suffix, reference);
    }

    private Response enroll(String request) {
        Response response = http.postWithRetries(me, "/v1/enrollments", request);
        assertThat(response.status()).as(response.toString()).isEqualTo(201);
        return response;
    }

    private JsonNode check(String request) {
        return http.post(me, "/v1/eligibility-checks", request).body();
    }

    private void awaitEligible(String request) {
        await().atMost(PATIENCE).until(() -> check(request).path("eligible").asBoolean());
    }

    private static String rules(JsonNode rules) {
        StringBuilder text = new StringBuilder();
        rules.forEach(rule -> text.append(List.of("code", "pointer", "clause", "detail").stream()
                        .map(field -> rule.path(field).asText())
                        .collect(joining(" ")))
                .append('\n'));
        return text.toString();
    }

    private void post(String token, String path, String body) {
        http.postSuccessfully(token, path, body);
    }

    private Response get(String path) {
        return http.get(me, path);
    }

    private Map<String, String> with(String header, String value) {
        Map<String, String> headers = new HashMap<>(ApiClient.headers(me));
        headers.put(header, value);
        return headers;
    }

    private static String withField(String request, String name, String value) {
        return request.replaceFirst("\\{", "{\"" + name + "\":" + value + ",");
    }

    private static String week(LocalDate day) {
        return day.format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, 8);
    }

    private static String year() {
        return Fixture.academicYear();
    }

    private static LocalDate today() {
        return Fixture.today();
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
