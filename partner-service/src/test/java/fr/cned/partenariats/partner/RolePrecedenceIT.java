package fr.cned.partenariats.partner;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.demand.need.TrainingNeedMother.created;
import static fr.cned.partenariats.partner.demand.opportunity.OpportunityMother.company;
import static fr.cned.partenariats.partner.demand.opportunity.OpportunityMother.published;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.site.SiteMother.registeredSite;
import static fr.cned.partenariats.partner.registry.site.SiteMother.site;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A token with the role partner and an officer role is treated as a partner: see ADR 0014. */
@PartnerIT
class RolePrecedenceIT {

    private static RequestSpecification partnerAndOfficer(UUID partner) {
        return Api.as(Tokens.partnerWith(partner, Roles.PARTNERSHIP_OFFICER, Roles.ENROLLMENT_OFFICER, Roles.OPS));
    }

    @Test
    void aListShowsOnlyTheObjectsOfThePartner() {
        UUID own = registered();
        UUID other = registered();
        UUID site = registeredSite(site(own));
        registeredSite(site(other));
        String need = created(Api.as(Tokens.partner(own)));
        created(Api.as(Tokens.partner(other)));
        UUID agreement = signed(started("SPECIFIC", own));
        signed(started("SPECIFIC", other));
        Map<String, String> visible = Map.of(
                "partners", own.toString(),
                "sites", site.toString(),
                "training-needs", need,
                "agreements", agreement.toString());
        visible.forEach((list, id) -> partnerAndOfficer(own)
                .get("/v1/" + list + "?limit=100")
                .then()
                .statusCode(200)
                .body("items.id", contains(id)));
    }

    @Test
    void anObjectOfAnotherPartnerIsNotFound() {
        UUID other = registered();
        List<String> foreign = List.of(
                "partners/" + other,
                "sites/" + registeredSite(site(other)),
                "training-needs/" + created(Api.as(Tokens.partner(other))),
                "agreements/" + signed(started("SPECIFIC", other)));
        for (String path : foreign) {
            partnerAndOfficer(registered()).get("/v1/" + path).then().spec(problem(404, "not-found"));
        }
    }

    @Test
    void theOfficerRoleOpensNoOfficerOperation() {
        UUID own = registered();
        partnerAndOfficer(own).post("/v1/partners/" + own + "/closure").then().spec(problem(403, "forbidden"));
        partnerAndOfficer(own).post("/v1/partner-events/re-emissions").then().spec(problem(403, "forbidden"));
        officer().get("/v1/partners/" + own).then().body("state", equalTo("ACTIVE"));
    }

    @Test
    void theOfficerRoleShowsNoWithdrawnOpportunityOfAnotherCompany() {
        UUID company = company();
        String id = published(company);
        officer().post("/v1/opportunities/" + id + "/withdrawal").then().statusCode(200);
        String list = "/v1/opportunities?past=true&partnerId=" + company;
        partnerAndOfficer(registered()).get("/v1/opportunities/" + id).then().spec(problem(404, "not-found"));
        partnerAndOfficer(registered()).get(list).then().statusCode(200).body("items", empty());
        partnerAndOfficer(company).get(list).then().body("items.id", contains(id));
    }
}
