package fr.cned.partenariats.partner.partner;

import static fr.cned.partenariats.partner.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.partner.PartnerMother.with;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.partner.PartnerIT;
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
