package fr.cned.partenariats.partner.agreement;

/** What a party of an agreement is in it for. */
public enum PartyRole {
    SIGNATORY,
    TRAINING_CENTRE,
    HOST_SCHOOL,
    PROVIDER,
    EMPLOYER,
    FUNDER
}
