package fr.cned.partenariats.partner.registry.partner;

import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.uai;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.partner.PartnerIT;
import fr.cned.partenariats.partner.agreement.AgreementMother;
import io.restassured.response.Response;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@PartnerIT
class PartnerLifecycleIT {

    @Test
    void aPartnerIsSuspendedReactivatedAndClosed() {
        UUID id = registered(with(partner("COMPANY", "Prospect"), "state", "PROSPECT"));
        moveTo(id, "suspension").then().statusCode(409).body("allowed", contains("ACTIVE", "CLOSED"));
        moveTo(id, "activation").then().statusCode(200).body("state", equalTo("ACTIVE"));
        moveTo(id, "suspension").then().statusCode(200).body("state", equalTo("SUSPENDED"));
        moveTo(id, "activation").then().statusCode(200).body("state", equalTo("ACTIVE"));
        moveTo(id, "closure").then().statusCode(200).body("state", equalTo("CLOSED"));
        moveTo(id, "suspension").then().statusCode(409).body("allowed", contains("ACTIVE"));
    }

    @Test
    void aSecondPartnerWithTheSameLegalNameIsAcceptedWithAWarning() {
        String name = "Lycée Saint-Exupéry " + uai();
        UUID first = registered(partner("UPPER_SECONDARY_SCHOOL", name));

        Response second = officer()
                .body(partner(
                        "UPPER_SECONDARY_SCHOOL", name.toUpperCase(Locale.ROOT).replace('-', ' ')))
                .post("/v1/partners");
        second.then()
                .statusCode(201)
                .body("warnings.code", contains("same-legal-name"))
                .body("warnings.pointer", contains("/legalName"))
                .body("warnings[0].detail", containsString(first.toString()));
        officer().get("/v1/partners/" + second.path("id")).then().body("warnings", nullValue());
        officer()
                .body(partner("UPPER_SECONDARY_SCHOOL", name + " annexe"))
                .post("/v1/partners")
                .then()
                .statusCode(201)
                .body("warnings", nullValue());
    }

    @Test
    void aClosedPartnerIsActivatedWithItsIdentifiersAndCanSignAgain() {
        Map<String, Object> identifiers = Map.of("uai", uai());
        UUID id = registered(with(partner("UNIVERSITY", "Université rouverte"), "identifiers", identifiers));
        UUID first = AgreementMother.signed(AgreementMother.started("SPECIFIC", id));
        AgreementMother.act(first, "termination", Map.of("reason", "test"));
        moveTo(id, "closure").then().statusCode(200);

        moveTo(id, "activation")
                .then()
                .statusCode(200)
                .body("state", equalTo("ACTIVE"))
                .body("identifiers.uai", equalTo(identifiers.get("uai")));
        officer().get("/v1/agreements/" + first).then().body("state", equalTo("TERMINATED"));
        AgreementMother.signed(AgreementMother.started("SPECIFIC", id));
    }

    @Test
    void aClosedPartnerCannotChangeAndKeepsItsIdentifiers() {
        Map<String, Object> identifiers = Map.of("uai", uai());
        UUID id = registered(with(partner("SPORT_FEDERATION", "Fédération fermée"), "identifiers", identifiers));
        moveTo(id, "closure").then().statusCode(200);

        isRefusedAsClosed(patching(officer(), "\"1\"")
                .body("{\"identifiers\":{\"uai\":null}}")
                .patch("/v1/partners/" + id));
        isRefusedAsClosed(officer()
                .body(with(partner("SPORT_CENTRE", "Nouveau membre"), "parentId", id.toString()))
                .post("/v1/partners"));
        officer().get("/v1/partners/" + id).then().body("identifiers.uai", equalTo(identifiers.get("uai")));
        officer()
                .body(with(partner("SPORT_FEDERATION", "La même"), "identifiers", identifiers))
                .post("/v1/partners")
                .then()
                .statusCode(409)
                .body("code", equalTo("duplicate-uai"));
    }

    @Test
    void aPartnerWithALiveAgreementCanNeitherCloseNorLoseItsRelation() {
        UUID id = registered();
        UUID agreement = AgreementMother.signed(AgreementMother.started("SPECIFIC", id));

        moveTo(id, "closure")
                .then()
                .statusCode(409)
                .body("code", equalTo("partner-still-bound"))
                .body("agreementIds", contains(agreement.toString()));
        patching(officer(), "\"0\"")
                .body(Map.of("relation", "CONTACT"))
                .patch("/v1/partners/" + id)
                .then()
                .statusCode(409)
                .body("code", equalTo("partner-still-bound"));

        AgreementMother.act(agreement, "termination", Map.of("reason", "test"))
                .then()
                .statusCode(200);
        moveTo(id, "closure").then().statusCode(200);
    }

    private static void isRefusedAsClosed(Response answer) {
        answer.then().statusCode(409).body("code", equalTo("partner-closed"));
    }

    private static Response moveTo(UUID id, String what) {
        return officer().post("/v1/partners/" + id + "/" + what);
    }
}
