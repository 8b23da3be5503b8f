package fr.cned.partenariats.catalog;

/** The scopes that the token of a partner needs for the operations of this service. */
public final class Scopes {

    public static final String CATALOG_READ = "catalog:read";

    private Scopes() {}
}
