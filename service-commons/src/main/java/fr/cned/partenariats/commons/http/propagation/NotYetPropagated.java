package fr.cned.partenariats.commons.http.propagation;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_YET_PROPAGATED;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells an id that another service has just given from an id that does not exist. A UUID version 7 has the time of its
 * creation; the event of a new object arrives within seconds.
 */
public final class NotYetPropagated {

    private static final Duration YOUNG = Duration.ofSeconds(60);

    private NotYetPropagated() {}

    /** The refusal of an unknown id: 409 while it is young, otherwise the given one. */
    public static Refusal or(Refusal unknown, UUID id, String pointer) {
        return isYoung(id, System.currentTimeMillis()) ? refusal(new Violation(pointer, NOT_YET_PROPAGATED)) : unknown;
    }

    /** Refuses a young id of which this service has no copy. Does nothing when there is a copy. */
    public static void check(@Nullable Object copy, @Nullable UUID id, String pointer) {
        if (copy == null && id != null && isYoung(id, System.currentTimeMillis())) {
            throw refusal(new Violation(pointer, NOT_YET_PROPAGATED));
        }
    }

    static Refusal refusal(Violation... violations) {
        return Refusal.of(NOT_YET_PROPAGATED).retryAfterSeconds(1).with(violations);
    }

    /** The clocks of two services may differ, so the time may be in the future. */
    static boolean isYoung(UUID id, long nowMillis) {
        return id.version() == 7 && Math.abs(nowMillis - (id.getMostSignificantBits() >>> 16)) < YOUNG.toMillis();
    }
}
