package fr.cned.partenariats.partner.network;

/** Who a network was started by. */
public enum Initiative {
    MINISTRY,
    LOCAL
}
