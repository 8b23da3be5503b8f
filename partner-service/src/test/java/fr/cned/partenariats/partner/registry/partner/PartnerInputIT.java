package fr.cned.partenariats.partner.registry.partner;

import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invalid requests for partners are refused with the JSON pointer of the fault. */
@PartnerIT
class PartnerInputIT {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\"} | /relation | required",
                "{\"kind\":\"CIRCUS\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\"} | /kind | wrong-type",
                "{\"kind\":\"COMPANY\",\"legalName\":\" \",\"relation\":\"AGREEMENT\"} | /legalName | required",
                "{\"kind\":\"COMPANY\",\"legalName\":{},\"relation\":\"AGREEMENT\"} | /legalName | wrong-type",
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"id\":\"x\"} | /id | unknown-field",
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"state\":\"CLOSED\"} | /state | wrong-type",
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"identifiers\":{\"uai\":\"0123456B\"}} | /identifiers/uai | invalid-uai",
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"identifiers\":{\"siret\":\"12345678912345\"}} | /identifiers/siret | invalid-siret",
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"address\":{\"inseeCode\":\"2923\"}} | /address/inseeCode | invalid-insee-code",
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"address\":{\"department\":\"20\"}} | /address/department | invalid-department",
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"address\":{\"region\":\"Bretagne Sud\"}} | /address/region | invalid-region-name",
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"address\":{\"department\":\"29\",\"region\":\"Occitanie\"}} | /address/region | region-mismatch",
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"address\":{\"department\":\"29\",\"regionCode\":\"76\"}} | /address/regionCode | region-mismatch",
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"address\":{\"regionCode\":\"99\"}} | /address/regionCode | invalid-value",
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"contacts\":[{\"role\":\"a\",\"name\":\"b\"},{\"role\":\"a\",\"name\":\"b\",\"email\":\"nowhere\"}]} | /contacts/1/email | invalid-email",
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"contacts\":[null]} | /contacts/0 | required",
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"declaredSize\":{\"value\":0,\"approximate\":true}} | /declaredSize/value | out-of-range",
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"parentId\":\"y\"} | /parentId | wrong-type",
            })
    void anInvalidPartnerIsRefused(String body, String pointer, String code) {
        refused(officer().body(body).post("/v1/partners"), pointer, code);
    }

    @Test
    void aPatchOfAServerOwnedFieldIsRefused() {
        UUID partner = registered();
        for (String field : List.of("state", "id", "revision")) {
            refused(
                    patching(officer(), "\"0\"").body(Map.of(field, "x")).patch("/v1/partners/" + partner),
                    "/" + field,
                    "unknown-field");
        }
    }

    private static void refused(Response answer, String pointer, String code) {
        answer.then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid-request"))
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].code", equalTo(code))
                .body("errors[0].detail", not(containsString("fr.cned")));
    }
}
