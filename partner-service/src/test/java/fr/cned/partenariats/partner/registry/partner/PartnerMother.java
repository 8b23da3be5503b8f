package fr.cned.partenariats.partner.registry.partner;

import fr.cned.partenariats.commons.base.codes.Siret;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.Roles;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Registers partners for tests, as an officer. */
public final class PartnerMother {

    private static final AtomicInteger NEXT = new AtomicInteger(100_000);
    private static final String UAI_KEYS = "ABCDEFGHJKLMNPRSTUVWXYZ";

    private PartnerMother() {}

    public static RequestSpecification officer() {
        return Api.as(Tokens.withRole(Roles.PARTNERSHIP_OFFICER));
    }

    public static RequestSpecification patching(RequestSpecification caller, String tag) {
        return caller.contentType("application/merge-patch+json; charset=UTF-8").header("If-Match", tag);
    }

    /** A UAI that no other test uses. */
    public static String uai() {
        int number = 1_000_000 + NEXT.incrementAndGet();
        return number + String.valueOf(UAI_KEYS.charAt(number % UAI_KEYS.length()));
    }

    /** A SIRET that no other test uses, of the legal unit 732829320. */
    public static String siret() {
        while (true) {
            String siret = "73282932" + "0" + "%05d".formatted(NEXT.incrementAndGet() % 100_000);
            if (Siret.Validator.accepts(siret)) {
                return siret;
            }
        }
    }

    public static Map<String, Object> partner(String kind, String name) {
        Map<String, Object> partner = new LinkedHashMap<>();
        partner.put("kind", kind);
        partner.put("legalName", name);
        partner.put("relation", "AGREEMENT");
        return partner;
    }

    public static Map<String, Object> with(Map<String, Object> body, String field, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(body);
        changed.put(field, value);
        return changed;
    }

    /** The id of a new partner. */
    public static UUID registered(Map<String, Object> partner) {
        return UUID.fromString(officer()
                .body(partner)
                .post("/v1/partners")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    /** The id of a new active partner of relation AGREEMENT. */
    public static UUID registered() {
        return registered(partner("THIRD_PLACE", "Campus connecté (test)"));
    }
}
