package fr.cned.partenariats.partner;

/** The realm roles that this service checks. */
public final class Roles {

    /** An application of one partner. The token names the partner; the caller sees only that partner's objects. */
    public static final String PARTNER = "partner";

    public static final String CATALOG_READER = "catalog-reader";
    public static final String PARTNERSHIP_OFFICER = "partnership-officer";
    public static final String CATALOG_MANAGER = "catalog-manager";
    public static final String ENROLLMENT_OFFICER = "enrollment-officer";
    public static final String OPS = "ops";

    private Roles() {}
}
