package fr.cned.partenariats.enrollment.registration.importjob.file;

public enum ImportKind {
    ENROLLMENTS,
    ATTENDANCE,
    /** Results, withdrawals and changes of sites of registered students. */
    CHANGES,
    /** Certificates and attestations of registered students. Such a job has no file: the service makes its rows. */
    PAPERS
}
