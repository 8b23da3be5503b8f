package fr.cned.partenariats.partner.demand.opportunity;

import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.AgreementMother.today;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Publishes opportunities for tests, as an officer. */
public final class OpportunityMother {

    private OpportunityMother() {}

    /** The id of a new company with an agreement in force. */
    public static UUID company() {
        UUID company = registered(partner("COMPANY", "O2 (test)"));
        signed(started("SPECIFIC", company));
        return company;
    }

    /** A request without a partner, as a company sends it. */
    public static Map<String, Object> opportunity() {
        Map<String, Object> opportunity = new LinkedHashMap<>();
        opportunity.put("kind", "APPRENTICESHIP");
        opportunity.put("title", "Commis de cuisine");
        opportunity.put("description", "Restaurant traditionnel.");
        opportunity.put("place", Map.of("inseeCode", "29233", "municipality", "Quimperlé"));
        opportunity.put("romeCode", "G1602");
        opportunity.put("publishedUntil", today().plusDays(30).toString());
        return opportunity;
    }

    public static Map<String, Object> opportunityOf(UUID company) {
        return with(opportunity(), "partnerId", company.toString());
    }

    /** The id of a new opportunity of this company. */
    public static String published(UUID company) {
        return officer()
                .body(opportunityOf(company))
                .post("/v1/opportunities")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
