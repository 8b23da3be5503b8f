package fr.cned.partenariats.partner.registry.network;

/** The kind of authority that started a network. */
public enum Initiative {
    MINISTRY,
    LOCAL
}
