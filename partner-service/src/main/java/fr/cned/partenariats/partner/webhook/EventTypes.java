package fr.cned.partenariats.partner.webhook;

/** The types of events that webhooks get. */
final class EventTypes {

    static final String ENROLLMENT_CHANGED = "enrollment.changed";
    static final String AGREEMENT_CHANGED = "agreement.changed";

    /** Tells a partner's other webhooks that one is paused. */
    static final String WEBHOOK_PAUSED = "webhook.paused";

    /** A test on request. No webhook subscribes to it. */
    static final String PING = "webhook.ping";

    /** The types that a webhook subscribes to. */
    static final String SUBSCRIBABLE = "enrollment\\.changed|agreement\\.changed|webhook\\.paused";

    private EventTypes() {}
}
