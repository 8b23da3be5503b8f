package fr.cned.partenariats.enrollment.enrollment;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The states of an enrollment and their transitions (docs/domain.md, "State machines", Enrollment). */
public enum EnrollmentState {
    /** Waits for a place of the offering or a seat of the agreement. */
    WAITLISTED,
    /** Keeps its seat and place until a date, while a funder decides. */
    PENDING_FUNDING,
    CONFIRMED,
    /** The offering has started. */
    ACTIVE,
    COMPLETED,
    CANCELLED,
    REJECTED,
    WITHDRAWN,
    TRANSFERRED,
    /** Entered by mistake: no statistics count it, on any day. */
    ANNULLED;

    Set<EnrollmentState> next() {
        return switch (this) {
            case WAITLISTED -> Set.of(CONFIRMED, PENDING_FUNDING, CANCELLED, ANNULLED);
            case PENDING_FUNDING -> Set.of(CONFIRMED, REJECTED, CANCELLED, ANNULLED);
            case CONFIRMED -> Set.of(ACTIVE, CANCELLED, TRANSFERRED, ANNULLED);
            case ACTIVE -> Set.of(CONFIRMED, COMPLETED, WITHDRAWN, TRANSFERRED, ANNULLED);
            case COMPLETED, CANCELLED, REJECTED, WITHDRAWN, TRANSFERRED -> Set.of(ANNULLED);
            case ANNULLED -> Set.of();
        };
    }

    /** Whether the enrollment waits or goes on. One that is over can only be annulled. */
    boolean isLive() {
        return switch (this) {
            case WAITLISTED, PENDING_FUNDING, CONFIRMED, ACTIVE -> true;
            case COMPLETED, CANCELLED, REJECTED, WITHDRAWN, TRANSFERRED, ANNULLED -> false;
        };
    }

    /** The names of these states, for a problem text. */
    static String names(Predicate<EnrollmentState> which) {
        return Stream.of(values()).filter(which).map(Enum::name).collect(Collectors.joining(", "));
    }

    /** Whether the enrollment uses a seat and a place. A completed one still does: it has used them up. */
    public boolean holdsSeat() {
        return switch (this) {
            case PENDING_FUNDING, CONFIRMED, ACTIVE, COMPLETED -> true;
            case WAITLISTED, CANCELLED, REJECTED, WITHDRAWN, TRANSFERRED, ANNULLED -> false;
        };
    }

    /** Whether the enrollment can be at another site: it holds a seat or waits. */
    boolean mayChangeSite() {
        return holdsSeat() || this == WAITLISTED;
    }

    /** The names of the states that hold a seat, for SQL. */
    public static String[] holdingSeat() {
        return Stream.of(values())
                .filter(EnrollmentState::holdsSeat)
                .map(Enum::name)
                .toArray(String[]::new);
    }
}
