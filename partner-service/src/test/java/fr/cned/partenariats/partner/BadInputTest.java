package fr.cned.partenariats.partner;

import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.quota;
import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import fr.cned.partenariats.commons.testing.Api;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nonsense for each operation: problem+json that names what is wrong and where, and nothing done. */
@PartnerTest
class BadInputTest {

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
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"contacts\":[{\"role\":\"a\",\"name\":\"b\"},{\"role\":\"a\",\"name\":\"b\",\"email\":\"nowhere\"}]} | /contacts/1/email | invalid-email",
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"contacts\":[null]} | /contacts/0 | required",
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"declaredSize\":{\"value\":0,\"approximate\":true}} | /declaredSize/value | out-of-range",
                "{\"kind\":\"COMPANY\",\"legalName\":\"X\",\"relation\":\"AGREEMENT\",\"parentId\":\"y\"} | /parentId | wrong-type",
            })
    void aPartnerThatCannotBe(String body, String pointer, String code) {
        refused(officer().body(body).post("/v1/partners"), pointer, code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind | null | /kind | required",
                "startsOn | \"2026-02-30\" | /startsOn | wrong-type",
                "startsOn | \"+9999999-01-01\" | /startsOn | wrong-type",
                "startsOn | 20260230 | /startsOn | wrong-type",
                "endsOn | \"2022-08-31\" | /endsOn | end-before-start",
                "state | \"SIGNED\" | /state | unknown-field",
                "seatQuotas | [{\"academicYear\":\"2026-2027\",\"seats\":-1}] | /seatQuotas/0/seats | out-of-range",
                "seatQuotas | [{\"academicYear\":\"2026-2028\",\"seats\":1}] | /seatQuotas/0/academicYear | invalid-academic-year",
                "seatQuotas | [{\"academicYear\":\"2026-2027\",\"seats\":1,\"family\":\"BTS\",\"trainingCode\":\"BTS-MCO\"}] | /seatQuotas/0 | either-or",
                "seatQuotas | [{\"academicYear\":\"2026-2027\",\"seats\":1},{\"academicYear\":\"2026-2027\",\"seats\":2}] | /seatQuotas/1 | duplicate-entry",
                "seatQuotas | [{\"id\":\"01890000-0000-7000-8000-000000000000\",\"academicYear\":\"2026-2027\",\"seats\":1}] | /seatQuotas/0/id | unknown-seat-quota",
                "seatQuotas | [{\"academicYear\":\"2026-2027\",\"seats\":1.5}] | /seatQuotas/0/seats | wrong-type",
                "scope | {\"families\":[\"CAP\"]} | /scope/families/0 | wrong-type",
                "scope | {\"minLevel\":6,\"maxLevel\":5} | /scope/maxLevel | end-before-start",
                "scope | {\"minLevel\":9} | /scope/minLevel | out-of-range",
                "tariff | {} | /tariff | either-or",
                "tariff | {\"discountPercent\":10,\"fixedPrice\":{\"amount\":1,\"currency\":\"EUR\"}} | /tariff | either-or",
                "tariff | {\"discountPercent\":101} | /tariff/discountPercent | out-of-range",
                "tariff | {\"fixedPrice\":{\"amount\":1.005,\"currency\":\"EUR\"}} | /tariff/fixedPrice/amount | out-of-range",
                "tariff | {\"fixedPrice\":{\"amount\":1e100000000,\"currency\":\"EUR\"}} | /tariff/fixedPrice/amount | out-of-range",
                "tariff | {\"discountPercent\":0e-2147483647} | /tariff/discountPercent | out-of-range",
                "tariff | {\"fixedPrice\":{\"amount\":1,\"currency\":\"USD\"}} | /tariff/fixedPrice/currency | invalid-value",
                "fundings | [{\"kind\":\"OPCO\"},{\"kind\":\"OPCO\"}] | /fundings/1 | duplicate-entry",
                "fundings | [{\"kind\":\"OPCO\",\"state\":\"SUSPENDED\"}] | /fundings/0/state | unknown-field",
                "minWeeklyAttendanceHours | 169 | /minWeeklyAttendanceHours | out-of-range",
                "adaptations | [{\"code\":\"more time\",\"nature\":\"PEDAGOGICAL\"}] | /adaptations/0/code | invalid-value",
                "parties | [{\"partnerId\":\"01890000-0000-7000-8000-000000000000\",\"role\":\"SIGNATORY\"}] | /parties/0/partnerId | unknown-partner",
                "parties | [{\"role\":\"SIGNATORY\"}] | /parties/0/partnerId | required",
                "parentId | \"01890000-0000-7000-8000-000000000000\" | /parentId | unknown-agreement",
                "templateId | \"01890000-0000-7000-8000-000000000000\" | /templateId | unknown-agreement",
            })
    void anAgreementThatCannotBe(String field, String value, String pointer, String code) {
        String other = field.equals("startsOn") ? "" : "\"startsOn\":\"2022-09-01\",";
        String kind = field.equals("kind") ? "" : "\"kind\":\"SPECIFIC\",";
        String body = "{" + kind + other + "\"" + field + "\":" + value + "}";
        refused(officer().body(body).post("/v1/agreements"), pointer, code);
    }

    @Test
    void onlyASpecificAgreementStandsUnderAFramework() {
        UUID specific = drafted(agreement("SPECIFIC", registered()));
        UUID framework = drafted(agreement("FRAMEWORK", registered()));
        refused(
                officer()
                        .body(with(agreement("SPECIFIC"), "parentId", specific.toString()))
                        .post("/v1/agreements"),
                "/parentId",
                "invalid-parent");
        refused(
                officer()
                        .body(with(agreement("FRAMEWORK"), "parentId", framework.toString()))
                        .post("/v1/agreements"),
                "/parentId",
                "invalid-parent");
    }

    @Test
    void aTemplateHasNeitherPartiesNorSeats() {
        Map<String, Object> template = agreement("TEMPLATE", registered());
        template.put("seatQuotas", List.of(quota("2026-2027", "BTS", 1)));
        officer()
                .body(template)
                .post("/v1/agreements")
                .then()
                .statusCode(400)
                .body("errors.pointer", equalTo(List.of("/parties", "/seatQuotas")))
                .body("errors[0].code", equalTo("not-for-a-template"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"parties\":[]}x",
                "{\"startsOn\":",
                "[]",
                "3",
                "",
                "{\"startsOn\":\"2022-09-01\",\"startsOn\":\"2023-09-01\"}"
            })
    void aPatchThatIsNoDocument(String body) {
        UUID id = drafted(agreement("SPECIFIC", registered()));
        patching(officer(), "\"0\"")
                .body(body)
                .patch("/v1/agreements/" + id)
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
        assertThat(read(id).getInt("revision")).isZero();
    }

    @Test
    void aPatchWithANumberOfTooManyDigitsToComputeWith() {
        UUID id = drafted(agreement("SPECIFIC", registered()));
        patching(officer(), "\"0\"")
                .body("{\"tariff\":{\"fixedPrice\":{\"amount\":1e100000000,\"currency\":\"EUR\"}}}")
                .patch("/v1/agreements/" + id)
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/tariff/fixedPrice/amount"));
    }

    @Test
    void aPatchOfWhatOnlyTheServerSets() {
        UUID id = drafted(agreement("SPECIFIC", registered()));
        for (String field : List.of("state", "number", "kind", "revision", "signedOn", "parentId", "predecessorId")) {
            refused(
                    patching(officer(), "\"0\"").body(Map.of(field, "x")).patch("/v1/agreements/" + id),
                    "/" + field,
                    "unknown-field");
        }
        UUID partner = registered();
        for (String field : List.of("state", "id", "revision")) {
            refused(
                    patching(officer(), "\"0\"").body(Map.of(field, "x")).patch("/v1/partners/" + partner),
                    "/" + field,
                    "unknown-field");
        }
    }

    @Test
    void aStateChangeWithoutAReasonOrWithSomethingElse() {
        UUID id = signed(started("SPECIFIC", registered()));
        String path = "/v1/agreements/" + id;
        refused(officer().body("{}").post(path + "/suspension"), "/reason", "required");
        refused(officer().body("{}").post(path + "/termination"), "/reason", "required");
        refused(officer().body("{}").post(path + "/fundings/OPCO/suspension"), "/reason", "required");
        refused(officer().body("{\"when\":1}").post(path + "/resumption"), "/when", "unknown-field");
        refused(
                officer().body("{\"signedOn\":{\"value\":\"2022-11-24\"}}").post(path + "/signature"),
                "/signedOn/precision",
                "required");
        refused(
                officer()
                        .body("{\"signedOn\":{\"value\":\"+9999999-01-01\",\"precision\":\"YEAR\"}}")
                        .post(path + "/signature"),
                "/signedOn/value",
                "wrong-type");
        officer().post(path + "/suspension").then().statusCode(400);
        officer()
                .body("{\"reason\":\"x\"}")
                .post(path + "/fundings/LOTTERY/suspension")
                .then()
                .statusCode(404);
        assertThat(read(id).getString("state")).isEqualTo("IN_FORCE");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/partners?limit=0, limit-out-of-range",
        "/v1/partners?limit=101, limit-out-of-range",
        "/v1/partners?limit=many, invalid-parameter",
        "/v1/partners?cursor=broken, invalid-cursor",
        "/v1/partners?kind=CIRCUS, invalid-parameter",
        "/v1/partners?name=x, unknown-parameter",
        "/v1/partners?parentId=x, invalid-parameter",
        "/v1/partners?uai=0123456B, invalid-request",
        "/v1/partners?siren=1, invalid-request",
        "/v1/partners?q=x, invalid-request",
        "/v1/agreements?state=OVER, invalid-parameter",
        "/v1/agreements?partnerId=x, invalid-parameter",
        "/v1/agreements?cursor=e30, invalid-cursor",
        "/v1/networks?limit=0, limit-out-of-range",
        "/v1/networks?name=x, unknown-parameter",
        "/v1/sites?networkId=CAMPUS_CONNECTES, invalid-parameter",
        "/v1/sites?department=20, invalid-request",
        "/v1/sites?region=Breizh, invalid-request",
        "/v1/sites?cursor=e30, invalid-cursor",
        "/v1/opportunities?kind=HOLIDAY, invalid-parameter",
        "/v1/opportunities?romeCode=Z1602, invalid-request",
        "/v1/opportunities?department=20, invalid-request",
        "/v1/opportunities?past=perhaps, invalid-parameter",
        "/v1/opportunities?limit=101, limit-out-of-range",
        "/v1/training-needs?state=OVER, invalid-parameter",
        "/v1/training-needs?cursor=broken, invalid-cursor"
    })
    void aListThatCannotBeRead(String path, String code) {
        officer()
                .get(path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo(code));
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        String nobody = UUID.randomUUID().toString();
        for (String path :
                List.of("/v1/partners/", "/v1/agreements/", "/v1/networks/", "/v1/sites/", "/v1/opportunities/")) {
            officer().get(path + nobody).then().statusCode(404).body("code", equalTo("not-found"));
            patching(officer(), "\"0\"")
                    .body(Map.of())
                    .patch(path + nobody)
                    .then()
                    .statusCode(404);
            officer().get(path + "not-a-uuid").then().statusCode(404).contentType("application/problem+json");
        }
        officer().post("/v1/partners/" + nobody + "/closure").then().statusCode(404);
        officer()
                .body("{}")
                .post("/v1/agreements/" + nobody + "/signature")
                .then()
                .statusCode(404);
    }

    @Test
    void theWrongMethodMediaTypeOrToken() {
        officer().delete("/v1/partners").then().statusCode(405).body("code", equalTo("method-not-allowed"));
        officer()
                .contentType("text/csv")
                .body("a;b")
                .post("/v1/partners")
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported-media-type"));
        officer()
                .contentType("text/plain")
                .body("too few students")
                .post("/v1/training-needs/" + UUID.randomUUID() + "/declination")
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported-media-type"));
        Api.as("forged").get("/v1/partners").then().statusCode(401).body("code", equalTo("invalid-token"));
        Api.anonymous().get("/v1/partners").then().statusCode(401).body("code", equalTo("unauthenticated"));
    }

    @Test
    void refusalsSpeakFrenchWhenAsked() {
        officer()
                .header("Accept-Language", "fr")
                .body(with(partner("COMPANY", "X"), "identifiers", Map.of("uai", "0123456B")))
                .post("/v1/partners")
                .then()
                .statusCode(400)
                .body("errors[0].detail", containsString("sept chiffres"));
        UUID id = signed(agreement("SPECIFIC", registered()));
        patching(officer(), "\"1\"")
                .header("Accept-Language", "fr-FR")
                .body(Map.of())
                .patch("/v1/agreements/" + id)
                .then()
                .statusCode(409)
                .body("title", equalTo("Convention signée"));
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
