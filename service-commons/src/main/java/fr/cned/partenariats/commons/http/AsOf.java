package fr.cned.partenariats.commons.http;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import java.time.Clock;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The one rule for the query parameter {@code asOf}: a day in the past, or today. */
public final class AsOf {

    private AsOf() {}

    /**
     * @param day the value of the parameter; null means now
     * @throws Refusal {@code as-of-in-future} (400) when the day is after the clock's today
     */
    public static void requireNotInFuture(@Nullable LocalDate day, Clock clock) {
        LocalDate today = LocalDate.now(clock);
        if (day != null && day.isAfter(today)) {
            throw Refusal.of(CommonProblem.AS_OF_IN_FUTURE, day.toString(), today.toString());
        }
    }
}
