package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.amend;
import static fr.cned.partenariats.partner.agreement.AgreementMother.quota;
import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.AgreementMother.today;
import static fr.cned.partenariats.partner.agreement.seat.SeatMother.used;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@PartnerIT
class AmendmentIT {

    @Test
    void anAmendmentHasANumberAndListsItsChanges() {
        UUID id = signed(with(started("SPECIFIC", registered()), "seatQuotas", List.of(quota("2026-2027", "BTS", 30))));
        String quotaId = read(id).getString("seatQuotas[0].id");

        Map<String, Object> first = Map.of(
                "reason",
                "Partenariat amplifié",
                "effectiveOn",
                "2023-01-01",
                "signedOn",
                Map.of("value", "2022-12-15", "precision", "MONTH"),
                "changes",
                Map.of("endsOn", "2099-08-31", "seatQuotas", List.of(quota("2026-2027", "BTS", 45))));
        act(id, "amendments", first)
                .then()
                .statusCode(201)
                .header("Location", containsString("/v1/agreements/" + id + "/amendments/1"))
                .body("number", equalTo(1))
                .body("reason", equalTo("Partenariat amplifié"))
                .body("signedOn.value", equalTo("2022-12-01"))
                .body("changes.pointer", contains("/endsOn", "/seatQuotas"))
                .body("changes[0].after", equalTo("2099-08-31"))
                .body("changes[1].before[0].seats", equalTo(30))
                .body("changes[1].after[0].seats", equalTo(45));
        Response second = amend(id, Map.of("tariff", Map.of("discountPercent", 10)));
        second.then().statusCode(201).body("number", equalTo(2));
        assertThat(second.asString()).as("no scientific notation").contains("\"discountPercent\":10");

        JsonPath amended = read(id);
        assertThat(amended.getInt("lastAmendment")).isEqualTo(2);
        assertThat(amended.getString("endsOn")).isEqualTo("2099-08-31");
        assertThat(amended.getString("seatQuotas[0].id")).isEqualTo(quotaId);
        assertThat(amended.getInt("seatQuotas[0].seats")).isEqualTo(45);
        assertThat(amended.getString("state")).isEqualTo("IN_FORCE");
        officer().get("/v1/agreements/" + id + "/amendments").then().body("items.number", contains(1, 2));
        officer()
                .get("/v1/agreements/" + id + "/amendments/1")
                .then()
                .statusCode(200)
                .body("effectiveOn", equalTo("2023-01-01"))
                .body("changes[0].pointer", equalTo("/endsOn"));
    }

    @Test
    void anInvalidAmendmentIsRefused() {
        UUID id = signed(started("SPECIFIC", registered()));
        refused(amend(id, Map.of()), "/changes", "nothing-changed");
        refused(amend(id, Map.of("startsOn", "2022-09-01")), "/changes", "nothing-changed");
        refused(amend(id, Map.of("state", "EXPIRED")), "/changes/state", "unknown-field");
        refused(amend(id, Map.of("endsOn", "2022-08-31")), "/changes/endsOn", "end-before-start");
        refused(
                amend(id, Map.of("minWeeklyAttendanceHours", 169)),
                "/changes/minWeeklyAttendanceHours",
                "out-of-range");
        refused(
                amend(id, Map.of("seatQuotas", List.of(quota("2026-2027", "BTS", -1)))),
                "/changes/seatQuotas/0/seats",
                "out-of-range");
        refused(amend(id, Map.of("startsOn", today().plusDays(1).toString())), "/changes/startsOn", "date-in-future");
        refused(act(id, "amendments", Map.of("changes", Map.of("endsOn", "2099-01-01"))), "/reason", "required");
        refused(act(id, "amendments", Map.of("reason", "x")), "/changes", "required");
        refused(act(id, "amendments", Map.of("reason", "x", "changes", 3)), "/changes", "wrong-type");
        refused(dated(id, today().plusDays(1).toString()), "/effectiveOn", "date-in-future");
        refused(dated(id, "2022-08-31"), "/effectiveOn", "date-out-of-order");
        String nextYear = today().plusYears(1).toString();
        Map<String, Object> signedInFuture = Map.of(
                "reason", "x",
                "signedOn", Map.of("value", nextYear, "precision", "YEAR"),
                "changes", Map.of("endsOn", "2099-01-01"));
        refused(act(id, "amendments", signedInFuture), "/signedOn/value", "date-in-future");
        assertThat(read(id).getInt("lastAmendment")).isZero();
        assertThat(read(id).getInt("revision")).isEqualTo(1);
    }

