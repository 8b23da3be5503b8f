package fr.cned.partenariats.partner.registry.partner;

/** The kind of organisation that a partner is. */
public enum PartnerKind {
    UNIVERSITY,
    LANGUAGE_SCHOOL,
    THIRD_PLACE,
    UPPER_SECONDARY_SCHOOL,
    APPRENTICE_TRAINING_CENTRE,
    SPORT_CENTRE,
    SPORT_FEDERATION,
    SPORT_AGENCY,
    PUBLIC_EMPLOYER,
    PUBLIC_EMPLOYER_FEDERATION,
    COMPANY,
    COMPANY_NETWORK,
    LOCAL_AUTHORITY,
    MINISTRY
}
