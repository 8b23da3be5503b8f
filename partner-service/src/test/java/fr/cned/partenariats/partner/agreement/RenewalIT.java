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
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.base.codes.AcademicYears;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import fr.cned.partenariats.partner.TestClock;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@PartnerIT
class RenewalIT {

    @Inject
    AgreementLifecycleService lifecycle;

    @Test
    void aRenewalHasTheSameTermsAndTheQuotasOfTheRunningAndTheNextYear() {
        String year = AcademicYears.of(today().plusDays(5));
        String next = AcademicYears.following(year);
        Map<String, Object> body = started("SPECIFIC", registered());
        body.put("seatQuotas", List.of(quota("2022-2023", "BTS", 99), quota(year, "BTS", 30), quota(year, "DAEU", 5)));
        body.put("tariff", Map.of("discountPercent", 10));
        UUID old = signed(body);

        UUID id = renewed(old, today().plusDays(5));
        JsonPath draft = read(id);
        assertThat(draft.getString("state")).isEqualTo("DRAFT");
        assertThat(draft.getString("predecessorId")).isEqualTo(old.toString());
        assertThat(draft.getList("seatQuotas.academicYear")).isEqualTo(List.of(year, year, next, next));
        assertThat(draft.getList("seatQuotas.seats")).isEqualTo(List.of(30, 5, 30, 5));
        assertThat(draft.getList("seatQuotas.id"))
                .doesNotContainAnyElementsOf(read(old).getList("seatQuotas.id"));
        assertThat(draft.getInt("tariff.discountPercent")).isEqualTo(10);
        assertThat(draft.getList("parties")).isEqualTo(read(old).getList("parties"));
        assertThat(read(old).getString("state")).isEqualTo("IN_FORCE");
        officer().get("/v1/agreements?predecessorId=" + old).then().body("items.id", contains(id.toString()));
    }

    @Test
    void aRenewalUnderAFrameworkLeavesOutTheRunningYearWithoutEnoughSeats() {
        LocalDate starts = today().plusDays(5);
        String year = AcademicYears.of(starts);
        String next = AcademicYears.following(year);
        Map<String, Object> body = started("FRAMEWORK", registered());
        body.put("seatQuotas", List.of(quota(year, "BTS", 50), quota(next, "BTS", 50)));
        UUID framework = signed(body);
        Map<String, Object> specific = with(started("SPECIFIC", registered()), "parentId", framework.toString());
        specific.put("seatQuotas", List.of(quota(year, "BTS", 30)));
        UUID old = signed(specific);

        UUID draft = UUID.fromString(renewal(old, starts.toString())
                .statusCode(201)
                .body("seatQuotas.academicYear", contains(next))
                .body("warnings.code", contains("ceiling-exceeded"))
                .body("warnings.pointer", contains("/seatQuotas/0/seats"))
                .extract()
                .path("id"));
        act(draft, "termination", Map.of("reason", "test")).then().statusCode(200);
        amend(old, Map.of("seatQuotas", List.of(quota(year, "BTS", 25)))).then().statusCode(201);
        renewal(old, starts.toString()).statusCode(201).body("seatQuotas.academicYear", contains(year, next));
    }

    @Test
    void aRenewalWithTooManyQuotasLeavesOutTheNextYear() {
        LocalDate starts = today().plusDays(5);
        List<String> years = Stream.iterate(AcademicYears.of(starts), AcademicYears::following)
                .limit(50)
                .toList();
        Map<String, Object> body = started("SPECIFIC", registered());
        body.put(
                "seatQuotas",
                years.stream()
                        .flatMap(year -> Stream.of(quota(year, "BTS", 30), quota(year, "DAEU", 5)))
                        .toList());
        UUID old = signed(body);

        renewal(old, starts.toString())
                .statusCode(201)
                .body("seatQuotas", hasSize(100))
                .body("seatQuotas.academicYear.unique()", equalTo(years))
                .body("warnings.code", contains("too-many-entries"))
                .body("warnings.pointer", contains("/seatQuotas"));
    }

    @Test
    void anAgreementBecomesRenewedWhenItsRenewalComesIntoForce() {
        UUID old = signed(started("SPECIFIC", registered()));
        LocalDate starts = today().plusDays(5);
        UUID id = renewed(old, starts);
        act(id, "signature", Map.of()).then().body("state", equalTo("SIGNED"));
        assertThat(read(old).getString("state")).isEqualTo("IN_FORCE");

        runOn(starts);
        assertThat(read(id).getString("state")).isEqualTo("IN_FORCE");
        assertThat(read(old).getString("state")).isEqualTo("RENEWED");
        assertThat(read(old).getString("stateSince")).isEqualTo(starts.toString());
        act(old, "resumption", Map.of()).then().statusCode(409).body("code", equalTo("illegal-transition"));
    }

