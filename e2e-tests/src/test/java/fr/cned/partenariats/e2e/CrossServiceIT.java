package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.e2e.ApiClient.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Decisions of one service take effect in the other services, as the report describes. */
class CrossServiceIT {

    private static final String NO_BODY = "{}";

    private final ApiClient http = Platform.http();
    private final String registry = Platform.token(Platform.PARTNERSHIP_OFFICE);
    private final String catalogue = Platform.token(Platform.CATALOGUE_OFFICE);
    private final String enrollmentOffice = Platform.token(Platform.ENROLLMENT_OFFICE);

    @Test
    void trainingNeedIsAnsweredWithATraining() {
        String partner = partner("PUBLIC_EMPLOYER_FEDERATION");
        String program = Platform.partnerToken(UUID.fromString(partner));
        String code = "CONCOURS-" + suffix();

        String need = http.create(program, "/v1/training-needs", """
                {"title":"Rédacteur territorial, troisième voie","level":4,"expectedEnrollments":40}""");
        assertThat(http.post(catalogue, "/v1/training-needs/" + need + "/study", NO_BODY)
                        .status())
                .isEqualTo(200);
        String training = http.create(catalogue, "/v1/trainings", """
                {"code":"%s","title":"Concours de rédacteur (test)","family":"CONCOURS","level":4,"modalities":["DISTANCE"],
                 "trainingNeedId":"%s","contest":{"name":"Rédacteur territorial","corps":"Rédacteurs territoriaux",
                 "category":"B","branch":"TERRITORIAL","routes":["EXTERNAL","INTERNAL","THIRD_ROUTE"],
                 "recruitingBodies":["Centres de gestion"]}}""".formatted(code, need));
        publish(training);
        String acceptance = """
                {"trainingCode":"%s"}""".formatted(code);
        await("the registry knows the training")
                .atMost(Duration.ofSeconds(60))
                .until(() -> http.post(catalogue, "/v1/training-needs/" + need + "/acceptance", acceptance)
                        .isSuccess());

        JsonNode response = http.get(program, "/v1/training-needs/" + need).body();
        assertThat(response.path("state").asText()).isEqualTo("ACCEPTED");
        assertThat(response.path("trainingCode").asText()).isEqualTo(code);
    }

