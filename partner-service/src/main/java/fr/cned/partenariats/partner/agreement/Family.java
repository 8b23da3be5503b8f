package fr.cned.partenariats.partner.agreement;

/** The families of trainings that a scope or quota can name. */
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
