package fr.cned.partenariats.partner.integration.webhook.api;

/** Why an attempt was no success. */
public enum DeliveryFault {
    /** An answer with another status than 2xx; redirects are not followed. */
    STATUS,
    /** The host name has no address, or one that no webhook may have: the caller must not learn which names exist. */
    NO_PUBLIC_ADDRESS,
    NO_CONNECTION,
    TLS,
    TIMEOUT,
    BROKEN_ANSWER
}
