package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.amend;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.quota;
import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.seat.SeatMother.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.partner.PartnerTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Framework and specific agreements: what is inherited, and what is never exceeded. */
@PartnerTest
class FrameworkTest {

    @Test
    void aSpecificAgreementInheritsWhatItDoesNotSet() {
        UUID framework = signed(framework());
        Map<String, Object> body = under(framework);
        body.put("scope", Map.of("trainingCodes", List.of("CONCOURS-ATTACHE")));
        body.put("minWeeklyAttendanceHours", 4);
        UUID id = drafted(body);

        JsonPath shown = read(id);
        assertThat(shown.getString("startsOn")).isNull();
        assertThat(shown.getList("scope.modalities")).isEmpty();
        assertThat(shown.getString("effective.startsOn")).isEqualTo("2022-09-01");
        assertThat(shown.getString("effective.endsOn")).isEqualTo("2099-08-31");
        assertThat(shown.getList("effective.scope.trainingCodes")).isEqualTo(List.of("CONCOURS-ATTACHE"));
        assertThat(shown.getList("effective.scope.families")).isEmpty();
        assertThat(shown.getList("effective.scope.modalities")).isEqualTo(List.of("DISTANCE"));
        assertThat(shown.getInt("effective.tariff.discountPercent")).isEqualTo(20);
        assertThat(shown.getList("effective.fundings.kind")).isEqualTo(List.of("EMPLOYER", "OPCO"));
        assertThat(shown.getInt("effective.minWeeklyAttendanceHours")).isEqualTo(4);
        assertThat(shown.getList("effective.adaptations.code")).isEqualTo(List.of("EXTENDED_DEADLINES"));
        officer().get("/v1/agreements?parentId=" + framework).then().body("items.id", contains(id.toString()));
    }

    @Test
    void aSpecificAgreementStartsAndEndsWithItsFrameworkWhenItHasNoDatesOfItsOwn() {
        UUID id = signed(under(signed(framework())));
        assertThat(read(id).getString("state")).isEqualTo("IN_FORCE");
        assertThat(read(id).getString("stateSince")).isEqualTo("2022-09-01");
    }

    @Test
    void noCeilingIsExceeded() {
        UUID framework = signed(framework());
        exceeds(framework, "startsOn", "2022-08-31", "/startsOn");
        exceeds(framework, "startsOn", "2099-09-01", "/startsOn");
        exceeds(framework, "endsOn", "2099-09-01", "/endsOn");
        exceeds(framework, "endsOn", "2022-08-31", "/endsOn");
        exceeds(framework, "scope", Map.of("families", List.of("CONCOURS", "BTS")), "/scope/families");
        exceeds(framework, "scope", Map.of("trainingCodes", List.of("NOT-LISTED")), "/scope/trainingCodes");
        exceeds(framework, "scope", Map.of("modalities", List.of("ON_SITE")), "/scope/modalities");
        exceeds(framework, "scope", Map.of("maxLevel", 8), "/scope/maxLevel");
        exceeds(framework, "scope", Map.of("minLevel", 3), "/scope/minLevel");
        exceeds(framework, "scope", Map.of("minLevel", 8), "/scope/minLevel");
        exceeds(framework, "scope", Map.of("maxLevel", 3), "/scope/maxLevel");
        exceeds(framework, "fundings", List.of(Map.of("kind", "REGION")), "/fundings");
        exceeds(
                framework,
                "adaptations",
                List.of(Map.of("code", "FREE_OF_CHARGE", "nature", "COMMERCIAL")),
                "/adaptations");
        exceeds(framework, "tariff", Map.of("discountPercent", 21), "/tariff");
        exceeds(framework, "tariff", Map.of("fixedPrice", Map.of("amount", 1, "currency", "EUR")), "/tariff");
        exceeds(framework, "seatQuotas", List.of(quota("2026-2027", "CONCOURS", 101)), "/seatQuotas/0/seats");
        exceeds(framework, "seatQuotas", List.of(quota("2027-2028", "CONCOURS", 1)), "/seatQuotas/0/seats");
    }

