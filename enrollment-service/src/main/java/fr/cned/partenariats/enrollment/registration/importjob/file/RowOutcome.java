package fr.cned.partenariats.enrollment.registration.importjob.file;

/** What became of a row. A dry run predicts it. */
public enum RowOutcome {
    ACCEPTED,
    /** Its reference is registered, and it corrects the student's data. */
    UPDATED,
    /** The same row was accepted before, or it says what is registered. */
    REPEATED,
    /** A rule refuses it. */
    REFUSED,
    /** It cannot be read, or a value is wrong. */
    MALFORMED,
    PENDING,
    /** The job ended before it came to the row. */
    SKIPPED
}
