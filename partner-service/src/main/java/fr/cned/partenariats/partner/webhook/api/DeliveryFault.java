package fr.cned.partenariats.partner.webhook.api;

/** Why an attempt was no success. */
public enum DeliveryFault {
    /** An answer with another status than 2xx; redirects are not followed. */
    STATUS,
    UNKNOWN_HOST,
    /** The host name leads to an address that no webhook may have. */
    FORBIDDEN_ADDRESS,
    NO_CONNECTION,
    TLS,
    TIMEOUT,
    BROKEN_ANSWER
}
