package fr.cned.partenariats.partner.registry.partner;

import static fr.cned.partenariats.partner.demand.need.TrainingNeedMother.created;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@PartnerIT
class FederationIT {

    @Test
    void aFederationHasMembersOneLevelDeep() {
        UUID federation = registered(partner("PUBLIC_EMPLOYER_FEDERATION", "FNCDG (test)"));
        UUID member =
                registered(with(partner("PUBLIC_EMPLOYER", "Centre de gestion"), "parentId", federation.toString()));

        officer().get("/v1/partners?parentId=" + federation).then().body("items.id", contains(member.toString()));
        invalidParent(with(partner("PUBLIC_EMPLOYER", "Trop bas"), "parentId", member.toString()));
        patching(officer(), "\"0\"")
                .body(Map.of("parentId", member.toString()))
                .patch("/v1/partners/" + federation)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("invalid-parent"));
        officer()
                .body(with(
                        partner("PUBLIC_EMPLOYER", "Orphelin"),
                        "parentId",
                        UUID.randomUUID().toString()))
                .post("/v1/partners")
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("unknown-partner"));
    }

    /** « répondant aux besoins émis par les centres de gestion » */
    @Test
    void aFederationReadsItsMembersAndTheirNeedsAndChangesNeither() {
        UUID federation = registered(partner("PUBLIC_EMPLOYER_FEDERATION", "FNCDG (test)"));
        Map<String, Object> body =
                with(partner("PUBLIC_EMPLOYER", "Centre de gestion"), "parentId", federation.toString());
        body.put("contacts", List.of(Map.of("role", "Direction", "name", "Camille Contact")));
        UUID member = registered(body);
        UUID stranger = registered(partner("PUBLIC_EMPLOYER", "Autre centre"));
        String need = created(Api.as(Tokens.partner(member)));
        String own = created(Api.as(Tokens.partner(federation)));
        String foreign = created(Api.as(Tokens.partner(stranger)));

        RequestSpecification reader = Api.as(Tokens.partner(federation));
        reader.get("/v1/training-needs").then().statusCode(200).body("items.id", contains(need, own));
        Api.as(Tokens.partner(federation))
                .get("/v1/training-needs?partnerId=" + member)
                .then()
                .body("items.id", contains(need));
        Api.as(Tokens.partner(federation))
                .get("/v1/training-needs/" + need)
                .then()
                .statusCode(200)
                .body("partnerId", equalTo(member.toString()));
        Api.as(Tokens.partner(federation))
                .get("/v1/training-needs/" + foreign)
                .then()
                .statusCode(404);
        Api.as(Tokens.partner(member)).get("/v1/training-needs").then().body("items.id", contains(need));
        Api.as(Tokens.partner(member)).get("/v1/training-needs/" + own).then().statusCode(404);

        Api.as(Tokens.partner(federation))
                .get("/v1/partners")
                .then()
                .body("items.id", contains(federation.toString(), member.toString()));
        Api.as(Tokens.partner(federation))
                .get("/v1/partners/" + member)
                .then()
                .statusCode(200)
                .body("legalName", equalTo("Centre de gestion"))
                .body("contacts", hasSize(0));
        Api.as(Tokens.partner(federation))
                .get("/v1/partners/" + stranger)
                .then()
                .statusCode(404);
        Api.as(Tokens.partner(member)).get("/v1/partners/" + federation).then().statusCode(404);
        Api.as(Tokens.partner(federation))
                .header("If-Match", "\"0\"")
                .body(Map.of("contacts", List.of()))
                .put("/v1/partners/" + member + "/contacts")
                .then()
                .statusCode(404);
        Api.as(Tokens.partner(federation))
                .body(Map.of("title", "x", "partnerId", member.toString()))
                .post("/v1/training-needs")
                .then()
                .statusCode(400);
    }

    private static void invalidParent(Map<String, Object> body) {
        officer()
                .body(body)
                .post("/v1/partners")
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("invalid-parent"))
                .body("errors[0].pointer", equalTo("/parentId"));
    }
}
