package fr.cned.partenariats.partner;

import java.util.Set;

/** The scopes that the token of a partner needs for the operations of this service. */
public final class Scopes {

    public static final String PARTNER_READ = "partner:read";
    public static final String PARTNER_WRITE = "partner:write";
    public static final String WEBHOOKS_MANAGE = "webhooks:manage";
    public static final String CLIENTS_MANAGE = "clients:manage";

    /** No client of a partner can have it: people are kept by people. */
    public static final String PEOPLE_MANAGE = "people:manage";

    /** The scopes of all services. A partner's client has some of them, its administrator has all. */
    public static final Set<String> ALL = Set.of(
            "enrollments:read",
            "enrollments:write",
            "students:read",
            "students:write",
            "attendance:write",
            "catalog:read",
            PARTNER_READ,
            PARTNER_WRITE,
            WEBHOOKS_MANAGE,
            CLIENTS_MANAGE,
            PEOPLE_MANAGE);

    private Scopes() {}
}
