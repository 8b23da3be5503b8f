package fr.cned.partenariats.partner.network;

/** The kind of authority that started a network. */
public enum Initiative {
    MINISTRY,
    LOCAL
}
