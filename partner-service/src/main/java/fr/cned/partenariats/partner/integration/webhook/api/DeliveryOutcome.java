package fr.cned.partenariats.partner.integration.webhook.api;

/** {@code PENDING}: further attempts follow. {@code FAILED}: no further attempt follows without a replay. */
public enum DeliveryOutcome {
    PENDING,
    DELIVERED,
    FAILED
}
