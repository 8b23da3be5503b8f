package fr.cned.partenariats.enrollment.attendance;

/** Why hours that a student was not there are justified. */
public enum AbsenceReason {
    MEDICAL,
    FAMILY,
    EXAM,
    INTERNSHIP,
    /** A high-level athlete's. */
    COMPETITION,
    SITE_CLOSED,
    OTHER
}
