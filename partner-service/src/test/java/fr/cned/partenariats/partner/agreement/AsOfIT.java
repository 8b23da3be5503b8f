package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.AgreementMother.today;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Reads of an agreement as it stood on a past day. */
@PartnerIT
class AsOfIT {

    @Test
    void anAgreementExistsFromItsSignatureEvenIfItIsRecordedLater() {
        UUID id = drafted(agreement("SPECIFIC", registered()));
        act(id, "signature", Map.of("signedOn", Map.of("value", "2022-12-15", "precision", "QUARTER")));
        asOf(id, "2022-12-30").statusCode(404).body("code", equalTo("agreement-not-yet"));
        asOf(id, "2022-12-31")
                .statusCode(200)
                .body("state", equalTo("SIGNED"))
                .body("asOf", equalTo("2022-12-31"))
                .body("signedOn.value", equalTo("2022-10-01"))
                .body("signedOn.precision", equalTo("QUARTER"));
        UUID draft = drafted(agreement("SPECIFIC", registered()));
        asOf(draft, today().toString()).statusCode(200).body("state", equalTo("DRAFT"));
        asOf(draft, today().minusDays(1).toString()).statusCode(404);
    }

    @Test
    void inheritedTermsAreThoseThatTheFrameworkHadOnThatDay() {
        Map<String, Object> body = started("FRAMEWORK", registered());
        body.put("tariff", Map.of("discountPercent", 10));
        body.put("fundings", List.of(Map.of("kind", "EMPLOYER")));
        UUID framework = signed(body);
        UUID id = signed(with(started("SPECIFIC", registered()), "parentId", framework.toString()));
        amend(framework, "2023-01-01", Map.of("tariff", Map.of("discountPercent", 25)));
        act(framework, "fundings/EMPLOYER/suspension", Map.of("since", "2022-10-01", "reason", "test"));

        asOf(id, "2022-09-30")
                .body("effective.tariff.discountPercent", equalTo(10))
                .body("effective.fundings[0].state", equalTo("AVAILABLE"))
                .body("tariff", nullValue());
        asOf(id, "2022-12-31")
                .body("effective.tariff.discountPercent", equalTo(10))
                .body("effective.fundings[0].state", equalTo("SUSPENDED"));
        asOf(id, "2023-01-01").body("effective.tariff.discountPercent", equalTo(25));
    }

    /** A client that read a past day has not seen the current state, so it must not overwrite it. */
    @Test
    void theETagOfAPastDayCannotBeUsedForAChange() {
        UUID id = drafted(agreement("SPECIFIC", registered()));
        String tag = asOf(id, today().toString()).statusCode(200).extract().header("ETag");
        officer()
                .header("If-None-Match", tag)
                .get("/v1/agreements/" + id + "?asOf=" + today())
                .then()
                .statusCode(304);
        officer()
                .header("If-None-Match", tag)
                .get("/v1/agreements/" + id)
                .then()
                .statusCode(200);
        patching(officer(), tag)
                .body(Map.of("minWeeklyAttendanceHours", 10))
                .patch("/v1/agreements/" + id)
                .then()
                .statusCode(412)
                .body("code", equalTo("stale-revision"));
    }

    @Test
    void aFutureDayOrAnInvalidDayIsRefused() {
        UUID id = drafted(agreement("SPECIFIC", registered()));
        asOf(id, today().plusDays(1).toString()).statusCode(400).body("code", equalTo("as-of-in-future"));
        asOf(id, "2022-11-31").statusCode(400).body("code", equalTo("no-such-day"));
        asOf(UUID.randomUUID(), "2022-11-30").statusCode(404).body("code", equalTo("not-found"));
        Api.as(Tokens.partner(registered()))
                .get("/v1/agreements/" + id + "?asOf=" + today())
                .then()
                .statusCode(404)
                .body("code", equalTo("not-found"));
    }

    private static void amend(UUID id, String effectiveOn, Map<String, ?> changes) {
        act(id, "amendments", Map.of("reason", "test", "effectiveOn", effectiveOn, "changes", changes))
                .then()
                .statusCode(201);
    }

    private static ValidatableResponse asOf(UUID id, String day) {
        return officer().get("/v1/agreements/" + id + "?asOf=" + day).then();
    }
}