    @Test
    void suspendedFundingBlocksNewEnrollmentsAndKeepsPendingOnes() {
        Fixture hotels = Fixture.with(10, 10, "INDIVIDUAL", "OPCO");
        String waiting = hotels.enroll(paidBy(hotels, "OPCO"), key()).id();
        assertThat(state(waiting)).isEqualTo("PENDING_FUNDING");

        postAsOfficer("/v1/agreements/" + hotels.agreement() + "/fundings/OPCO/suspension", """
                {"since":"2022-07-01","reason":"Pas de financement de l'opérateur de compétences"}""");
        assertThat(http.get(registry, "/v1/agreements/" + hotels.agreement())
                        .body()
                        .path("state")
                        .asText())
                .isEqualTo("IN_FORCE");
        awaitBlocking("funding-suspended", hotels, paidBy(hotels, "OPCO"));
        assertThat(state(waiting)).isEqualTo("PENDING_FUNDING");
        assertThat(hotels.enroll(paidBy(hotels, "OPCO"), key()).body().findValuesAsText("code"))
                .contains("funding-suspended");
        assertThat(hotels.enroll(paidBy(hotels, "INDIVIDUAL"), key()).status()).isEqualTo(201);

        postAsOfficer("/v1/agreements/" + hotels.agreement() + "/fundings/OPCO/restoration", NO_BODY);
        String line = enrollment(waiting).path("fundings").path(0).path("id").asText();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> http.post(
                                enrollmentOffice,
                                "/v1/enrollments/" + waiting + "/funding-lines/" + line + "/approval",
                                NO_BODY)
                        .isSuccess());
        assertThat(state(waiting)).isIn("CONFIRMED", "ACTIVE");
        Invariants.assertSeatsUsed(hotels, 2);
    }

    @Test
    void offeringRestrictedToANetworkNeedsALabelledSite() {
        String network = "TEST_" + suffix();
        String networkId = http.create(registry, "/v1/networks", """
                {"code":"%s","name":"Réseau (test)","initiative":"LOCAL","minWeeklyAttendanceHours":25}""".formatted(network));
        Fixture fixture = Fixture.with(10, 10);
        String labelled = site(fixture, """
                [{"networkId":"%s","labelledFrom":"2022-01-01"}]""".formatted(networkId));
        String formerly = site(fixture, """
                [{"networkId":"%s","labelledFrom":"2022-01-01","labelledTo":"2023-01-01"}]""".formatted(networkId));
        // The catalogue's copy of the network follows within moments.
        await().untilAsserted(() -> patch(catalogue, "/v1/offerings/" + fixture.offering(), """
                {"restrictedToNetworks":["%s"]}""".formatted(network)));

        awaitBlocking("network-restricted", fixture, fixture.request());
        awaitEligible(fixture, hosted(fixture, labelled));
        awaitBlocking("network-restricted", fixture, hosted(fixture, formerly));
        Response enrolled = fixture.enroll(hosted(fixture, labelled), key());
        Response refused = fixture.enroll(hosted(fixture, formerly), key());

        assertThat(enrolled.status()).as(enrolled.toString()).isEqualTo(201);
        assertThat(refused.body().path("errors").findValuesAsText("code")).containsExactly("network-restricted");
    }

    @Test
    void seatsOfAnAmendmentGoToWaitlistedStudents() {
        Fixture fixture = Fixture.with(1, 5);
        patch(catalogue, "/v1/offerings/" + fixture.offering(), "{\"waitingListSize\":5}");
        assertThat(fixture.enroll().status()).isEqualTo(201);
        List<Response> responses = new ArrayList<>();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            Response response = fixture.enroll();
            responses.add(response);
            return response.status() == 201;
        });
        String waiting = responses.get(responses.size() - 1).id();
        assertThat(state(waiting)).isEqualTo("WAITLISTED");

        Response amendment = http.post(registry, "/v1/agreements/" + fixture.agreement() + "/amendments", """
                {"reason":"Partenariat amplifié","changes":{"seatQuotas":[{"academicYear":"%s","seats":2}]}}""".formatted(
                        Fixture.academicYear()));
        assertThat(amendment.status()).as(amendment.toString()).isEqualTo(201);
        assertThat(amendment.body().path("number").asInt()).isEqualTo(1);

        await().atMost(Duration.ofSeconds(60)).until(() -> state(waiting).equals("CONFIRMED"));
        Invariants.assertSeatsUsed(fixture, 2);
    }

    @Test
    void renewalReplacesTheAgreementAndKeepsItsEnrollments() {
        Fixture fixture = Fixture.with(5, 10);
        String old = fixture.enroll().id();

        String renewed = http.create(registry, "/v1/agreements/" + fixture.agreement() + "/renewal", """
                {"startsOn":"%s"}""".formatted(
                        Fixture.today().minusDays(1)));
        patch(registry, "/v1/agreements/" + renewed, """
                {"seatQuotas":[{"academicYear":"%s","seats":3}]}""".formatted(Fixture.academicYear()));
        postAsOfficer("/v1/agreements/" + renewed + "/signature", NO_BODY);

        awaitBlocking("agreement-not-in-force", fixture, fixture.request());
        Fixture successor = new Fixture(fixture.partner(), renewed, fixture.training(), fixture.offering());
        awaitEligible(successor, successor.request());
        assertThat(successor.enroll().status()).isEqualTo(201);
        assertThat(http.get(registry, "/v1/agreements/" + fixture.agreement())
                        .body()
                        .path("state")
                        .asText())
                .isEqualTo("RENEWED");
        assertThat(state(old)).isEqualTo("CONFIRMED");
        Response again = http.post(
                registry, "/v1/agreements/" + fixture.agreement() + "/renewal", """
                {"startsOn":"%s"}""".formatted(Fixture.today()));
        assertThat(again.status()).as(again.toString()).isEqualTo(409);
    }

    @Test
    void templateAcceptsNoEnrollment() {
        Fixture fixture = Fixture.with(1, 1);
        String template = http.create(registry, "/v1/agreements", """
                {"kind":"TEMPLATE","scope":{"families":["BTS"]}}""");
        postAsOfficer("/v1/agreements/" + template + "/signature", NO_BODY);

        String request = fixture.request().replace(fixture.agreement(), template);
        Response response = fixture.enroll(request, key());

        assertThat(response.status()).as(response.toString()).isIn(404, 409);
    }

    @Test
    void partnersReadOpportunitiesOfCompaniesWithAnAgreement() {
        Fixture company = Fixture.with(1, 1);
        String title = "Réceptionniste (test " + suffix() + ")";
        String body = """
                {"partnerId":"%s","kind":"JOB","title":"%s","description":"Accueil","romeCode":"G1703",
                 "publishedUntil":"2099-12-31"}""";
        assertThat(http.post(registry, "/v1/opportunities", body.formatted(company.partner(), title))
                        .code())
                .as("a third place is not a company")
                .isEqualTo("partner-not-a-company");

        String hotel = partner("COMPANY");
        assertThat(http.post(registry, "/v1/opportunities", body.formatted(hotel, title))
                        .code())
                .isEqualTo("no-agreement-in-force");
        String agreement = http.create(registry, "/v1/agreements", """
                {"kind":"SPECIFIC","parties":[{"partnerId":"%s","role":"SIGNATORY"}],"startsOn":"2022-01-01"}""".formatted(hotel));
        postAsOfficer("/v1/agreements/" + agreement + "/signature", NO_BODY);
        String published = http.create(registry, "/v1/opportunities", body.formatted(hotel, title));

        Response read = http.get(Platform.partnerToken(company.partner()), "/v1/opportunities/" + published);
        assertThat(read.body().path("title").asText()).isEqualTo(title);
    }

    private String partner(String kind) {
        return http.create(registry, "/v1/partners", """
                {"kind":"%s","legalName":"Partenaire %s (test)","relation":"AGREEMENT"}""".formatted(kind, suffix()));
    }

    private String site(Fixture fixture, String labels) {
        return http.create(registry, "/v1/sites", """
                {"partnerId":"%s","name":"Tiers-lieu %s (test)","hostingCapacity":20,"labels":%s}""".formatted(fixture.partner(), suffix(), labels));
    }

    private void publish(String training) {
        assertThat(http.post(catalogue, "/v1/trainings/" + training + "/publication", NO_BODY)
                        .isSuccess())
                .isTrue();
    }

    private void postAsOfficer(String path, String body) {
        Response response = http.post(registry, path, body);
        assertThat(response.isSuccess()).as(response.toString()).isTrue();
    }

    private void patch(String token, String path, String changes) {
        Response response = http.patch(token, path, changes);
        assertThat(response.status()).as(response.toString()).isEqualTo(200);
    }

    private static String paidBy(Fixture fixture, String kind) {
        return fixture.request().replaceFirst("\\{", "{\"fundings\":[{\"kind\":\"" + kind + "\",\"amount\":500.00}],");
    }

    private static String hosted(Fixture fixture, String site) {
        return fixture.request().replaceFirst("\\{", "{\"siteId\":\"" + site + "\",");
    }

    private JsonNode enrollment(String id) {
        return http.get(enrollmentOffice, "/v1/enrollments/" + id).body();
    }

    private String state(String id) {
        return enrollment(id).path("state").asText();
    }

    /** Waits until enrollment-service refuses the request because of this rule. */
    private void awaitBlocking(String rule, Fixture fixture, String request) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> check(fixture, request).findValuesAsText("code").contains(rule));
    }

    private void awaitEligible(Fixture fixture, String request) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> check(fixture, request).path("eligible").asBoolean());
    }

    private JsonNode check(Fixture fixture, String request) {
        return http.post(fixture.token(), "/v1/eligibility-checks", request).body();
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static String suffix() {
        return UUID.randomUUID().toString().substring(24).toUpperCase(Locale.ROOT);
    }
}
