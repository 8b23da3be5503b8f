package fr.cned.partenariats.partner.webhook.api;

/** {@code PENDING}: further attempts follow. {@code FAILED}: no further attempt follows without a replay. */
public enum DeliveryOutcome {
    PENDING,
    DELIVERED,
    FAILED
}
