package fr.cned.partenariats.enrollment.admission.counter;

import java.util.UUID;

/** The counter of one seat quota: seats that the agreement requests, seats granted, seats used. */
public record SeatCount(
        UUID id, UUID agreementId, String academicYear, int requested, int granted, int used, long revision) {

    /** The type of these counters in the log of changes. */
    static final String TYPE = "seat-counter";

    static final String COLUMNS = "id, agreement_id, academic_year, requested, granted, used, revision";

    static SeatCount of(Object[] row) {
        return new SeatCount(
                (UUID) row[0],
                (UUID) row[1],
                (String) row[2],
                ((Number) row[3]).intValue(),
                ((Number) row[4]).intValue(),
                ((Number) row[5]).intValue(),
                ((Number) row[6]).longValue());
    }
}
