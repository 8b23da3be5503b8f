package fr.cned.partenariats.catalog;

public final class Roles {

    /** A client of one partner. Its token names the partner. */
    public static final String PARTNER = "partner";

    public static final String CATALOG_READER = "catalog-reader";
    public static final String PARTNERSHIP_OFFICER = "partnership-officer";
    public static final String CATALOG_MANAGER = "catalog-manager";
    public static final String ENROLLMENT_OFFICER = "enrollment-officer";
    public static final String OPS = "ops";

    private Roles() {}
}
