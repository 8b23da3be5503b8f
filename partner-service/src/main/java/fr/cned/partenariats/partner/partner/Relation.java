package fr.cned.partenariats.partner.partner;

/** How close a partner is. Only {@link #AGREEMENT} partners sign, and so carry enrollments. */
public enum Relation {
    AGREEMENT,
    COLLABORATION,
    CONTACT
}
