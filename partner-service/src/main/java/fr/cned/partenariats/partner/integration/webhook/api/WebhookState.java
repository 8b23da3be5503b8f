package fr.cned.partenariats.partner.integration.webhook.api;

import java.util.EnumSet;
import java.util.Set;

/** Whether a webhook gets its deliveries. {@code PAUSED}: they wait. */
public enum WebhookState {
    ACTIVE,
    PAUSED;

    public Set<WebhookState> next() {
        return this == ACTIVE ? EnumSet.of(PAUSED) : EnumSet.of(ACTIVE);
    }
}
