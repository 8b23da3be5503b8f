package fr.cned.partenariats.enrollment.enrollment;

/** The state of an enrollment in the partner's own system, as OEAPI names it. */
public enum RemoteState {
    PENDING,
    CANCELLED,
    DENIED,
    ASSOCIATED,
    QUEUED
}
