package fr.cned.partenariats.enrollment.registration.importjob.file;

/** What became of a row. A dry run predicts it. */
public enum RowOutcome {
    ACCEPTED,
    /** The same row was accepted before, by an earlier file or row. */
    REPEATED,
    /** A rule refuses it. */
    REFUSED,
    /** It cannot be read, or a value is wrong. */
    MALFORMED,
    PENDING,
    /** The job ended before it came to the row. */
    SKIPPED
}