    @Test
    void aPartnerThatJoinsByAmendmentMustBeAbleToSign() {
        UUID first = registered();
        UUID contact = registered(with(partner("SPORT_AGENCY", "Agence"), "relation", "CONTACT"));
        UUID id = signed(started("SPECIFIC", first));
        amend(id, Map.of("parties", parties(first, contact)))
                .then()
                .statusCode(409)
                .body("code", equalTo("agreement-not-signable"))
                .body("errors[0].pointer", equalTo("/changes/parties/1/partnerId"))
                .body("errors[0].code", equalTo("party-without-agreement-relation"));
        amend(id, Map.of("parties", List.of())) // the missing party is reported first
                .then()
                .statusCode(409)
                .body("errors[0].code", equalTo("party-required"));

        officer()
                .post("/v1/partners/" + first + "/suspension")
                .then()
                .statusCode(200); // an existing party is not checked again
        UUID second = registered();
        amend(id, Map.of("parties", parties(first, second))).then().statusCode(201);
        Api.as(Tokens.partner(second)).get("/v1/agreements/" + id).then().statusCode(200);
    }

    @Test
    void anAmendmentThatRemovesAPartySaysWhatHappensToItsEnrollments() {
        UUID first = registered();
        UUID second = registered();
        Map<String, Object> body = started("SPECIFIC", first, second);
        body.put("seatQuotas", List.of(quota("2026-2027", "BTS", 30), quota("2026-2027", "DAEU", 5)));
        UUID id = signed(body);
        used(id, 0, 12);
        used(id, 1, 3);
        amend(id, Map.of("parties", parties(first)))
                .then()
                .statusCode(400)
                .body("code", equalTo("enrollments-decision-required"))
                .body("detail", containsString("hold a seat of the agreement: 15"))
                .body("errors[0].pointer", equalTo("/enrollments"))
                .body("leavingPartnerIds", contains(second.toString()));
        removing(id, "DELETE", first).then().statusCode(400).body("errors[0].pointer", equalTo("/enrollments"));
        removing(id, "KEEP", first, second, registered())
                .then()
                .statusCode(400)
                .body("code", equalTo("no-party-leaves"))
                .body("errors[0].pointer", equalTo("/enrollments"));
        removing(id, "CANCEL", first)
                .then()
                .statusCode(201)
                .body("enrollments", equalTo("CANCEL"))
                .body("changes.pointer", contains("/parties"));
        officer().get("/v1/agreements/" + id + "/amendments/1").then().body("enrollments", equalTo("CANCEL"));
        officer()
                .get("/v1/agreements/" + id + "/history")
                .then()
                .body("items.find { it.amendment == 1 }.enrollments", equalTo("CANCEL"));
    }

    private static Response removing(UUID id, String enrollments, UUID... remaining) {
        return act(
                id,
                "amendments",
                Map.of(
                        "reason",
                        "Avenant (test)",
                        "enrollments",
                        enrollments,
                        "changes",
                        Map.of("parties", parties(remaining))));
    }

    @Test
    void anAmendmentThatSetsTheStartBringsASignedAgreementIntoForce() {
        UUID id = signed(agreement("SPECIFIC", registered()));
        assertThat(read(id).getString("state")).isEqualTo("SIGNED");
        amend(id, Map.of("startsOn", today().toString())).then().statusCode(201);
        assertThat(read(id).getString("state")).isEqualTo("IN_FORCE");
    }

    @Test
    void aRemovedQuotaThatReturnsKeepsItsId() {
        UUID id = signed(with(started("SPECIFIC", registered()), "seatQuotas", List.of(quota("2026-2027", "BTS", 30))));
        String before = read(id).getString("seatQuotas[0].id");
        amend(id, Map.of("seatQuotas", List.of())).then().statusCode(201);
        assertThat(read(id).getList("seatQuotas")).isEmpty();
        amend(id, Map.of("seatQuotas", List.of(quota("2026-2027", "DAEU", 5))))
                .then()
                .statusCode(201);
        amend(id, Map.of("seatQuotas", List.of(quota("2026-2027", "BTS", 30))))
                .then()
                .statusCode(201);
        assertThat(read(id).getString("seatQuotas[0].id"))
                .as("its used seats still count")
                .isEqualTo(before);
    }

    private static Response dated(UUID id, String effectiveOn) {
        return act(
                id,
                "amendments",
                Map.of(
                        "reason",
                        "Avenant daté",
                        "effectiveOn",
                        effectiveOn,
                        "changes",
                        Map.of("minWeeklyAttendanceHours", 7)));
    }

    private static List<Map<String, String>> parties(UUID... partners) {
        return java.util.Arrays.stream(partners)
                .map(partner -> Map.of("partnerId", partner.toString(), "role", "SIGNATORY"))
                .toList();
    }

    private static void refused(Response answer, String pointer, String code) {
        answer.then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].code", equalTo(code));
    }
}
