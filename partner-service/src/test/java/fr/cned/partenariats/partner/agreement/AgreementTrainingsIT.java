package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.amend;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.quota;
import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.AgreementMother.tag;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.replica.training.TrainingMother.known;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An agreement names trainings of the catalogue, and its quotas are for trainings that its scope covers. */
@PartnerIT
class AgreementTrainingsIT {

    @Test
    void aQuotaOutsideTheScopeIsRefused() {
        String code = code();
        Map<String, Object> bts = started("SPECIFIC", registered());
        bts.put("scope", Map.of("families", List.of("BTS")));
        bts.put("seatQuotas", List.of(quota("2026-2027", "MASTER", 5)));
        isOutside(officer().body(bts).post("/v1/agreements"), "/seatQuotas/0/family");
        bts.put("scope", Map.of("trainingCodes", List.of(code)));
        bts.put("seatQuotas", List.of(Map.of("academicYear", "2026-2027", "trainingCode", code(), "seats", 5)));
        isOutside(officer().body(bts).post("/v1/agreements"), "/seatQuotas/0/trainingCode");

        known(code, "BTS");
        bts.put("seatQuotas", List.of(quota("2026-2027", "BTS", 5)));
        UUID id = drafted(bts);
        isOutside(
                patching(officer(), tag(id))
                        .body(Map.of("seatQuotas", List.of(quota("2026-2027", "DAEU", 5))))
                        .patch("/v1/agreements/" + id),
                "/seatQuotas/0/family");
        act(id, "signature", Map.of()).then().statusCode(200);
        isOutside(
                amend(id, Map.of("scope", Map.of("trainingCodes", List.of(), "families", List.of("DAEU")))),
                "/changes/seatQuotas/0/family");
    }

    @Test
    void aFrameworkCannotLoseTheTrainingsOfItsSpecificAgreements() {
        Map<String, Object> framework = started("FRAMEWORK", registered());
        framework.put("scope", Map.of("families", List.of("BTS", "DAEU")));
        UUID id = signed(framework);
        Map<String, Object> specific = started("SPECIFIC", registered());
        specific.put("parentId", id.toString());
        specific.put("seatQuotas", List.of(quota("2026-2027", "DAEU", 5)));
        UUID below = signed(specific);

        amend(id, Map.of("scope", Map.of("families", List.of("BTS"))))
                .then()
                .statusCode(409)
                .body("code", equalTo("ceiling-below-specifics"))
                .body("agreementIds", contains(below.toString()));
    }

    @Test
    void anUnknownTrainingIsAWarningInADraftAndCannotBeSigned() {
        String code = code();
        Map<String, Object> body = started("SPECIFIC", registered());
        body.put("scope", Map.of("trainingCodes", List.of(code)));
        UUID id = UUID.fromString(officer()
                .body(body)
                .post("/v1/agreements")
                .then()
                .statusCode(201)
                .body("warnings.code", contains("unknown-training"))
                .body("warnings.pointer", contains("/scope/trainingCodes"))
                .body("warnings[0].detail", containsString(code))
                .extract()
                .path("id"));
        officer().get("/v1/agreements/" + id).then().body("warnings", nullValue());
        patching(officer(), tag(id))
                .body(Map.of("title", "Convention"))
                .patch("/v1/agreements/" + id)
                .then()
                .statusCode(200)
                .body("warnings.code", contains("unknown-training"));
        act(id, "signature", Map.of())
                .then()
                .statusCode(409)
                .body("code", equalTo("agreement-not-signable"))
                .body("errors.code", contains("unknown-training"));
        assertThat(read(id).getString("state")).isEqualTo("DRAFT");

        known(code, "BTS");
        act(id, "signature", Map.of()).then().statusCode(200).body("warnings", nullValue());
        amend(id, Map.of("scope", Map.of("trainingCodes", List.of(code, code()))))
                .then()
                .statusCode(400)
                .body("errors.code", contains("unknown-training"))
                .body("errors.pointer", contains("/changes/scope/trainingCodes"));
    }

    private static void isOutside(Response answer, String pointer) {
        answer.then()
                .statusCode(400)
                .body("errors.code", contains("quota-outside-scope"))
                .body("errors.pointer", contains(pointer));
    }

    private static String code() {
        return "T-" + System.nanoTime();
    }
}
