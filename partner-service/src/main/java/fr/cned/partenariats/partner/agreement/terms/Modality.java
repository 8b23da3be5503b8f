package fr.cned.partenariats.partner.agreement.terms;

public enum Modality {
    DISTANCE,
    HYBRID,
    ON_SITE
}
