package fr.cned.partenariats.partner.registry.site;

import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Registers sites for tests, as an officer. */
public final class SiteMother {

    private SiteMother() {}

    public static Map<String, Object> site(UUID partner) {
        Map<String, Object> site = new LinkedHashMap<>();
        site.put("partnerId", partner.toString());
        site.put("name", "Campus connecté (test)");
        return site;
    }

    /** The id of a new site. */
    public static UUID registeredSite(Map<String, Object> site) {
        return UUID.fromString(officer()
                .body(site)
                .post("/v1/sites")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }
}