    @Test
    void aRenewalThatHasStartedTakesEffectWhenItIsSigned() {
        UUID old = signed(started("SPECIFIC", registered()));
        UUID id = renewed(old, LocalDate.of(2023, 1, 1));
        act(id, "signature", Map.of("signedOn", Map.of("value", "2022-06-30", "precision", "YEAR")))
                .then()
                .body("state", equalTo("IN_FORCE"))
                .body("stateSince", equalTo("2023-01-01"));
        assertThat(read(old).getString("state")).isEqualTo("RENEWED");
        assertThat(read(old).getString("stateSince")).isEqualTo("2023-01-01");
    }

    @Test
    void aSuspendedAgreementBecomesRenewedWhenItIsResumed() {
        UUID old = signed(started("SPECIFIC", registered()));
        UUID id = renewed(old, LocalDate.of(2023, 1, 1));
        act(old, "suspension", Map.of("reason", "test"));
        act(id, "signature", Map.of()).then().body("state", equalTo("IN_FORCE"));
        assertThat(read(old).getString("state")).isEqualTo("SUSPENDED");
        act(old, "resumption", Map.of()).then().statusCode(200).body("state", equalTo("RENEWED"));
    }

    @Test
    void anExpiredAgreementIsRenewedWithAVisibleGap() {
        Map<String, Object> body = with(started("SPECIFIC", registered()), "endsOn", "2023-08-31");
        body.put("seatQuotas", List.of(quota("2022-2023", "BTS", 30)));
        UUID old = signed(body);
        assertThat(read(old).getString("state")).isEqualTo("EXPIRED");
        UUID id = renewed(old, LocalDate.of(2024, 10, 1));
        assertThat(read(id).getString("gap.from")).isEqualTo("2023-09-01");
        assertThat(read(id).getString("gap.to")).isEqualTo("2024-09-30");
        assertThat(read(id).getInt("gap.days")).isEqualTo(396);
        assertThat(read(id).getString("seatQuotas[0].academicYear")).isEqualTo("2024-2025");

        act(id, "signature", Map.of()).then().statusCode(200).body("gap.days", equalTo(396));
        assertThat(read(old).getString("state")).isEqualTo("RENEWED");
        assertThat(read(old).getString("stateSince")).isEqualTo("2024-10-01");
        officer()
                .get("/v1/agreements/" + old + "/history")
                .then()
                .body("items.action", contains("CREATED", "SIGNED", "CAME_INTO_FORCE", "EXPIRED", "RENEWED"))
                .body("items[4].gap.days", equalTo(396));
        officer().get("/v1/agreements/" + old + "?asOf=2024-01-01").then().body("state", equalTo("EXPIRED"));
        UUID partner = UUID.fromString(read(id).getString("parties[0].partnerId"));
        Api.as(Tokens.partner(partner)).get("/v1/agreements/" + id).then().body("gap.days", equalTo(396));
    }

    @Test
    void anAgreementHasOneRenewal() {
        UUID old = signed(started("SPECIFIC", registered()));
        UUID id = renewed(old, LocalDate.of(2023, 1, 1));
        renewal(old, "2023-01-01")
                .statusCode(409)
                .body("code", equalTo("already-renewed"))
                .body("existingId", equalTo(id.toString()));
        act(id, "signature", Map.of()).then().statusCode(200);
        renewal(old, "2024-01-01").statusCode(409).body("code", equalTo("already-renewed"));
        renewal(id, "2024-01-01").statusCode(201); // a renewal can be renewed
    }

    @Test
    void aRenewalThatWasTerminatedBeforeItsStartCanBeReplaced() {
        UUID old = signed(started("SPECIFIC", registered()));
        UUID first = renewed(old, today().plusDays(5));
        act(first, "signature", Map.of()).then().statusCode(200);
        act(first, "termination", Map.of("reason", "Le partenaire renonce"))
                .then()
                .statusCode(200)
                .body("state", equalTo("TERMINATED"))
                .body("stateReason", equalTo("Le partenaire renonce"));
        assertThat(read(old).getString("state")).isEqualTo("IN_FORCE");
        UUID draft = renewed(old, today().plusDays(9));
        act(draft, "termination", Map.of("reason", "Projet abandonné"))
                .then()
                .statusCode(200)
                .body("state", equalTo("TERMINATED"));
        officer()
                .body(with(agreement("SPECIFIC", registered()), "templateId", draft.toString()))
                .post("/v1/agreements")
                .then()
                .statusCode(409)
                .body("code", equalTo("model-not-signed"));
        UUID second = renewed(old, today().plusDays(10));
        renewal(old, "2023-01-01").statusCode(409).body("existingId", equalTo(second.toString()));
        officer()
                .get("/v1/agreements?predecessorId=" + old)
                .then()
                .body("items.id", contains(first.toString(), draft.toString(), second.toString()));
    }

