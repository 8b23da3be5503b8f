package fr.cned.partenariats.commons.base.start;

import fr.cned.partenariats.commons.base.problem.Causes;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * After the stop has begun, drops the frameworks' warnings about interrupted batches of events and scheduled jobs. Both
 * are repeated after the next start. Everything else is logged.
 */
public final class OrderlyStop {

    private static final List<String> CUT_OFF = List.of("io.smallrye.reactive.messaging", "io.quarkus.scheduler");

    private static volatile boolean stopping;

    private OrderlyStop() {}

    static void begin() {
        stopping = true;
    }

    /** Whether the service stops: what fails now may fail because of that. */
    public static boolean hasBegun() {
        return stopping;
    }

    /** For tests. */
    static void reset() {
        stopping = false;
    }

    public static boolean hides(LogRecord entry) {
        return stopping
                && entry.getLevel().intValue() >= Level.WARNING.intValue()
                && (isOfCutOffWork(entry.getLoggerName())
                        || Causes.find(entry.getThrown(), ServiceStopping.class) != null);
    }

    private static boolean isOfCutOffWork(@Nullable String logger) {
        return logger != null && CUT_OFF.stream().anyMatch(logger::startsWith);
    }
}
