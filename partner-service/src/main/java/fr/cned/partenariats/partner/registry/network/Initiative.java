package fr.cned.partenariats.partner.registry.network;

public enum Initiative {
    MINISTRY,
    LOCAL
}
