package fr.cned.partenariats.enrollment.registration.importjob.file;

public enum ImportKind {
    ENROLLMENTS,
    ATTENDANCE
}
