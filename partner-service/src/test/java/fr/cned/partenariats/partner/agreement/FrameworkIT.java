package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.amend;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.quota;
import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.replica.training.TrainingMother.known;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Specific agreements inherit terms of their framework and cannot exceed its ceilings. */
@PartnerIT
class FrameworkIT {

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
    void aNewAgreementCannotExceedTheCeilingsOfItsFramework() {
        UUID framework = signed(framework());
        exceeds(framework, "tariff", Map.of("discountPercent", 21), "/tariff");
        exceeds(framework, "seatQuotas", List.of(quota("2026-2027", "CONCOURS", 101)), "/seatQuotas/0/seats");
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
    void specificAgreementsInheritTheChangesOfTheirFramework() {
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
    void aDraftCannotExceedTheCeilingsOfItsFramework() {
        UUID id = drafted(under(signed(framework())));
        patching(officer(), "\"0\"")
                .body(Map.of("tariff", Map.of("discountPercent", 50)))
                .patch("/v1/agreements/" + id)
                .then()
                .statusCode(409)
                .body("code", equalTo("ceiling-exceeded"))
                .body("errors[0].pointer", equalTo("/tariff"));
    }

    @Test
    void aFundingSuspensionOfAFrameworkAppliesToItsSpecificAgreements() {
        UUID framework = signed(framework());
        UUID id = signed(under(framework));
        act(framework, "fundings/OPCO/suspension", Map.of("reason", "test"))
                .then()
                .statusCode(200);
        assertThat(read(id).getString("effective.fundings.find { it.kind == 'OPCO' }.state"))
                .isEqualTo("SUSPENDED");
        assertThat(read(id).getString("state")).isEqualTo("IN_FORCE");
        for (String change : List.of("suspension", "restoration")) {
            act(id, "fundings/OPCO/" + change, Map.of("reason", "test"))
                    .then()
                    .spec(problem(409, "framework-funding-suspended"));
        }
    }

    @Test
    void aFrameworkWithLiveSpecificAgreementsCannotBeTerminated() {
        UUID framework = signed(framework());
        UUID specific = signed(under(framework));
        UUID draft = drafted(under(framework));
        Map<String, String> reason = Map.of("reason", "test");

        act(framework, "termination", reason)
                .then()
                .statusCode(409)
                .body("code", equalTo("framework-has-specifics"))
                .body("agreementIds", contains(specific.toString()));
        act(specific, "termination", reason).then().statusCode(200);
        act(framework, "termination", reason).then().statusCode(200);
        act(draft, "signature", Map.of()).then().statusCode(409).body("errors.code", contains("framework-not-signed"));
    }

    static Map<String, Object> framework() {
        known("CONCOURS-ATTACHE", "CONCOURS");
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

    static Map<String, Object> under(UUID framework) {
        Map<String, Object> specific = agreement("SPECIFIC", registered());
        specific.put("parentId", framework.toString());
        return specific;
    }

    static void exceeds(UUID framework, String field, Object value, String pointer) {
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
}
