package fr.cned.partenariats.partner;

import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.AgreementMother.tag;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The audit trail as an officer reads it. */
@PartnerIT
class AuditTrailIT {

    private static ValidatableResponse trailOf(UUID id) {
        return officer()
                .queryParam("objectId", id.toString())
                .get("/v1/audit/partner")
                .then()
                .statusCode(200);
    }

    @Test
    void theTrailListsTheOperationsOnAnAgreement() {
        UUID id = signed(started("SPECIFIC", registered()));
        String reason = "Motif qui ne regarde personne";
        act(id, "suspension", Map.of("reason", reason)).then().statusCode(200);

        String trail = trailOf(id)
                .body("items.operation", contains("suspendAgreement", "signAgreement", "createAgreement"))
                .body("items[0].roles", contains("partnership-officer"))
                .body("items[0].changedFields", hasItem("state"))
                .extract()
                .asString();
        assertThat(trail).doesNotContain(reason);
        assertThat(trailOf(id)
                        .extract()
                        .jsonPath()
                        .getList("items.revisionAfter", Long.class)
                        .get(0))
                .isEqualTo(read(id).getLong("revision"));
    }

    @Test
    void theTrailNamesTheChangedTermsOfADraft() {
        UUID id = drafted(agreement("SPECIFIC", registered()));
        officer()
                .contentType("application/merge-patch+json")
                .header("If-Match", tag(id))
                .body(Map.of("startsOn", "2022-09-01", "minWeeklyAttendanceHours", 7))
                .patch("/v1/agreements/" + id)
                .then()
                .statusCode(200);

        trailOf(id)
                .body("items[0].operation", equalTo("updateAgreement"))
                .body("items[0].changedFields", hasItems("terms.startsOn", "terms.minWeeklyAttendanceHours"))
                .body("items[0].changedFields", not(hasItem("terms.endsOn")));
    }

    @Test
    void theRevisionsOfAFrameworkHaveNoGapWhenASpecificAgreementTakesSeats() {
        UUID framework = signed(started("FRAMEWORK", registered()));
        signed(with(agreement("SPECIFIC", registered()), "parentId", framework.toString()));

        List<Long> after = trailOf(framework).extract().jsonPath().getList("items.revisionAfter", Long.class);
        assertThat(after.get(0)).isEqualTo(read(framework).getLong("revision"));
        for (int i = 1; i < after.size(); i++) {
            assertThat(after.get(i - 1)).as("%s", after).isEqualTo(after.get(i) + 1);
        }
    }

    @Test
    void theTrailNamesTheContactsFieldButNoPersonalData() {
        UUID id = registered();
        Api.as(Tokens.partner(id))
                .header("If-Match", officer().get("/v1/partners/" + id).header("ETag"))
                .body(Map.of(
                        "contacts",
                        List.of(Map.of("role", "Tutor", "name", "Jeanne Secrète", "email", "jeanne@example.org"))))
                .put("/v1/partners/" + id + "/contacts")
                .then()
                .statusCode(200);

        String trail = trailOf(id)
                .body("items[0].changedFields", hasItem("contacts"))
                .body("items[0].tenant", equalTo(id.toString()))
                .extract()
                .asString();
        assertThat(trail).doesNotContain("Secr").doesNotContain("example.org");
    }
}
