package fr.cned.partenariats.enrollment.admission.counter;

import java.util.UUID;

/** The place counter of one offering, with the length of its waiting list. */
public record PlaceCount(UUID offeringId, int requested, int granted, int used, int waiting, long revision) {

    /** The type of these counters in the log of changes. */
    static final String TYPE = "place-counter";

    static final String COLUMNS = "offering_id, requested, granted, used, waiting, revision";

    static PlaceCount of(Object[] row, int from) {
        return new PlaceCount(
                (UUID) row[from],
                ((Number) row[from + 1]).intValue(),
                ((Number) row[from + 2]).intValue(),
                ((Number) row[from + 3]).intValue(),
                ((Number) row[from + 4]).intValue(),
                ((Number) row[from + 5]).longValue());
    }
}
