package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.quota;
import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@PartnerIT
class AgreementDraftIT {

    @Test
    void aNewAgreementIsADraftWithANumberAndAnIdForEachQuota() {
        UUID cfa = registered();
        UUID lycee = registered();
        Map<String, Object> body = started("SPECIFIC", cfa, lycee);
        body.put("scope", Map.of("families", List.of("BTS"), "modalities", List.of("HYBRID"), "minLevel", 5));
        body.put("seatQuotas", List.of(quota("2026-2027", "BTS", 30)));
        body.put("tariff", Map.of("fixedPrice", Map.of("amount", 1250.5, "currency", "EUR")));
        body.put("fundings", List.of(Map.of("kind", "OPCO")));
        body.put("refund", Map.of("fullWithinDays", 14, "proRata", true));
        body.put("minWeeklyAttendanceHours", 25);
        body.put("adaptations", List.of(Map.of("code", "EXTENDED_DEADLINES", "nature", "PEDAGOGICAL")));

        officer()
                .body(body)
                .post("/v1/agreements")
                .then()
                .statusCode(201)
                .header("ETag", "\"0\"")
                .body("state", equalTo("DRAFT"))
                .body("number", matchesPattern("CNED-\\d{4}-\\d{5,}"))
                .body("parties.partnerId", contains(cfa.toString(), lycee.toString()))
                .body("seatQuotas[0].id", matchesPattern("[0-9a-f]{8}-[0-9a-f]{4}-7.*"))
                .body("seatQuotas[0].usage", nullValue())
                .body("fundings[0].kind", equalTo("OPCO"))
                .body("fundings[0].state", equalTo("AVAILABLE"))
                .body("tariff.fixedPrice.amount", equalTo(1250.50f))
                .body("refund.fullWithinDays", equalTo(14))
                .body("refund.proRata", equalTo(true))
                .body("signedOn", nullValue())
                .body("endsOn", nullValue())
                .body("effective", nullValue());
    }

