package fr.cned.partenariats.partner.registry.partner;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.partner.demand.need.TrainingNeedMother.created;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A suspended partner reads, a closed one gets nothing, with the token that it already has. */
@PartnerIT
class PartnerStateIT {

    private UUID id;
    private String token;

    @BeforeEach
    void aPartner() {
        id = registered();
        token = Tokens.partner(id);
    }

    private RequestSpecification itself() {
        return Api.as(token);
    }

    private void moveTo(String state) {
        officer().post("/v1/partners/" + id + "/" + state).then().statusCode(200);
    }

    @Test
    void aSuspensionStopsWritesAtOnceUntilItEnds() {
        String need = created(itself());
        moveTo("suspension");
        itself().get("/v1/training-needs/" + need).then().statusCode(200);
        itself().get("/v1/partners/" + id).then().statusCode(200);
        itself().body(Map.of("title", "x")).post("/v1/training-needs").then().spec(problem(403, "partner-suspended"));
        itself().header("If-Match", "\"1\"")
                .body(Map.of("contacts", List.of()))
                .put("/v1/partners/" + id + "/contacts")
                .then()
                .spec(problem(403, "partner-suspended"));
        moveTo("activation");
        created(itself());
    }

    @Test
    void aClosedPartnerIsRefusedAtOnce() {
        itself().get("/v1/partners/" + id).then().statusCode(200);
        moveTo("closure");
        itself().get("/v1/partners/" + id).then().spec(problem(403, "partner-closed"));
        itself().get("/v1/agreements").then().spec(problem(403, "partner-closed"));
        officer().get("/v1/partners/" + id).then().statusCode(200);
    }

    @Test
    void theStateCostsNoStatementPerRequest() {
        Map<String, Long> counted =
                SqlCount.least(() -> itself().get("/v1/partners/" + id).then().statusCode(200));
        assertThat(SqlCount.total(counted)).as(counted.toString()).isEqualTo(SqlCount.SCOPE + 1);
    }
}
