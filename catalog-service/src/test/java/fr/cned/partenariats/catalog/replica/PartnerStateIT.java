package fr.cned.partenariats.catalog.replica;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.catalog.CatalogIT;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.Tokens;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A closed partner loses the catalogue with the event, whatever its token says. */
@CatalogIT
class PartnerStateIT {

    private final UUID partner = UUID.randomUUID();

    private void assertStatus(int status) {
        assertThat(Api.as(Tokens.partner(partner)).get("/v1/trainings?limit=1").statusCode())
                .isEqualTo(status);
    }

    @Test
    void aClosedPartnerIsRefusedAndASuspendedOneReads() {
        assertStatus(200); // unknown here, as before its event
        PartnerEvents.partner(partner, 1, "SUSPENDED");
        await().until(() -> revision() == 1);
        assertStatus(200);
        PartnerEvents.partner(partner, 2, "CLOSED");
        await().untilAsserted(() -> assertStatus(403));
        Api.as(Tokens.partner(partner)).get("/v1/offerings").then().spec(problem(403, "partner-closed"));
    }

    @Test
    void anOlderEventDoesNotReopenAPartner() {
        PartnerEvents.partner(partner, 3, "CLOSED");
        PartnerEvents.partner(partner, 2, "ACTIVE");
        await().until(() -> revision() == 3);
        await().untilAsserted(() -> assertStatus(403));
    }

    /** The event of a revocation has the revision of the one before. Answers from memory are refused, too. */
    @Test
    void aRevokedClientIsRefusedAndNoOther() {
        PartnerEvents.partner(partner, 1, "ACTIVE");
        await().until(() -> revision() == 1);
        assertStatus(200);
        PartnerEvents.partner(partner, 1, "ACTIVE", "[\"another\", \"test-partner-" + partner + "\"]");
        await().untilAsserted(() -> assertStatus(401));
        Api.as(Tokens.partner(partner)).get("/v1/offerings").then().spec(problem(401, "invalid-token"));
        Api.as(Tokens.sign(Tokens.claims("a-third-one", "partner").claim("partner_id", partner.toString())))
                .get("/v1/offerings")
                .then()
                .statusCode(200);
    }

    private long revision() {
        return OwnerDatabase.number("select coalesce(max(revision), 0) from partner_view where id = ?", partner);
    }
}