    @Test
    void aQuotaKeepsItsIdWhileItHasTheSameSubject() {
        Map<String, Object> body = started("SPECIFIC", registered());
        body.put("seatQuotas", List.of(quota("2026-2027", "BTS", 30), quota("2026-2027", "DAEU", 5)));
        UUID id = drafted(body);
        JsonPath before = read(id);

        patching(officer(), "\"0\"")
                .body(Map.of("seatQuotas", List.of(quota("2026-2027", "BTS", 40), quota("2027-2028", "BTS", 10))))
                .patch("/v1/agreements/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"");

        JsonPath after = read(id);
        assertThat(after.getList("seatQuotas.seats")).isEqualTo(List.of(40, 10));
        assertThat(after.getString("seatQuotas[0].id")).isEqualTo(before.getString("seatQuotas[0].id"));
        assertThat(before.getList("seatQuotas.id")).doesNotContain(after.getString("seatQuotas[1].id"));
    }

    @Test
    void aPatchWithoutAChangeKeepsTheRevision() {
        UUID id = drafted(started("SPECIFIC", registered()));
        patching(officer(), "\"0\"")
                .body(Map.of("startsOn", "2022-09-01"))
                .patch("/v1/agreements/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"0\"");
    }

    @Test
    void aTitleIsSetChangedAndCleared() {
        UUID id = drafted(with(agreement("SPECIFIC", registered()), "title", "Convention avec l'université"));
        assertThat(read(id).getString("title")).isEqualTo("Convention avec l'université");
        patch(id, "\"0\"", "{\"title\":\"Autre titre\"}").body("title", equalTo("Autre titre"));
        patch(id, "\"1\"", "{\"title\":null}").body("title", nullValue());
        officer()
                .body(with(agreement("SPECIFIC"), "title", "x".repeat(201)))
                .post("/v1/agreements")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/title"));
        UUID signed = signed(started("SPECIFIC", registered()));
        AgreementMother.amend(signed, Map.of("title", "Avenant"))
                .then()
                .statusCode(201)
                .body("changes[0].pointer", equalTo("/title"));
        assertThat(read(signed).getString("title")).isEqualTo("Avenant");
    }

    private static io.restassured.response.ValidatableResponse patch(UUID id, String tag, String body) {
        return patching(officer(), tag)
                .body(body)
                .patch("/v1/agreements/" + id)
                .then()
                .statusCode(200);
    }

    @Test
    void aPatchWithNullClearsEveryTerm() {
        Map<String, Object> body = with(started("SPECIFIC", registered()), "title", "Convention");
        body.put("endsOn", "2099-08-31");
        body.put("scope", Map.of("families", List.of("BTS"), "minLevel", 5));
        body.put("seatQuotas", List.of(quota("2026-2027", "BTS", 30)));
        body.put("tariff", Map.of("discountPercent", 10));
        body.put("fundings", List.of(Map.of("kind", "OPCO")));
        body.put("refund", Map.of("proRata", true));
        body.put("minWeeklyAttendanceHours", 25);
        body.put("adaptations", List.of(Map.of("code", "EXTENDED_DEADLINES", "nature", "PEDAGOGICAL")));
        UUID id = drafted(body);
        patch(id, "\"0\"", """
                {"title":null,"parties":null,"startsOn":null,"endsOn":null,"scope":null,"seatQuotas":null,"tariff":null,
                 "fundings":null,"refund":null,"minWeeklyAttendanceHours":null,"adaptations":null}""");
        JsonPath empty = read(id);
        for (String value : List.of("title", "startsOn", "endsOn", "tariff", "refund", "minWeeklyAttendanceHours")) {
            assertThat(empty.<Object>get(value)).as(value).isNull();
        }
        for (String list : List.of("parties", "seatQuotas", "fundings", "adaptations", "scope.families")) {
            assertThat(empty.getList(list)).as(list).isEmpty();
        }
        assertThat(empty.<Object>get("scope.minLevel")).isNull();
    }

    @Test
    void onlyADraftCanBePatched() {
        UUID id = signed(agreement("SPECIFIC", registered()));
        patching(officer(), AgreementMother.tag(id))
                .body(Map.of("minWeeklyAttendanceHours", 10))
                .patch("/v1/agreements/" + id)
                .then()
                .statusCode(409)
                .body("code", equalTo("agreement-not-draft"));
        assertThat(read(id).getString("minWeeklyAttendanceHours")).isNull();
    }

    @Test
    void aPatchNeedsTheCurrentRevision() {
        UUID id = drafted(agreement("SPECIFIC", registered()));
        patching(officer(), "\"7\"")
                .body(Map.of("minWeeklyAttendanceHours", 10))
                .patch("/v1/agreements/" + id)
                .then()
                .statusCode(412)
                .body("code", equalTo("stale-revision"));
    }

    @Test
    void theListCanBeFiltered() {
        UUID partner = registered();
        UUID draft = drafted(agreement("SPECIFIC", partner));
        UUID signed = signed(agreement("FRAMEWORK", partner));
        String number = read(signed).getString("number");
        String all = "/v1/agreements?partnerId=" + partner;

        officer().get(all).then().body("items.id", contains(draft.toString(), signed.toString()));
        officer().get(all + "&state=DRAFT").then().body("items.id", contains(draft.toString()));
        officer().get(all + "&kind=FRAMEWORK").then().body("items.id", contains(signed.toString()));
        officer().get("/v1/agreements?number=" + number).then().body("items.id", contains(signed.toString()));
        officer().get(all + "&state=TERMINATED").then().body("items", hasSize(0));

        JsonPath first = officer().get(all + "&limit=1").jsonPath();
        assertThat(first.getList("items.id")).isEqualTo(List.of(draft.toString()));
        officer()
                .get(all + "&limit=1&cursor=" + first.getString("next"))
                .then()
                .body("items.id", contains(signed.toString()))
                .body("next", nullValue());
        officer()
                .get(all + "&limit=1&state=DRAFT&cursor=" + first.getString("next"))
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-cursor"));
    }

    @Test
    void anAgreementIsFoundByWordsOfItsNumberOrOfAParty() {
        String mark = Long.toString(System.nanoTime(), 36);
        UUID party = registered(partner("UNIVERSITY", "Université de Nîmes " + mark));
        UUID id = drafted(started("SPECIFIC", party, registered()));
        String number = read(id).getString("number");

        for (String words : List.of("nimes universites " + mark, number, number.replace('-', ' '))) {
            officer()
                    .queryParam("q", words)
                    .get("/v1/agreements")
                    .then()
                    .statusCode(200)
                    .body("items.id", contains(id.toString()));
        }
        for (String words : List.of("lyon " + mark, "%_")) {
            officer()
                    .queryParam("q", words)
                    .get("/v1/agreements")
                    .then()
                    .statusCode(200)
                    .body("items", hasSize(0));
        }
        Api.as(Tokens.partner(registered()))
                .queryParam("q", mark)
                .get("/v1/agreements")
                .then()
                .body("items", hasSize(0));
    }

    @Test
    void agreementsThatEndByADayAreListedByTheirEnd() {
        UUID partner = registered();
        UUID late = drafted(ending(partner, "2027-08-31"));
        UUID first = drafted(ending(partner, "2027-06-30"));
        UUID second = drafted(ending(partner, "2027-06-30"));
        drafted(ending(partner, "2027-09-01"));
        drafted(agreement("SPECIFIC", partner));
        String list = "/v1/agreements?endsTo=2027-08-31&partnerId=" + partner;

        officer()
                .get(list)
                .then()
                .statusCode(200)
                .body("items.id", contains(first.toString(), second.toString(), late.toString()));
        String next = officer().get(list + "&limit=1").path("next");
        officer()
                .get(list + "&limit=2&cursor=" + next)
                .then()
                .body("items.id", contains(second.toString(), late.toString()))
                .body("next", nullValue());
        officer().get(list + "&state=IN_FORCE").then().body("items", hasSize(0));
    }

    private static Map<String, Object> ending(UUID partner, String endsOn) {
        return with(started("SPECIFIC", partner), "endsOn", endsOn);
    }

    @Test
    void aPartnerSeesTheAgreementsOfWhichItIsAParty() {
        UUID partner = registered();
        UUID own = drafted(agreement("SPECIFIC", registered(), partner));
        UUID others = drafted(agreement("SPECIFIC", registered()));
        String token = Tokens.partner(partner);

        Api.as(token).get("/v1/agreements").then().statusCode(200).body("items.id", contains(own.toString()));
        Api.as(token).get("/v1/agreements/" + own).then().statusCode(200);
        Api.as(token).get("/v1/agreements/" + others).then().statusCode(404).body("code", equalTo("not-found"));
        Api.as(token)
                .get("/v1/agreements?partnerId=" + read(others).getString("parties[0].partnerId"))
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
    }

    @Test
    void aNewAgreementCopiesUnsetTermsFromItsModel() {
        Map<String, Object> template = agreement("TEMPLATE");
        template.put("scope", Map.of("families", List.of("BTS", "LICENCE"), "modalities", List.of("DISTANCE")));
        template.put("tariff", Map.of("discountPercent", 20));
        template.put("startsOn", "2022-01-01");
        UUID model = drafted(template);
        Map<String, Object> body = with(agreement("SPECIFIC", registered()), "templateId", model.toString());
        body.put("scope", Map.of("families", List.of("BTS")));

        officer().body(body).post("/v1/agreements").then().statusCode(409).body("code", equalTo("model-not-signed"));
        act(model, "signature", Map.of()).then().statusCode(200).body("state", equalTo("IN_FORCE"));

        UUID id = drafted(body);
        JsonPath made = read(id);
        assertThat(made.getList("scope.families")).isEqualTo(List.of("BTS"));
        assertThat(made.getList("scope.modalities")).isEqualTo(List.of("DISTANCE"));
        assertThat(made.getInt("tariff.discountPercent")).isEqualTo(20);
        assertThat(made.getString("startsOn")).isNull();
        officer().get("/v1/agreements?templateId=" + model).then().body("items.id", contains(id.toString()));
    }

    @Test
    void termsThatAModelInheritsAreCopied() {
        Map<String, Object> framework = started("FRAMEWORK", registered());
        framework.put("scope", Map.of("families", List.of("CONCOURS")));
        framework.put("tariff", Map.of("discountPercent", 20));
        framework.put("fundings", List.of(Map.of("kind", "EMPLOYER")));
        framework.put("adaptations", List.of(Map.of("code", "EXTENDED_DEADLINES", "nature", "PEDAGOGICAL")));
        UUID model = signed(with(
                agreement("SPECIFIC", registered()),
                "parentId",
                signed(framework).toString()));

        JsonPath made = read(drafted(with(agreement("SPECIFIC", registered()), "templateId", model.toString())));
        assertThat(made.getList("scope.families")).isEqualTo(List.of("CONCOURS"));
        assertThat(made.getInt("tariff.discountPercent")).isEqualTo(20);
        assertThat(made.getList("fundings.kind")).isEqualTo(List.of("EMPLOYER"));
        assertThat(made.getList("adaptations.code")).isEqualTo(List.of("EXTENDED_DEADLINES"));
        assertThat(made.getString("startsOn")).isNull();
    }
}
