package fr.cned.partenariats.partner.integration.webhook.api;

public final class EventTypes {

    public static final String ENROLLMENT_CHANGED = "enrollment.changed";
    public static final String AGREEMENT_CHANGED = "agreement.changed";

    /** A seat is held while funding is decided, or its hold has ended. */
    public static final String HOLD_CHANGED = "hold.changed";

    public static final String ATTENDANCE_ALERT_CHANGED = "attendance-alert.changed";

    /** A partner stopped sending, or sends in an unusual way; or this ended. */
    public static final String TRANSMISSION_ALERT_CHANGED = "transmission-alert.changed";

    /** A file was received, or its job has ended. */
    public static final String IMPORT_JOB_CHANGED = "import-job.changed";

    public static final String STUDENT_CHANGED = "student.changed";

    /** An apprenticeship contract ended early: the apprentice needs help within days. */
    public static final String CONTRACT_BROKEN = "contract.broken";

    /** Tells a partner's other webhooks that one is paused. */
    public static final String WEBHOOK_PAUSED = "webhook.paused";

    /** A test on request. No webhook subscribes to it. */
    public static final String PING = "webhook.ping";

    /** The types that a webhook subscribes to. */
    static final String SUBSCRIBABLE =
            "enrollment\\.changed|agreement\\.changed|hold\\.changed|attendance-alert\\.changed"
                    + "|transmission-alert\\.changed|import-job\\.changed|student\\.changed|contract\\.broken|webhook\\.paused";

    /** How many they are. */
    static final int MOST = 9;

    private EventTypes() {}
}
