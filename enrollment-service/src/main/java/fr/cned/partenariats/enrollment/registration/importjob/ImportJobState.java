package fr.cned.partenariats.enrollment.registration.importjob;

import java.util.EnumSet;
import java.util.Set;

public enum ImportJobState {
    /** The file is being sent. The job is not visible yet. */
    RECEIVING,
    WAITING,
    RUNNING,
    /** Every row has an outcome. */
    DONE,
    /** Ended by a faulty row, or by too many of them. */
    ABORTED,
    CANCELLED;

    boolean hasEnded() {
        return next().isEmpty() && this != RECEIVING;
    }

    Set<ImportJobState> next() {
        return this == WAITING || this == RUNNING
                ? EnumSet.of(RUNNING, DONE, ABORTED, CANCELLED)
                : EnumSet.noneOf(ImportJobState.class);
    }
}
