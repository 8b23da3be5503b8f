package fr.cned.partenariats.enrollment.registration.importjob.file;

/** What the rows of a file are. */
public enum ImportKind {
    ENROLLMENTS,
    ATTENDANCE
}
