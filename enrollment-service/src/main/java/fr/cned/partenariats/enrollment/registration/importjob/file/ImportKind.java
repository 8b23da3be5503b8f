package fr.cned.partenariats.enrollment.registration.importjob.file;

public enum ImportKind {
    ENROLLMENTS,
    ATTENDANCE,
    /** Results, withdrawals and changes of sites of registered students. */
    CHANGES
}
