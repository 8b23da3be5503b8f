package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.amend;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.quota;
import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.FrameworkIT.exceeds;
import static fr.cned.partenariats.partner.agreement.FrameworkIT.framework;
import static fr.cned.partenariats.partner.agreement.FrameworkIT.under;
import static fr.cned.partenariats.partner.agreement.seat.SeatMother.used;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.replica.training.TrainingMother.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The specific agreements of a framework share its seats and cannot exceed them. */
@PartnerIT
class FrameworkSeatsIT {

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
    void concurrentSignaturesDoNotExceedTheSeats() throws Exception {
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
    void aTrainingCountsAgainstItsFamilyInTheCatalogue() {
        UUID framework = signed(framework());
        String code = "CONCOURS-" + framework.toString().substring(24).toUpperCase(Locale.ROOT);
        Map<String, Object> body = under(framework);
        body.put("scope", Map.of("trainingCodes", List.of(code)));
        body.put("seatQuotas", List.of(Map.of("academicYear", "2026-2027", "trainingCode", code, "seats", 70)));
        officer()
                .body(body)
                .post("/v1/agreements")
                .then()
                .statusCode(409)
                .body("errors.pointer", contains("/scope/trainingCodes", "/seatQuotas/0/seats"));

        publish(code, 1, "CONCOURS");
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

        publish(code, 0, "BTS"); // an older revision is ignored
        publish(code, 2, "OTHER");
        await().untilAsserted(() -> officer()
                .body(body)
                .post("/v1/agreements")
                .then()
                .statusCode(409)
                .body("errors.pointer", hasItem("/scope/trainingCodes")));
    }

    @Test
    void aGeneralQuotaNeedsAQuotaForEachNarrowerCeiling() {
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
    void aFrameworkCannotBeLoweredBelowItsSpecificAgreements() {
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
    void anAmendmentOfAFrameworkMovesNoQuotaOfItsAgreementsOutOfTheirTerm() {
        Map<String, Object> body = started("FRAMEWORK", registered());
        body.put("endsOn", "2029-08-31");
        UUID framework = signed(body);
        Map<String, Object> specific = under(framework);
        specific.put("seatQuotas", List.of(quota("2028-2029", "CONCOURS", 10)));
        UUID id = signed(specific);

        amend(framework, Map.of("endsOn", "2027-08-31"))
                .then()
                .statusCode(409)
                .body("code", equalTo("ceiling-below-specifics"))
                .body("agreementIds", contains(id.toString()));
        amend(framework, Map.of("endsOn", "2029-07-31")).then().statusCode(201);
    }

    @Test
    void seatsUsedUnderTheFrameworkItselfAreNotAvailable() {
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
    void seatsUsedUnderAnEndedAgreementAreNotAvailable() {
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
    void seatsUsedOfARemovedQuotaAreNotAvailable() {
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

    private static Map<String, Object> inAll(int seats) {
        return Map.of("academicYear", "2026-2027", "seats", seats);
    }

    private static Map<String, Object> underWithSeats(UUID framework, int seats) {
        Map<String, Object> specific = under(framework);
        specific.put("seatQuotas", List.of(quota("2026-2027", "CONCOURS", seats)));
        return specific;
    }
}
