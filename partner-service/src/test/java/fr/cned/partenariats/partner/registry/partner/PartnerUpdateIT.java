package fr.cned.partenariats.partner.registry.partner;

import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.siret;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.partner.PartnerIT;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@PartnerIT
class PartnerUpdateIT {

    @Test
    void aPatchChangesWhatItNamesAndRemovesWhatItSetsToNull() {
        Map<String, Object> body = with(partner("UNIVERSITY", "Université de Grenoble"), "shortName", "UGA");
        UUID id = registered(with(body, "address", Map.of("inseeCode", "38185")));

        patching(officer(), "\"0\"")
                .body(
                        "{\"shortName\":null,\"legalName\":\"Université Grenoble Alpes\",\"address\":{\"inseeCode\":\"29233\"}}")
                .patch("/v1/partners/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("legalName", equalTo("Université Grenoble Alpes"))
                .body("shortName", nullValue())
                .body("address.department", equalTo("29"))
                .body("relation", equalTo("AGREEMENT"));
    }

    @Test
    void aPatchWithAStaleRevisionOrWithoutIfMatchIsRefused() {
        UUID id = registered();
        patching(officer(), "\"0\"").body(Map.of("shortName", "A")).patch("/v1/partners/" + id);

        patching(officer(), "\"0\"")
                .body(Map.of("shortName", "B"))
                .patch("/v1/partners/" + id)
                .then()
                .statusCode(412)
                .body("code", equalTo("stale-revision"));
        officer()
                .contentType("application/merge-patch+json")
                .body(Map.of("shortName", "B"))
                .patch("/v1/partners/" + id)
                .then()
                .statusCode(428)
                .body("code", equalTo("missing-if-match"));
        officer().get("/v1/partners/" + id).then().body("shortName", equalTo("A"));
    }

    @Test
    void aPatchCannotSetTheSiretOfAnotherPartner() {
        String siret = siret();
        UUID first = registered(with(partner("COMPANY", "O2"), "identifiers", Map.of("siret", siret)));
        UUID second = registered(partner("COMPANY", "Babychou"));

        patching(officer(), "\"0\"")
                .body(Map.of("identifiers", Map.of("siret", siret)))
                .patch("/v1/partners/" + second)
                .then()
                .statusCode(409)
                .body("code", equalTo("duplicate-siret"))
                .body("existingId", equalTo(first.toString()));
    }
}