    /** The calendar said that it was renewed, because the renewal was signed when it ended. */
    @Test
    void anAgreementWhoseRenewalWasNeverInForceCanStillBeRenewed() {
        UUID old = signed(with(
                started("SPECIFIC", registered()), "endsOn", today().plusDays(3).toString()));
        UUID first = renewed(old, today().plusDays(30));
        act(first, "signature", Map.of()).then().statusCode(200);
        runOn(today().plusDays(4));
        assertThat(read(old).getString("state")).isEqualTo("RENEWED");
        act(first, "termination", Map.of("reason", "Le partenaire renonce"))
                .then()
                .statusCode(200);

        UUID second = renewed(old, today().plusDays(40));
        act(second, "signature", Map.of()).then().statusCode(200);
        runOn(today().plusDays(40));

        assertThat(read(second).getString("state")).isEqualTo("IN_FORCE");
        act(second, "termination", Map.of("reason", "Fin")).then().statusCode(200);
        renewal(old, today().plusDays(60).toString()).statusCode(409).body("code", equalTo("illegal-transition"));
    }

    @Test
    void onlyAnAgreementInForceIsRenewed() {
        UUID draft = drafted(started("SPECIFIC", registered()));
        renewal(draft, "2023-01-01")
                .statusCode(409)
                .body("code", equalTo("illegal-transition"))
                .body("allowed", contains("SIGNED", "TERMINATED"));
        UUID inForce = signed(started("SPECIFIC", registered()));
        officer()
                .body("{\"startsOn\":\"2023-01-01\",\"endsOn\":\"2022-12-31\"}")
                .post("/v1/agreements/" + inForce + "/renewal")
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("end-before-start"));
        officer()
                .body("{}")
                .post("/v1/agreements/" + inForce + "/renewal")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/startsOn"));
    }

    @Test
    void aRenewalStartsAfterTheAgreementThatItRenews() {
        UUID old = signed(started("SPECIFIC", registered()));
        renewal(old, "2022-09-01")
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/startsOn"))
                .body("errors[0].code", equalTo("date-out-of-order"));
        UUID id = renewed(old, LocalDate.of(2022, 9, 2));
        patching(officer(), "\"0\"")
                .body(Map.of("startsOn", "2021-09-01"))
                .patch("/v1/agreements/" + id)
                .then()
                .statusCode(200);
        act(id, "signature", Map.of())
                .then()
                .statusCode(409)
                .body("code", equalTo("agreement-not-signable"))
                .body("errors[0].pointer", equalTo("/startsOn"))
                .body("errors[0].code", equalTo("date-out-of-order"));
    }

    @Test
    void anAmendmentCannotMoveARenewalBeforeTheAgreementThatItRenews() {
        UUID id = renewed(signed(started("SPECIFIC", registered())), LocalDate.of(2023, 1, 1));
        act(id, "signature", Map.of()).then().statusCode(200);
        amend(id, Map.of("startsOn", "2022-09-01"))
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/changes/startsOn"))
                .body("errors[0].code", equalTo("date-out-of-order"));
        amend(id, Map.of("startsOn", "2022-09-02")).then().statusCode(201);
    }

    @Test
    void anAmendmentCannotMoveAnAgreementBehindItsRenewal() {
        UUID old = signed(started("SPECIFIC", registered()));
        UUID id = renewed(old, LocalDate.of(2023, 1, 1));
        act(old, "suspension", Map.of("reason", "test")).then().statusCode(200);
        amend(old, Map.of("startsOn", "2023-01-02")).then().statusCode(201);
        amend(old, Map.of("startsOn", "2022-12-01")).then().statusCode(201);
        act(id, "signature", Map.of()).then().statusCode(200).body("state", equalTo("IN_FORCE"));
        amend(old, Map.of("startsOn", "2023-01-01"))
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/changes/startsOn"))
                .body("errors[0].code", equalTo("not-before-renewal"))
                .body("errors[0].detail", containsString("2023-01-01"));
        amend(old, Map.of("startsOn", "2022-12-31")).then().statusCode(201);
    }

    @Test
    void aSpecificAgreementIsRenewedUnderTheRenewalOfItsFramework() {
        Map<String, Object> first = started("FRAMEWORK", registered());
        first.put("endsOn", today().plusDays(5).toString());
        first.put("seatQuotas", List.of(quota("2022-2023", "BTS", 30)));
        UUID framework = signed(first);
        Map<String, Object> specific = with(started("SPECIFIC", registered()), "parentId", framework.toString());
        specific.put("seatQuotas", List.of(quota("2022-2023", "BTS", 20)));
        UUID old = signed(specific);
        LocalDate next = today().plusDays(6);
        renewal(old, next.toString())
                .statusCode(409)
                .body("code", equalTo("ceiling-exceeded"))
                .body("errors.pointer", contains("/startsOn", "/seatQuotas/0/seats"));
        act(old, "renewal", Map.of("startsOn", next.toString(), "parentId", old.toString()))
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("invalid-parent"));
        act(old, "renewal", Map.of("startsOn", next.toString(), "parentId", UUID.randomUUID()))
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("unknown-agreement"));

        UUID renewedFramework = renewed(framework, next);
        act(renewedFramework, "signature", Map.of()).then().statusCode(200);
        UUID id = UUID.fromString(
                act(old, "renewal", Map.of("startsOn", next.toString(), "parentId", renewedFramework.toString()))
                        .then()
                        .statusCode(201)
                        .body("parentId", equalTo(renewedFramework.toString()))
                        .body("seatQuotas[0].academicYear", equalTo(AcademicYears.of(next)))
                        .extract()
                        .path("id"));
        act(id, "signature", Map.of()).then().statusCode(200);

        runOn(next);
        assertThat(read(old).getString("state")).isEqualTo("RENEWED");
        assertThat(read(id).getString("state")).isEqualTo("IN_FORCE");
    }

    @Test
    void aSuspendedFundingStaysSuspendedInARenewalUntilItIsRestored() {
        Map<String, Object> body = started("SPECIFIC", registered());
        body.put("fundings", List.of(Map.of("kind", "OPCO"), Map.of("kind", "EMPLOYER")));
        UUID old = signed(body);
        act(old, "fundings/OPCO/suspension", Map.of("since", "2023-07-01", "reason", "Opco"))
                .then()
                .statusCode(200);
        UUID id = renewed(old, today().plusDays(5));
        assertThat(read(id).getList("fundings.state")).isEqualTo(List.of("SUSPENDED", "AVAILABLE"));
        assertThat(read(id).getString("fundings[0].since")).isEqualTo("2023-07-01");
        officer()
                .get("/v1/agreements/" + id + "/history")
                .then()
                .body("items.action", contains("CREATED", "FUNDING_SUSPENSION_COPIED"));
        act(old, "fundings/OPCO/restoration", Map.of()).then().statusCode(200);
        assertThat(read(id).getList("fundings.state")).isEqualTo(List.of("AVAILABLE", "AVAILABLE"));
        act(old, "fundings/EMPLOYER/suspension", Map.of("reason", "late"))
                .then()
                .statusCode(200);
        act(id, "signature", Map.of())
                .then()
                .statusCode(200)
                .body("fundings.state", contains("AVAILABLE", "SUSPENDED"));
    }

    @Test
    void anAgreementOnAModelTakesOverItsSuspendedFundings() {
        UUID model = signed(with(agreement("TEMPLATE"), "fundings", List.of(Map.of("kind", "OPCO"))));
        act(model, "fundings/OPCO/suspension", Map.of("reason", "Opco")).then().statusCode(200);
        UUID copied = drafted(with(started("SPECIFIC", registered()), "templateId", model.toString()));
        assertThat(read(copied).getString("fundings[0].state")).isEqualTo("SUSPENDED");
        act(copied, "fundings/OPCO/restoration", Map.of())
                .then()
                .statusCode(200)
                .body("fundings[0].state", equalTo("AVAILABLE"));
    }

    private void runOn(LocalDate day) {
        TestClock.setTo(day);
        lifecycle.applyDueTransitions();
    }

    private static io.restassured.response.ValidatableResponse renewal(UUID id, String startsOn) {
        return act(id, "renewal", Map.of("startsOn", startsOn)).then();
    }

    private static UUID renewed(UUID id, LocalDate startsOn) {
        return UUID.fromString(
                renewal(id, startsOn.toString()).statusCode(201).extract().path("id"));
    }
}