    @Test
    void theSpecificAgreementsOfAFrameworkShareItsSeats() {
        UUID framework = signed(framework());
        UUID first = signed(underWithSeats(framework, 60));
        UUID second = drafted(underWithSeats(framework, 40));
        UUID third = drafted(underWithSeats(framework, 40));
        assertThat(read(first).getString("state")).isEqualTo("IN_FORCE");

        act(second, "signature", Map.of()).then().statusCode(200);
        act(third, "signature", Map.of())
                .then()
                .statusCode(409)
                .body("code", equalTo("agreement-not-signable"))
                .body("errors.code", contains("ceiling-exceeded"))
                .body("errors[0].pointer", equalTo("/seatQuotas/0/seats"));

        amend(first, Map.of("seatQuotas", List.of(quota("2026-2027", "CONCOURS", 20))))
                .then()
                .statusCode(201);
        act(third, "signature", Map.of()).then().statusCode(200);
        amend(first, Map.of("seatQuotas", List.of(quota("2026-2027", "CONCOURS", 21))))
                .then()
                .statusCode(409)
                .body("code", equalTo("ceiling-exceeded"))
                .body("errors[0].pointer", equalTo("/changes/seatQuotas/0/seats"));
    }

    @Test
    void ofManySignedAtOnceAsManyAsThereAreSeatsForAre() throws Exception {
        UUID framework = signed(framework());
        List<UUID> drafts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            drafts.add(drafted(underWithSeats(framework, 25)));
        }
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Integer> answers = new ArrayList<>();
        try {
            List<Callable<Response>> calls = drafts.stream()
                    .<Callable<Response>>map(id -> () -> act(id, "signature", Map.of()))
                    .toList();
            for (Future<Response> answer : pool.invokeAll(calls)) {
                answers.add(answer.get().statusCode());
            }
        } finally {
            pool.shutdown();
        }
        assertThat(answers).containsOnly(200, 409);
        assertThat(answers.stream().filter(status -> status == 200)).hasSize(4);
    }

    @Test
    void aTrainingCountsAgainstTheFamilyThatTheCatalogueSaysItBelongsTo() {
        UUID framework = signed(framework());
        String code = "CONCOURS-" + framework.toString().substring(24).toUpperCase(java.util.Locale.ROOT);
        Map<String, Object> body = under(framework);
        body.put("scope", Map.of("trainingCodes", List.of(code)));
        body.put("seatQuotas", List.of(Map.of("academicYear", "2026-2027", "trainingCode", code, "seats", 70)));
        officer()
                .body(body)
                .post("/v1/agreements")
                .then()
                .statusCode(409)
                .body("errors.pointer", contains("/scope/trainingCodes", "/seatQuotas/0/seats"));

        tellTraining(code, 1, "CONCOURS");
        await().untilAsserted(
                        () -> officer().body(body).post("/v1/agreements").then().statusCode(201));
        signed(body);
        act(drafted(underWithSeats(framework, 30)), "signature", Map.of())
                .then()
                .statusCode(200);
        officer()
                .body(body)
                .post("/v1/agreements")
                .then()
                .statusCode(409)
                .body("errors.pointer", contains("/seatQuotas/0/seats"));

        tellTraining(code, 0, "BTS"); // older: changes nothing
        tellTraining(code, 2, "OTHER");
        await().untilAsserted(() -> officer()
                .body(body)
                .post("/v1/agreements")
                .then()
                .statusCode(409)
                .body("errors.pointer", hasItem("/scope/trainingCodes")));
    }

    @Test
    void aBroaderQuotaDoesNotSlipPastANarrowerCeiling() {
        Map<String, Object> body = started("FRAMEWORK", registered());
        body.put("seatQuotas", List.of(inAll(100), quota("2026-2027", "BTS", 10)));
        UUID framework = signed(body);
        Map<String, Object> specific = under(framework);
        specific.put("seatQuotas", List.of(inAll(90)));
        officer()
                .body(specific)
                .post("/v1/agreements")
                .then()
                .statusCode(409)
                .body("code", equalTo("ceiling-exceeded"))
                .body("errors.code", contains("narrower-ceiling"))
                .body("errors.pointer", contains("/seatQuotas/0"))
                .body("errors[0].detail", containsString("10 seats for BTS"));

        specific.put("seatQuotas", List.of(inAll(90), quota("2026-2027", "BTS", 10)));
        UUID id = signed(specific);
        amend(framework, Map.of("seatQuotas", List.of(inAll(100), quota("2026-2027", "DAEU", 10))))
                .then()
                .statusCode(409)
                .body("code", equalTo("ceiling-below-specifics"))
                .body("agreementIds", contains(id.toString()));
    }

    @Test
    void aFamilysQuotaDoesNotSlipPastTheCeilingOfATrainingOfIt() {
        Map<String, Object> body = started("FRAMEWORK", registered());
        String code = "CONCOURS-" + UUID.randomUUID().toString().substring(24).toUpperCase(java.util.Locale.ROOT);
        Map<String, Object> ofTraining = Map.of("academicYear", "2026-2027", "trainingCode", code, "seats", 5);
        body.put("seatQuotas", List.of(quota("2026-2027", "CONCOURS", 100), ofTraining));
        UUID framework = signed(body);
        tellTraining(code, 1, "CONCOURS");
        await().untilAsserted(() ->
                exceeds(framework, "seatQuotas", List.of(quota("2026-2027", "CONCOURS", 50)), "/seatQuotas/0"));
        Map<String, Object> specific = under(framework);
        specific.put("seatQuotas", List.of(quota("2026-2027", "CONCOURS", 50), ofTraining));
        signed(specific);
    }

    @Test
    void aFrameworkIsNotLoweredBelowWhatWasAgreedUnderIt() {
        UUID framework = signed(framework());
        UUID specific = signed(underWithSeats(framework, 60));
        amend(framework, Map.of("seatQuotas", List.of(quota("2026-2027", "CONCOURS", 59))))
                .then()
                .statusCode(409)
                .body("code", equalTo("ceiling-below-specifics"))
                .body("agreementIds", contains(specific.toString()));
        amend(framework, Map.of("seatQuotas", List.of(quota("2026-2027", "CONCOURS", 60))))
                .then()
                .statusCode(201);
    }

    @Test
    void theSeatsInUseUnderTheFrameworkItselfAreNotFree() {
        UUID framework = signed(framework());
        UUID draft = drafted(underWithSeats(framework, 61));
        used(framework, 0, 40);
        exceeds(framework, "seatQuotas", List.of(quota("2026-2027", "CONCOURS", 61)), "/seatQuotas/0/seats");
        act(draft, "signature", Map.of())
                .then()
                .statusCode(409)
                .body("errors.code", contains("ceiling-exceeded"))
                .body("errors[0].detail", containsString("60"));
        UUID specific = signed(underWithSeats(framework, 60));
        amend(specific, Map.of("seatQuotas", List.of(quota("2026-2027", "CONCOURS", 61))))
                .then()
                .statusCode(409)
                .body("code", equalTo("ceiling-exceeded"));
        amend(framework, Map.of("seatQuotas", List.of(quota("2026-2027", "CONCOURS", 99))))
                .then()
                .statusCode(409)
                .body("code", equalTo("ceiling-below-specifics"));
    }

    @Test
    void theSeatsInUseUnderAnEndedAgreementAreNotFree() {
        UUID framework = signed(framework());
        UUID ended = signed(underWithSeats(framework, 60));
        used(ended, 0, 50);
        act(ended, "termination", Map.of("reason", "test")).then().statusCode(200);

        exceeds(framework, "seatQuotas", List.of(quota("2026-2027", "CONCOURS", 51)), "/seatQuotas/0/seats");
        UUID sibling = signed(underWithSeats(framework, 50));
        amend(framework, Map.of("seatQuotas", List.of(quota("2026-2027", "CONCOURS", 99))))
                .then()
                .statusCode(409)
                .body("code", equalTo("ceiling-below-specifics"))
                .body("agreementIds", contains(sibling.toString()));
    }

    @Test
    void theSeatsInUseOfALoweredQuotaAreNotFree() {
        UUID framework = signed(framework());
        UUID lowered = signed(underWithSeats(framework, 60));
        used(lowered, 0, 50);
        amend(lowered, Map.of("seatQuotas", List.of(quota("2026-2027", "CONCOURS", 20))))
                .then()
                .statusCode(201);
        exceeds(framework, "seatQuotas", List.of(quota("2026-2027", "CONCOURS", 51)), "/seatQuotas/0/seats");
        signed(underWithSeats(framework, 50));
    }

    @Test
    void theSeatsInUseOfAQuotaThatWasTakenOutAreNotFree() {
        Map<String, Object> general = framework();
        general.put("seatQuotas", List.of(inAll(100)));
        UUID framework = signed(general);
        UUID id = signed(underWithSeats(framework, 60));
        used(id, 0, 50);
        amend(id, Map.of("seatQuotas", List.of(inAll(51))))
                .then()
                .statusCode(409)
                .body("errors.pointer", contains("/changes/seatQuotas/0/seats"));
        amend(id, Map.of("seatQuotas", List.of())).then().statusCode(201);
        exceeds(framework, "seatQuotas", List.of(quota("2026-2027", "CONCOURS", 51)), "/seatQuotas/0/seats");
        signed(underWithSeats(framework, 50));
    }

    @Test
    void aSpecificAgreementIsSignedUnderASignedFrameworkOnly() {
        UUID framework = drafted(framework());
        UUID id = drafted(under(framework));
        act(id, "signature", Map.of())
                .then()
                .statusCode(409)
                .body("errors.code", contains("framework-not-signed"))
                .body("errors[0].pointer", equalTo("/parentId"));
        act(framework, "signature", Map.of()).then().statusCode(200);
        act(id, "signature", Map.of()).then().statusCode(200);
    }

    @Test
    void whatAFrameworkChangesItsSpecificAgreementsFollow() {
        UUID framework = signed(framework());
        UUID id = signed(under(framework));
        int before = read(id).getInt("revision");
        amend(framework, Map.of("tariff", Map.of("discountPercent", 30), "endsOn", "2098-08-31"))
                .then()
                .statusCode(201);
        JsonPath after = read(id);
        assertThat(after.getInt("revision")).isEqualTo(before + 1);
        assertThat(after.getInt("effective.tariff.discountPercent")).isEqualTo(30);
        assertThat(after.getString("effective.endsOn")).isEqualTo("2098-08-31");
        assertThat(after.getString("tariff")).isNull();
    }

    @Test
    void aDraftIsHeldAgainstTheCeilingsAsItIsWritten() {
        UUID id = drafted(under(signed(framework())));
        patching(officer(), "\"0\"")
                .body(Map.of("tariff", Map.of("discountPercent", 50)))
                .patch("/v1/agreements/" + id)
                .then()
                .statusCode(409)
                .body("code", equalTo("ceiling-exceeded"))
                .body("errors[0].pointer", equalTo("/tariff"));
    }

    static Map<String, Object> framework() {
        Map<String, Object> framework = started("FRAMEWORK", registered());
        framework.put("endsOn", "2099-08-31");
        framework.put(
                "scope",
                Map.of(
                        "families", List.of("CONCOURS"),
                        "trainingCodes", List.of("CONCOURS-ATTACHE"),
                        "modalities", List.of("DISTANCE"),
                        "minLevel", 4,
                        "maxLevel", 7));
        framework.put("seatQuotas", List.of(quota("2026-2027", "CONCOURS", 100)));
        framework.put("tariff", Map.of("discountPercent", 20));
        framework.put("fundings", List.of(Map.of("kind", "EMPLOYER"), Map.of("kind", "OPCO")));
        framework.put("minWeeklyAttendanceHours", 2);
        framework.put("adaptations", List.of(Map.of("code", "EXTENDED_DEADLINES", "nature", "PEDAGOGICAL")));
        return framework;
    }

    private static Map<String, Object> inAll(int seats) {
        return Map.of("academicYear", "2026-2027", "seats", seats);
    }

    static Map<String, Object> under(UUID framework) {
        Map<String, Object> specific = agreement("SPECIFIC", registered());
        specific.put("parentId", framework.toString());
        return specific;
    }

    private static Map<String, Object> underWithSeats(UUID framework, int seats) {
        Map<String, Object> specific = under(framework);
        specific.put("seatQuotas", List.of(quota("2026-2027", "CONCOURS", seats)));
        return specific;
    }

    private static void exceeds(UUID framework, String field, Object value, String pointer) {
        Map<String, Object> body = under(framework);
        body.put(field, value);
        officer()
                .body(body)
                .post("/v1/agreements")
                .then()
                .statusCode(409)
                .body("code", equalTo("ceiling-exceeded"))
                .body("errors.pointer", hasItem(pointer));
    }

    private static void tellTraining(String code, int revision, String family) {
        String id = UUID.nameUUIDFromBytes(code.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
        TestTopics.publish(
                "catalog.trainings.v1",
                id,
                "fr.cned.partenariats.training.changed.v1",
                "{\"id\":\"%s\",\"revision\":%d,\"code\":\"%s\",\"family\":\"%s\",\"title\":\"x\"}"
                        .formatted(id, revision, code, family));
    }
}
