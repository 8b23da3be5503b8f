package fr.cned.partenariats.partner.agreement.terms;

/** The role of a party in an agreement. */
public enum PartyRole {
    SIGNATORY,
    TRAINING_CENTRE,
    HOST_SCHOOL,
    PROVIDER,
    EMPLOYER,
    FUNDER
}
