package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.quota;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.AgreementMother.today;
import static fr.cned.partenariats.partner.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An agreement as it stood on a day, recorded years later and not in the order of the days. */
@PartnerTest
class AsOfTest {

    @Test
    void logisHotelsThroughItsOnlyYear() {
        Map<String, Object> logis = started("SPECIFIC", registered());
        logis.put("startsOn", "2021-11-15");
        logis.put("fundings", List.of(Map.of("kind", "OPCO")));
        logis.put("seatQuotas", List.of(quota("2021-2022", "BTS", 50)));
        UUID id = drafted(logis);
        act(id, "signature", Map.of("signedOn", Map.of("value", "2021-12-31", "precision", "QUARTER")));
        amend(id, "2023-02-01", Map.of("seatQuotas", List.of(quota("2022-2023", "BTS", 20))));
        // The money stopped before that amendment, but was recorded after it.
        act(id, "fundings/OPCO/suspension", Map.of("since", "2022-07-01", "reason", "Opco"))
                .then()
                .statusCode(200);
        act(id, "fundings/OPCO/restoration", Map.of("since", "2023-01-01"))
                .then()
                .statusCode(200);
        act(id, "suspension", Map.of("since", "2024-03-01", "reason", "test"))
                .then()
                .statusCode(200);

        asOf(id, "2021-11-14").statusCode(404).body("code", equalTo("agreement-not-yet"));
        JsonPath atFirst = stoodOn(id, "2021-11-30");
        assertThat(atFirst.getString("state")).isEqualTo("IN_FORCE");
        assertThat(atFirst.getString("fundings[0].state")).isEqualTo("AVAILABLE");
        assertThat(atFirst.getString("fundings[0].since")).isNull();

        JsonPath inAutumn = stoodOn(id, "2022-11-30");
        assertThat(inAutumn.getString("state")).isEqualTo("IN_FORCE");
        assertThat(inAutumn.getString("fundings[0].state")).isEqualTo("SUSPENDED");
        assertThat(inAutumn.getString("seatQuotas[0].academicYear")).isEqualTo("2021-2022");
        assertThat(inAutumn.getInt("lastAmendment")).isZero();
        assertThat(inAutumn.getString("signedOn.precision")).isEqualTo("QUARTER");
        assertThat(inAutumn.getString("asOf")).isEqualTo("2022-11-30");

        JsonPath later = stoodOn(id, "2023-02-01");
        assertThat(later.getString("fundings[0].state")).isEqualTo("AVAILABLE");
        assertThat(later.getString("seatQuotas[0].academicYear")).isEqualTo("2022-2023");
        assertThat(later.getInt("lastAmendment")).isEqualTo(1);
        assertThat(later.getString("state")).isEqualTo("IN_FORCE");

        assertThat(stoodOn(id, "2024-02-29").getString("state")).isEqualTo("IN_FORCE");
        assertThat(stoodOn(id, "2024-03-01").getString("state")).isEqualTo("SUSPENDED");
        assertThat(stoodOn(id, today().toString()).getString("state")).isEqualTo("SUSPENDED");
    }

    @Test
    void anAgreementSignedBeforeItWasWrittenDownStoodFromItsSignature() {
        UUID id = drafted(agreement("SPECIFIC", registered()));
        act(id, "signature", Map.of("signedOn", Map.of("value", "2022-11-24", "precision", "DAY")));
        asOf(id, "2022-11-23").statusCode(404);
        asOf(id, "2022-11-24").statusCode(200).body("state", equalTo("SIGNED"));
        UUID draft = drafted(agreement("SPECIFIC", registered()));
        asOf(draft, today().toString()).statusCode(200).body("state", equalTo("DRAFT"));
        asOf(draft, today().minusDays(1).toString()).statusCode(404);
    }

    @Test
    void aDateThatIsKnownRoughlyIsCertainOnItsLastDay() {
        UUID id = drafted(agreement("SPECIFIC", registered()));
        act(id, "signature", Map.of("signedOn", Map.of("value", "2022-12-15", "precision", "MONTH")));
        asOf(id, "2022-12-30").statusCode(404);
        asOf(id, "2022-12-31").statusCode(200).body("signedOn.value", equalTo("2022-12-01"));
    }

    @Test
    void whatIsInheritedIsTheFrameworksOfThatDay() {
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

    @Test
    void aDayToComeOrNoDayAtAll() {
        UUID id = drafted(agreement("SPECIFIC", registered()));
        asOf(id, today().plusDays(1).toString()).statusCode(400).body("code", equalTo("as-of-in-future"));
        asOf(id, "2022-11-31").statusCode(400).body("code", equalTo("invalid-parameter"));
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

    private static JsonPath stoodOn(UUID id, String day) {
        return asOf(id, day).statusCode(200).extract().jsonPath();
    }
}
