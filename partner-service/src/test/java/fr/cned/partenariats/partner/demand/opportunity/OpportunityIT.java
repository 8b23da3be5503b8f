package fr.cned.partenariats.partner.demand.opportunity;

import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.AgreementMother.today;
import static fr.cned.partenariats.partner.demand.opportunity.OpportunityMother.company;
import static fr.cned.partenariats.partner.demand.opportunity.OpportunityMother.opportunity;
import static fr.cned.partenariats.partner.demand.opportunity.OpportunityMother.opportunityOf;
import static fr.cned.partenariats.partner.demand.opportunity.OpportunityMother.published;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import fr.cned.partenariats.partner.Roles;
import fr.cned.partenariats.partner.TestClock;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@PartnerIT
class OpportunityIT {

    @Test
    void aCompanyPublishesAndEveryRoleReads() {
        UUID company = company();
        String id = Api.as(Tokens.partner(company))
                .body(opportunity())
                .post("/v1/opportunities")
                .then()
                .statusCode(201)
                .header("ETag", "\"0\"")
                .body("partnerId", equalTo(company.toString()))
                .body("state", equalTo("PUBLISHED"))
                .body("place.department", equalTo("29"))
                .extract()
                .path("id");

        for (String role : new String[] {Roles.CATALOG_READER, Roles.ENROLLMENT_OFFICER, Roles.CATALOG_MANAGER}) {
            Api.as(Tokens.withRole(role)).get("/v1/opportunities/" + id).then().statusCode(200);
        }
        String another = Tokens.partner(registered());
        Api.as(another).get("/v1/opportunities/" + id).then().statusCode(200);
        Api.as(another)
                .get("/v1/opportunities?romeCode=G1602&department=29&kind=APPRENTICESHIP&partnerId=" + company)
                .then()
                .body("items.id", contains(id));
        Api.as(another)
                .get("/v1/opportunities?kind=JOB&partnerId=" + company)
                .then()
                .body("items", hasSize(0));
    }

    @Test
    void aPageStartsAfterThePreviousOne() {
        UUID company = company();
        List<String> ids = List.of(published(company), published(company), published(company));
        String list = "/v1/opportunities?department=29&partnerId=" + company + "&limit=2";
        JsonPath first = officer().get(list).jsonPath();
        assertThat(first.getList("items.id")).isEqualTo(ids.subList(0, 2));
        Api.as(Tokens.partner(company)).post("/v1/opportunities/" + ids.get(2) + "/withdrawal");
        String later = published(company);
        JsonPath second =
                officer().get(list + "&cursor=" + first.getString("next")).jsonPath();
        assertThat(second.getList("items.id")).isEqualTo(List.of(later));
        assertThat(second.getString("next")).isNull();
    }

    @Test
    void onlyACompanyWithAnAgreementInForcePublishes() {
        UUID lycee = registered(partner("UPPER_SECONDARY_SCHOOL", "Lycée"));
        signed(started("SPECIFIC", lycee));
        refused(lycee, "partner-not-a-company");
        UUID without = registered(partner("COMPANY", "Sans convention"));
        refused(without, "no-agreement-in-force");
        UUID agreement = signed(started("SPECIFIC", without));
        officer().body(opportunityOf(without)).post("/v1/opportunities").then().statusCode(201);
        act(agreement, "suspension", Map.of("reason", "test")).then().statusCode(200);
        refused(without, "no-agreement-in-force");
    }

    @Test
    void othersDoNotSeeTheOpportunitiesOfASuspendedCompany() {
        UUID company = company();
        String id = published(company);
        String reader = Tokens.partner(company());
        String mark = "Serrurier " + System.nanoTime();
        patching(officer(), "\"0\"")
                .body(Map.of("title", mark))
                .patch("/v1/opportunities/" + id)
                .then()
                .statusCode(200);

        officer().post("/v1/partners/" + company + "/suspension").then().statusCode(200);
        Api.as(reader).get("/v1/opportunities/" + id).then().statusCode(404);
        Api.as(reader).get("/v1/opportunities?partnerId=" + company).then().body("items", hasSize(0));
        Api.as(reader).queryParam("q", mark).get("/v1/opportunities").then().body("items", hasSize(0));
        officer().get("/v1/opportunities/" + id).then().statusCode(200);
        Api.as(Tokens.partner(company)).get("/v1/opportunities/" + id).then().statusCode(200);

        officer().post("/v1/partners/" + company + "/activation").then().statusCode(200);
        Api.as(reader).get("/v1/opportunities/" + id).then().statusCode(200);
        Api.as(reader).queryParam("q", mark).get("/v1/opportunities").then().body("items.id", contains(id));
    }

