package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.amend;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.quota;
import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.AgreementMother.today;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import fr.cned.partenariats.partner.Roles;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@PartnerIT
class AgreementLifecycleIT {

    private static final Map<String, Object> BECAUSE = Map.of("reason", "test");

    @Test
    void anAgreementThatHasStartedComesIntoForceWhenItIsSigned() {
        UUID id = drafted(started("SPECIFIC", registered()));
        Map<String, Object> signature = Map.of("signedOn", Map.of("value", "2022-11-24", "precision", "DAY"));
        act(id, "signature", signature)
                .then()
                .statusCode(200)
                .body("state", equalTo("IN_FORCE"))
                .body("stateSince", equalTo("2022-11-24"))
                .body("signedOn.value", equalTo("2022-11-24"))
                .body("signedOn.precision", equalTo("DAY"));
    }

    @Test
    void anAgreementInForceIsSuspendedAndResumed() {
        UUID id = signed(started("SPECIFIC", registered()));
        act(id, "suspension", Map.of("reason", "Travaux", "since", "2024-01-15"))
                .then()
                .statusCode(200)
                .body("state", equalTo("SUSPENDED"))
                .body("stateSince", equalTo("2024-01-15"));
        act(id, "resumption", Map.of())
                .then()
                .statusCode(200)
                .body("state", equalTo("IN_FORCE"))
                .body("stateSince", equalTo(today().toString()));
    }

    @Test
    void aTransitionThatTheStateMachineDoesNotHaveIsRefused() {
        UUID draft = drafted(agreement("SPECIFIC", registered()));
        act(draft, "suspension", BECAUSE)
                .then()
                .statusCode(409)
                .body("code", equalTo("illegal-transition"))
                .body("allowed", contains("SIGNED", "TERMINATED"));
        assertThat(read(draft).getString("state")).isEqualTo("DRAFT");
    }

    @Test
    void everyObstacleToASignatureIsReported() {
        UUID contact = registered(with(partner("SPORT_AGENCY", "Agence nationale du sport"), "relation", "CONTACT"));
        UUID suspended = registered();
        officer().post("/v1/partners/" + suspended + "/suspension").then().statusCode(200);
        UUID id = drafted(agreement("SPECIFIC", registered(), contact, suspended));

        act(id, "signature", Map.of())
                .then()
                .statusCode(409)
                .body("code", equalTo("agreement-not-signable"))
                .body("errors.code", contains("party-without-agreement-relation", "party-not-active"))
                .body("errors.pointer", contains("/parties/1/partnerId", "/parties/2/partnerId"));
        act(drafted(agreement("SPECIFIC")), "signature", Map.of())
                .then()
                .statusCode(409)
                .body("errors.code", contains("party-required"));
        assertThat(read(id).getString("state")).isEqualTo("DRAFT");
    }

    @Test
    void aQuotaOfAnAcademicYearOutsideTheTermIsRefusedAtTheSignature() {
        Map<String, Object> body = started("SPECIFIC", registered());
        body.put("endsOn", "2025-12-05");
        body.put("seatQuotas", List.of(quota("2025-2026", "BTS", 10), quota("2026-2027", "BTS", 30)));
        UUID id = drafted(body);
        act(id, "signature", Map.of())
                .then()
                .statusCode(409)
                .body("code", equalTo("agreement-not-signable"))
                .body("errors.code", contains("quota-outside-term"))
                .body("errors.pointer", contains("/seatQuotas/1/academicYear"));
        UUID open =
                signed(with(started("SPECIFIC", registered()), "seatQuotas", List.of(quota("2026-2027", "BTS", 1))));
        amend(open, Map.of("endsOn", "2026-08-31"))
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("quota-outside-term"))
                .body("errors[0].pointer", equalTo("/changes/seatQuotas/0/academicYear"));
        amend(open, Map.of("endsOn", "2099-08-31")).then().statusCode(201);
    }

    @Test
    void aFundingIsSuspendedAndRestoredWhileTheAgreementStaysInForce() {
        Map<String, Object> logis = started("SPECIFIC", registered());
        logis.put("fundings", List.of(Map.of("kind", "OPCO"), Map.of("kind", "EMPLOYER")));
        UUID id = signed(logis);

        Map<String, Object> halfYear =
                Map.of("since", "2022-07-01", "reason", "Absence de financement par l'Opco de branche");
        act(id, "fundings/OPCO/suspension", halfYear)
                .then()
                .statusCode(200)
                .body("state", equalTo("IN_FORCE"))
                .body("fundings.find { it.kind == 'OPCO' }.state", equalTo("SUSPENDED"))
                .body("fundings.find { it.kind == 'OPCO' }.since", equalTo("2022-07-01"))
                .body("fundings.find { it.kind == 'EMPLOYER' }.state", equalTo("AVAILABLE"));
        act(id, "fundings/REGION/suspension", BECAUSE).then().statusCode(404).body("code", equalTo("not-found"));
        act(id, "fundings/OPCO/restoration", Map.of("since", "2023-01-01"))
                .then()
                .statusCode(200)
                .body("fundings.find { it.kind == 'OPCO' }.state", equalTo("AVAILABLE"))
                .body("fundings.find { it.kind == 'OPCO' }.since", equalTo("2023-01-01"));
    }

    @Test
    void aRepeatedSignatureRequestGetsTheFirstAnswer() {
        UUID id = drafted(started("SPECIFIC", registered()));
        String key = UUID.randomUUID().toString();
        Response first =
                officer().header("Idempotency-Key", key).body(Map.of()).post("/v1/agreements/" + id + "/signature");
        Response second =
                officer().header("Idempotency-Key", key).body(Map.of()).post("/v1/agreements/" + id + "/signature");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
    }

    @Test
    void aPartnerAndAnEnrollmentOfficerCannotSign() {
        UUID partner = registered();
        UUID id = drafted(started("SPECIFIC", partner));
        Api.as(Tokens.partner(partner))
                .body(Map.of())
                .post("/v1/agreements/" + id + "/signature")
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden"));
        Api.as(Tokens.withRole(Roles.ENROLLMENT_OFFICER))
                .body(Map.of())
                .post("/v1/agreements/" + id + "/signature")
                .then()
                .statusCode(403);
        assertThat(read(id).getString("state")).isEqualTo("DRAFT");
    }
}
