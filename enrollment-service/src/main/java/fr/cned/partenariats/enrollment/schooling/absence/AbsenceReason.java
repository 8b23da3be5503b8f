package fr.cned.partenariats.enrollment.schooling.absence;

public enum AbsenceReason {
    MEDICAL,
    FAMILY,
    EXAM,
    INTERNSHIP,
    /** Of a high-level athlete. */
    COMPETITION,
    SITE_CLOSED,
    OTHER
}
