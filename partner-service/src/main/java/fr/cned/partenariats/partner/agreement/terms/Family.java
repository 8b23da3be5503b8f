package fr.cned.partenariats.partner.agreement.terms;

/** The families of trainings that a scope or a quota can name. */
public enum Family {
    BTS,
    BTS_AGRICOLE,
    DAEU,
    FLE,
    LICENCE,
    MASTER,
    DIPLOME_UNIVERSITE,
    CONCOURS,
    OTHER
}