    @Test
    void onlyTheCompanyAndOfficersChangeAnOpportunity() {
        UUID company = company();
        String id = published(company);
        String stranger = Tokens.partner(company());
        patching(Api.as(stranger), "\"0\"")
                .body(Map.of("title", "x"))
                .patch("/v1/opportunities/" + id)
                .then()
                .statusCode(404)
                .body("code", equalTo("not-found"));
        Api.as(stranger).post("/v1/opportunities/" + id + "/withdrawal").then().statusCode(404);
        patching(Api.as(Tokens.partner(company)), "\"0\"")
                .body(Map.of("title", "Cuisinier"))
                .patch("/v1/opportunities/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("title", equalTo("Cuisinier"));
        patching(officer(), "\"0\"")
                .body(Map.of())
                .patch("/v1/opportunities/" + id)
                .then()
                .statusCode(412);
        Api.as(stranger)
                .body(opportunityOf(company))
                .post("/v1/opportunities")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/partnerId"));
    }

    @Test
    void aWithdrawnOpportunityIsVisibleToItsCompanyAndOfficersOnly() {
        UUID company = company();
        String id = published(company);
        Api.as(Tokens.partner(company))
                .post("/v1/opportunities/" + id + "/withdrawal")
                .then()
                .statusCode(200)
                .body("state", equalTo("WITHDRAWN"));
        officer()
                .post("/v1/opportunities/" + id + "/withdrawal")
                .then()
                .statusCode(409)
                .body("code", equalTo("illegal-transition"))
                .body("allowed", hasSize(0));
        patching(officer(), "\"1\"")
                .body(Map.of("title", "x"))
                .patch("/v1/opportunities/" + id)
                .then()
                .statusCode(409)
                .body("code", equalTo("opportunity-withdrawn"));
        isVisibleToItsCompanyAndOfficersOnly(company, id);
    }

    @Test
    void anExpiredOpportunityIsVisibleToItsCompanyAndOfficersOnly() {
        UUID company = company();
        String id = published(company);
        TestClock.setTo(today().plusDays(30));
        Api.as(Tokens.withRole(Roles.CATALOG_READER))
                .get("/v1/opportunities/" + id)
                .then()
                .statusCode(200);
        TestClock.setTo(today().plusDays(31));
        isVisibleToItsCompanyAndOfficersOnly(company, id);
    }

    @Test
    void anOpportunityIsVisibleToAllOnlyWhileItsCompanyHasAnAgreementInForce() {
        UUID company = registered(partner("COMPANY", "O2 (test)"));
        UUID agreement = signed(started("SPECIFIC", company));
        String id = published(company);
        act(agreement, "suspension", Map.of("reason", "test")).then().statusCode(200);
        isVisibleToItsCompanyAndOfficersOnly(company, id);
        act(agreement, "resumption", Map.of()).then().statusCode(200);
        isVisibleToAll(company, id);

        act(agreement, "termination", Map.of("reason", "test")).then().statusCode(200);
        isVisibleToItsCompanyAndOfficersOnly(company, id);
        signed(started("SPECIFIC", registered(), company));
        isVisibleToAll(company, id);
    }

    private static void isVisibleToAll(UUID company, String id) {
        for (String reader : List.of(
                Tokens.partner(registered()),
                Tokens.partner(company),
                Tokens.withRole(Roles.CATALOG_READER),
                Tokens.withRole(Roles.PARTNERSHIP_OFFICER))) {
            Api.as(reader).get("/v1/opportunities/" + id).then().statusCode(200);
            Api.as(reader).get("/v1/opportunities?partnerId=" + company).then().body("items.id", contains(id));
        }
    }

    private static void isVisibleToItsCompanyAndOfficersOnly(UUID company, String id) {
        String stranger = Tokens.partner(registered());
        String list = "/v1/opportunities?limit=100&partnerId=" + company;
        Api.as(stranger).get("/v1/opportunities/" + id).then().statusCode(404);
        Api.as(stranger).get(list + "&past=true").then().body("items.id", not(hasItem(id)));
        Api.as(Tokens.withRole(Roles.CATALOG_READER))
                .get(list + "&past=true")
                .then()
                .body("items.id", not(hasItem(id)));
        officer().get(list).then().body("items.id", not(hasItem(id)));
        officer().get(list + "&past=true").then().body("items.id", hasItem(id));
        Api.as(Tokens.partner(company)).get(list + "&past=true").then().body("items.id", hasItem(id));
        Api.as(Tokens.partner(company)).get("/v1/opportunities/" + id).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "kind, HOLIDAY, /kind, wrong-type",
        "title, '', /title, required",
        "romeCode, Z1602, /romeCode, invalid-rome",
        "publishedUntil, 2022-11-24, /publishedUntil, date-in-past",
        "publishedUntil, soon, /publishedUntil, wrong-type",
        "state, WITHDRAWN, /state, unknown-field",
        "partnerId, nobody, /partnerId, wrong-type",
        "place, Quimper, /place, wrong-type"
    })
    void anInvalidOpportunityIsRefused(String field, String value, String pointer, String code) {
        officer()
                .body(with(opportunityOf(company()), field, value))
                .post("/v1/opportunities")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].code", equalTo(code));
    }

    @Test
    void anOfficerMustNameAnExistingCompany() {
        officer()
                .body(opportunity())
                .post("/v1/opportunities")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/partnerId"))
                .body("errors[0].code", equalTo("required"));
        officer()
                .body(opportunityOf(UUID.randomUUID()))
                .post("/v1/opportunities")
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("unknown-partner"));
    }

    private static void refused(UUID partner, String code) {
        officer()
                .body(opportunityOf(partner))
                .post("/v1/opportunities")
                .then()
                .statusCode(409)
                .body("code", equalTo(code));
    }
}
