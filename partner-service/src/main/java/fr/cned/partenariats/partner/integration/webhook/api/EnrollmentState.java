package fr.cned.partenariats.partner.integration.webhook.api;

/** The states of an enrollment, as enrollment-service has them. */
public enum EnrollmentState {
    WAITLISTED,
    PENDING_FUNDING,
    CONFIRMED,
    ACTIVE,
    COMPLETED,
    CANCELLED,
    REJECTED,
    WITHDRAWN,
    TRANSFERRED,
    ANNULLED
}
