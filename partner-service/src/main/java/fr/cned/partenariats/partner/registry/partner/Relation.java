package fr.cned.partenariats.partner.registry.partner;

/** The relation between the Cned and a partner. Only {@link #AGREEMENT} partners sign agreements and carry enrollments. */
public enum Relation {
    AGREEMENT,
    COLLABORATION,
    CONTACT
}
