package fr.cned.partenariats.partner.need;

import static fr.cned.partenariats.partner.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.partner.PartnerMother.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerTest;
import fr.cned.partenariats.partner.Roles;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@PartnerTest
class NeedTest {

    @Test
    void aNeedIsExpressedStudiedAndBecomesATraining() {
        UUID partner = registered();
        String id = expressed(Api.as(Tokens.partner(partner)));
        officer()
                .get("/v1/training-needs/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("EXPRESSED"))
                .body("partnerId", equalTo(partner.toString()))
                .body("trainingCode", nullValue());
        move(id, "study", "").statusCode(200).body("state", equalTo("UNDER_STUDY"));
        move(id, "acceptance", "{\"trainingCode\":\"CONCOURS-REDACTEUR\"}")
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("state", equalTo("ACCEPTED"))
                .body("trainingCode", equalTo("CONCOURS-REDACTEUR"));
        illegal(move(id, "declination", "{\"reason\":\"x\"}")).body("allowed", hasSize(0));
    }

    @Test
    void aNeedIsDeclinedWithAReason() {
        String id = expressed(Api.as(Tokens.partner(registered())));
        illegal(move(id, "declination", "{\"reason\":\"x\"}")).body("allowed", contains("UNDER_STUDY"));
        illegal(move(id, "acceptance", "{\"trainingCode\":\"BTS-X\"}")).body("allowed", contains("UNDER_STUDY"));
        move(id, "study", "").statusCode(200);
        illegal(move(id, "study", "")).body("allowed", containsInAnyOrder("ACCEPTED", "DECLINED"));
        move(id, "declination", "{}").statusCode(400).body("errors[0].pointer", equalTo("/reason"));
        move(id, "declination", "{\"reason\":\"Trop peu d'inscrits\"}")
                .statusCode(200)
                .body("state", equalTo("DECLINED"))
                .body("reason", equalTo("Trop peu d'inscrits"));
    }

    @Test
    void aPartnerSeesItsOwnNeedsAndDecidesNone() {
        UUID partner = registered();
        String own = expressed(Api.as(Tokens.partner(partner)));
        String others = expressed(Api.as(Tokens.partner(registered())));
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
    void aNeedThatCannotBe(String body, String pointer, String code) {
        Api.as(Tokens.partner(registered()))
                .body(body)
                .post("/v1/training-needs")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].code", equalTo(code));
    }

    @Test
    void anAcceptanceNamesATraining() {
        String id = expressed(Api.as(Tokens.partner(registered())));
        move(id, "study", "").statusCode(200);
        move(id, "acceptance", "{}").statusCode(400).body("errors[0].pointer", equalTo("/trainingCode"));
        move(id, "acceptance", "{\"trainingCode\":\"a b\"}")
                .statusCode(400)
                .body("errors[0].code", equalTo("invalid-training-code"));
        assertThat(officer().get("/v1/training-needs/" + id).<String>path("state"))
                .isEqualTo("UNDER_STUDY");
        move(UUID.randomUUID().toString(), "study", "").statusCode(404);
    }

    private static String expressed(RequestSpecification caller) {
        return caller.body(Map.of("title", "Préparation au concours de rédacteur", "expectedEnrollments", 40))
                .post("/v1/training-needs")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static ValidatableResponse move(String id, String what, String body) {
        return Api.as(Tokens.withRole(Roles.CATALOG_MANAGER))
                .body(body)
                .post("/v1/training-needs/" + id + "/" + what)
                .then();
    }

    private static ValidatableResponse illegal(ValidatableResponse answer) {
        return answer.statusCode(409).body("code", equalTo("illegal-transition"));
    }
}
