package fr.cned.partenariats.partner.integration.people;

public enum PersonState {
    INVITED,
    ACTIVE,
    SUSPENDED
}
