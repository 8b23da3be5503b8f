package fr.cned.partenariats.e2e;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.e2e.ApiClient.Response;
import fr.cned.partenariats.local.service.ServiceKind;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A partner with an agreement in force and an open offering. It is created through the API, and is ready when
 * enrollment-service has received all events.
 */
record Fixture(UUID partner, String agreement, String training, String offering) {

    private static final AtomicLong NUMBER = new AtomicLong();
    private static final String RUN =
            Long.toString(System.currentTimeMillis(), 36).toUpperCase(Locale.ROOT);

    static Fixture with(int seats, int capacity) {
        return with(seats, capacity, "INDIVIDUAL");
    }

    /** @param fundings funding kinds that the agreement accepts */
    static Fixture with(int seats, int capacity, String... fundings) {
        return of("THIRD_PLACE", seats, capacity, fundings);
    }

    /** @param kind of the partner */
    static Fixture of(String kind, int seats, int capacity, String... fundings) {
        ApiClient http = Platform.http();
        String registry = Platform.token(Platform.PARTNERSHIP_OFFICE);
        String catalogue = Platform.token(Platform.CATALOGUE_OFFICE);
        String name = RUN + "-" + NUMBER.incrementAndGet();
        String partner = http.create(registry, "/v1/partners", """
                {"kind":"%s","legalName":"Campus connecté %s (test)","relation":"AGREEMENT"}""".formatted(kind, name));
        String training = http.create(catalogue, "/v1/trainings", """
                {"code":"BTS-%s","title":"BTS %s (test)","family":"BTS","level":5,"modalities":["DISTANCE"]}""".formatted(name, name));
        http.postSuccessfully(catalogue, "/v1/trainings/" + training + "/publication", "");
        String offering = openOffering(training, capacity);
        String agreement = http.create(registry, "/v1/agreements", """
                {"kind":"SPECIFIC","parties":[{"partnerId":"%s","role":"SIGNATORY"}],"startsOn":"2022-01-01",
                 "scope":{"families":["BTS"]},"seatQuotas":[{"academicYear":"%s","seats":%d}],
                 "fundings":[%s]}""".formatted(
                        partner,
                        academicYear(),
                        seats,
                        Stream.of(fundings).map("{\"kind\":\"%s\"}"::formatted).collect(joining(","))));
        http.postSuccessfully(registry, "/v1/agreements/" + agreement + "/signature", "{}");
        Fixture fixture = new Fixture(UUID.fromString(partner), agreement, training, offering);
        fixture.awaitEligible();
        return fixture;
    }

    /** The training is also taught in apprenticeship from now on. */
    Fixture inApprenticeship() {
        String path = "/v1/trainings/" + training;
        Response changed =
                Platform.http().patch(Platform.token(Platform.CATALOGUE_OFFICE), path, "{\"apprenticeship\":true}");
        if (changed.status() != 200) {
            throw new AssertionError(path + ": " + changed);
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Platform.number(
                                ServiceKind.ENROLLMENT,
                                "select count(*) from training_view t, partner_view p"
                                        + " where t.id = ? and p.id = ? and t.apprenticeship",
                                UUID.fromString(training),
                                partner)
                        == 1);
        return this;
    }

    /** Creates another offering of the same training under the same agreement. */
    Fixture withOffering(int capacity) {
        Fixture other = new Fixture(partner, agreement, training, openOffering(training, capacity));
        other.awaitEligible();
        return other;
    }

    private static String openOffering(String training, int capacity) {
        ApiClient http = Platform.http();
        String catalogue = Platform.token(Platform.CATALOGUE_OFFICE);
        String offering = http.create(catalogue, "/v1/offerings", """
                {"trainingId":"%s","academicYear":"%s","modality":"DISTANCE","startsOn":"%s",
                 "endsOn":"%s","capacity":%d,"waitingListSize":0,"price":{"amount":500.00,"currency":"EUR"}}""".formatted(
                        training, academicYear(), startsOn(), startsOn().plusMonths(8), capacity));
        http.postSuccessfully(catalogue, "/v1/offerings/" + offering + "/opening", "");
        return offering;
    }

    static LocalDate today() {
        return LocalDate.now(ZoneId.of("Europe/Paris"));
    }

    /** In the future, so that no enrollment becomes ACTIVE during the test. */
    private static LocalDate startsOn() {
        return today().plusDays(30);
    }

    /** The academic year of the offerings and of the seat quotas. */
    static String academicYear() {
        LocalDate day = startsOn();
        int first = day.getMonth().compareTo(Month.SEPTEMBER) < 0 ? day.getYear() - 1 : day.getYear();
        return first + "-" + (first + 1);
    }

    private void awaitEligible() {
        awaitEligible(request());
    }

    private void awaitEligible(String request) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Platform.http()
                        .post(token(), "/v1/eligibility-checks", request)
                        .body()
                        .path("eligible")
                        .asBoolean());
    }

    /** Registers a site of the partner that can host students. */
    String site(String name) {
        String site = Platform.http()
                .create(Platform.token(Platform.PARTNERSHIP_OFFICE), "/v1/sites", """
                {"partnerId":"%s","name":"%s"}""".formatted(partner, name));
        awaitEligible(request().replaceFirst("\\{", "{\"siteId\":\"" + site + "\","));
        return site;
    }

    String token() {
        return Platform.partnerToken(partner);
    }

    /** A registration of a new student. */
    String request() {
        return """
                {"agreementId":"%s","offeringId":"%s","student":{"familyName":"Étudiant %06d","givenNames":"Camille",
                 "birthDate":"2005-03-14","birthPlace":"Quimperlé"}}""".formatted(agreement, offering, NUMBER.incrementAndGet());
    }

    /** All enrollments of the partner, from the pages of the list. */
    List<JsonNode> enrollments() {
        List<JsonNode> all = new ArrayList<>();
        String path = "/v1/enrollments?limit=100";
        String cursor = "";
        do {
            Response page = Platform.http().get(token(), path + cursor);
            if (page.status() != 200) {
                throw new AssertionError(path + ": " + page);
            }
            page.body().path("items").forEach(all::add);
            cursor = "&cursor=" + page.body().path("next").asText();
        } while (cursor.length() > "&cursor=".length());
        return all;
    }

    Response enroll() {
        return enroll(request(), UUID.randomUUID().toString());
    }

    Response enroll(String request, String key) {
        return Platform.http().post(token(), "/v1/enrollments", request, key);
    }

    /** Enrolls an apprentice. Returns the id of the enrollment. */
    String apprentice(String familyName) {
        String request = request()
                .replaceFirst("Étudiant \\d+", familyName)
                .replaceFirst("\"student\":\\{", "\"student\":{\"situation\":{\"apprentice\":true},");
        Response enrolled = enroll(request, UUID.randomUUID().toString());
        if (enrolled.status() != 201) {
            throw new AssertionError(enrolled.toString());
        }
        return enrolled.id();
    }

    /**
     * Records a contract of an apprentice at this training centre. Returns its id.
     *
     * @param more further fields, each after a comma
     */
    String contract(String enrollment, String more) {
        return Platform.http().create(token(), "/v1/apprenticeship-contracts", """
                {"enrollmentId":"%s","employerSiret":"73282932000074","startsOn":"%s","endsOn":"%s",
                 "trainingCentreId":"%s"%s}""".formatted(
                        enrollment, today().minusDays(10), today().plusMonths(6), partner, more));
    }

    Response enrollWithRetries(ApiClient http) {
        return http.postWithRetries(token(), "/v1/enrollments", request());
    }
}
