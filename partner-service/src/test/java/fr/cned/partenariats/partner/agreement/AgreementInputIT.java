package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.quota;
import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid requests for agreements are refused with the JSON pointer of the fault. */
@PartnerIT
class AgreementInputIT {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind | null | /kind | required",
                "startsOn | \"2026-02-30\" | /startsOn | no-such-day",
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
                "tariff | {\"fixedPrice\":{\"amount\":100000000,\"currency\":\"EUR\"}} | /tariff/fixedPrice/amount | out-of-range",
                "tariff | {\"fixedPrice\":{\"amount\":1e100000000,\"currency\":\"EUR\"}} | /tariff/fixedPrice/amount | out-of-range",
                "tariff | {\"discountPercent\":0e-2147483647} | /tariff/discountPercent | out-of-range",
                "tariff | {\"fixedPrice\":{\"amount\":1,\"currency\":\"USD\"}} | /tariff/fixedPrice/currency | invalid-value",
                "fundings | [{\"kind\":\"OPCO\"},{\"kind\":\"OPCO\"}] | /fundings/1 | duplicate-entry",
                "fundings | [{\"kind\":\"OPCO\",\"state\":\"SUSPENDED\"}] | /fundings/0/state | unknown-field",
                "refund | {\"fullWithinDays\":367} | /refund/fullWithinDays | out-of-range",
                "refund | {\"days\":14} | /refund/days | unknown-field",
                "refund | \"PRO_RATA\" | /refund | wrong-type",
                "minWeeklyAttendanceHours | 169 | /minWeeklyAttendanceHours | out-of-range",
                "adaptations | [{\"code\":\"more time\",\"nature\":\"PEDAGOGICAL\"}] | /adaptations/0/code | invalid-value",
                "parties | [{\"partnerId\":\"01890000-0000-7000-8000-000000000000\",\"role\":\"SIGNATORY\"}] | /parties/0/partnerId | unknown-partner",
                "parties | [{\"role\":\"SIGNATORY\"}] | /parties/0/partnerId | required",
                "parentId | \"01890000-0000-7000-8000-000000000000\" | /parentId | unknown-agreement",
                "templateId | \"01890000-0000-7000-8000-000000000000\" | /templateId | unknown-agreement",
            })
    void anInvalidAgreementIsRefused(String field, String value, String pointer, String code) {
        String other = field.equals("startsOn") ? "" : "\"startsOn\":\"2022-09-01\",";
        String kind = field.equals("kind") ? "" : "\"kind\":\"SPECIFIC\",";
        String body = "{" + kind + other + "\"" + field + "\":" + value + "}";
        refused(officer().body(body).post("/v1/agreements"), pointer, code);
    }

    @Test
    void onlyASpecificAgreementHasAFrameworkAsParent() {
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
    void aPatchThatIsNotAJsonObjectIsRefused(String body) {
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
    void aPatchWithANumberOfTooManyDigitsIsRefused() {
        UUID id = drafted(agreement("SPECIFIC", registered()));
        patching(officer(), "\"0\"")
                .body("{\"tariff\":{\"fixedPrice\":{\"amount\":1e100000000,\"currency\":\"EUR\"}}}")
                .patch("/v1/agreements/" + id)
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/tariff/fixedPrice/amount"));
    }

    @Test
    void aPatchOfAServerOwnedFieldIsRefused() {
        UUID id = drafted(agreement("SPECIFIC", registered()));
        for (String field : List.of("state", "number", "kind", "revision", "signedOn", "parentId", "predecessorId")) {
            refused(
                    patching(officer(), "\"0\"").body(Map.of(field, "x")).patch("/v1/agreements/" + id),
                    "/" + field,
                    "unknown-field");
        }
    }

    @Test
    void aStateChangeWithoutAReasonOrWithAnUnknownFieldIsRefused() {
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
