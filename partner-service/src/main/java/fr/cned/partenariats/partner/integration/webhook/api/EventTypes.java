package fr.cned.partenariats.partner.integration.webhook.api;

public final class EventTypes {

    public static final String ENROLLMENT_CHANGED = "enrollment.changed";
    public static final String AGREEMENT_CHANGED = "agreement.changed";

    /** Tells a partner's other webhooks that one is paused. */
    public static final String WEBHOOK_PAUSED = "webhook.paused";

    /** A test on request. No webhook subscribes to it. */
    public static final String PING = "webhook.ping";

    /** The types that a webhook subscribes to. */
    static final String SUBSCRIBABLE = "enrollment\\.changed|agreement\\.changed|webhook\\.paused";

    private EventTypes() {}
}
