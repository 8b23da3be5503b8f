package fr.cned.partenariats.partner;

public final class Roles {

    /** An application of one partner. The token names the partner; the caller sees only that partner's objects. */
    public static final String PARTNER = "partner";

    /** An application of a training centre, a host school or an employer, which also acts for its partner only. */
    public static final String APPRENTICESHIP_HOST = "apprenticeship-host";

    public static final String CATALOG_READER = "catalog-reader";
    public static final String PARTNERSHIP_OFFICER = "partnership-officer";
    public static final String CATALOG_MANAGER = "catalog-manager";
    public static final String ENROLLMENT_OFFICER = "enrollment-officer";

    /** Reads counts of enrollments; here only the networks by which they are counted. */
    public static final String MANAGEMENT = "management";

    public static final String OPS = "ops";

    private Roles() {}
}
