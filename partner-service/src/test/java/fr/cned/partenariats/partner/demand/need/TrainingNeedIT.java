package fr.cned.partenariats.partner.demand.need;

import static fr.cned.partenariats.partner.demand.need.TrainingNeedMother.created;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.replica.training.TrainingMother.known;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import fr.cned.partenariats.partner.Roles;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@PartnerIT
class TrainingNeedIT {

    @Test
    void aNeedIsStudiedAndAcceptedWithATraining() {
        UUID partner = registered();
        String id = created(Api.as(Tokens.partner(partner)));
        officer()
                .get("/v1/training-needs/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("EXPRESSED"))
                .body("partnerId", equalTo(partner.toString()))
                .body("trainingCode", nullValue());
        moveTo(id, "study", "").statusCode(200).body("state", equalTo("UNDER_STUDY"));
        known("CONCOURS-REDACTEUR", "CONCOURS");
        moveTo(id, "acceptance", "{\"trainingCode\":\"CONCOURS-REDACTEUR\"}")
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("state", equalTo("ACCEPTED"))
                .body("trainingCode", equalTo("CONCOURS-REDACTEUR"));
        illegal(moveTo(id, "declination", "{\"reason\":\"x\"}")).body("allowed", hasSize(0));
    }

    @Test
    void aNeedIsDeclinedWithAReason() {
        String id = created(Api.as(Tokens.partner(registered())));
        illegal(moveTo(id, "declination", "{\"reason\":\"x\"}")).body("allowed", contains("UNDER_STUDY"));
        illegal(moveTo(id, "acceptance", "{\"trainingCode\":\"BTS-X\"}")).body("allowed", contains("UNDER_STUDY"));
        moveTo(id, "study", "").statusCode(200);
        illegal(moveTo(id, "study", "")).body("allowed", containsInAnyOrder("ACCEPTED", "DECLINED"));
        moveTo(id, "declination", "{}").statusCode(400).body("errors[0].pointer", equalTo("/reason"));
        moveTo(id, "declination", "{\"reason\":\"Trop peu d'inscrits\"}")
                .statusCode(200)
                .body("state", equalTo("DECLINED"))
                .body("reason", equalTo("Trop peu d'inscrits"));
    }

    @Test
    void aPartnerSeesOnlyItsOwnNeedsAndDecidesNone() {
        UUID partner = registered();
        String own = created(Api.as(Tokens.partner(partner)));
        String others = created(Api.as(Tokens.partner(registered())));
        Api.as(Tokens.partner(partner)).get("/v1/training-needs").then().body("items.id", contains(own));
        Api.as(Tokens.partner(partner))
                .get("/v1/training-needs/" + others)
                .then()
                .statusCode(404);
        Api.as(Tokens.partner(partner))
                .post("/v1/training-needs/" + own + "/study")
                .then()
                .statusCode(403);
        Api.as(Tokens.partner(partner))
                .body(Map.of("title", "x", "partnerId", registered().toString()))
                .post("/v1/training-needs")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/partnerId"));
        officer()
                .get("/v1/training-needs?state=EXPRESSED&partnerId=" + partner)
                .then()
                .body("items.id", contains(own));
        officer()
                .get("/v1/training-needs?state=DECLINED&partnerId=" + partner)
                .then()
                .body("items", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | /title | required",
                "{\"title\":\"x\",\"level\":9} | /level | out-of-range",
                "{\"title\":\"x\",\"expectedEnrollments\":0} | /expectedEnrollments | out-of-range",
                "{\"title\":\"x\",\"state\":\"ACCEPTED\"} | /state | unknown-field",
                "{\"title\":[]} | /title | wrong-type"
            })
    void anInvalidNeedIsRefused(String body, String pointer, String code) {
        Api.as(Tokens.partner(registered()))
                .body(body)
                .post("/v1/training-needs")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].code", equalTo(code));
    }

    @Test
    void anAcceptanceMustNameATraining() {
        String id = created(Api.as(Tokens.partner(registered())));
        moveTo(id, "study", "").statusCode(200);
        moveTo(id, "acceptance", "{}").statusCode(400).body("errors[0].pointer", equalTo("/trainingCode"));
        moveTo(id, "acceptance", "{\"trainingCode\":\"a b\"}")
                .statusCode(400)
                .body("errors[0].code", equalTo("invalid-training-code"));
        moveTo(id, "acceptance", "{\"trainingCode\":\"N-EXISTE-PAS\"}")
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/trainingCode"))
                .body("errors[0].code", equalTo("unknown-training"));
        assertThat(officer().get("/v1/training-needs/" + id).<String>path("state"))
                .isEqualTo("UNDER_STUDY");
        moveTo(UUID.randomUUID().toString(), "study", "").statusCode(404);
    }

    private static ValidatableResponse moveTo(String id, String what, String body) {
        return Api.as(Tokens.withRole(Roles.CATALOG_MANAGER))
                .body(body)
                .post("/v1/training-needs/" + id + "/" + what)
                .then();
    }

    private static ValidatableResponse illegal(ValidatableResponse answer) {
        return answer.statusCode(409).body("code", equalTo("illegal-transition"));
    }
}
