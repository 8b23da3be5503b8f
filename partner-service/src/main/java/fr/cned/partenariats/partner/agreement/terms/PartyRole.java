package fr.cned.partenariats.partner.agreement.terms;

public enum PartyRole {
    SIGNATORY,
    TRAINING_CENTRE,
    HOST_SCHOOL,
    PROVIDER,
    EMPLOYER,
    FUNDER
}
