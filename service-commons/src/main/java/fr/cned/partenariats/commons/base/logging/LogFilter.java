package fr.cned.partenariats.commons.base.logging;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.base.start.OrderlyStop;
import io.quarkus.logging.LoggingFilter;
import java.util.Optional;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Filters the log of a service. A failure of the database becomes one line, a warning without a stack trace: the work
 * is repeated, and metrics count it. Every other failure keeps its trace. Drops what an orderly stop cuts off.
 */
@LoggingFilter(name = "service")
public final class LogFilter implements Filter {

    private static final PatternFormatter MESSAGE = new PatternFormatter("%s");

    @Override
    public boolean isLoggable(LogRecord entry) {
        if (OrderlyStop.hides(entry)) {
            return false;
        }
        if (entry.getThrown() != null) {
            DatabaseFailures.transientCause(entry.getThrown())
                    .or(() -> causeOfTransactionManager(entry))
                    .ifPresent(cause -> shorten(entry, cause));
        }
        return true;
    }

    /** Its traces show only its own code. */
    private static Optional<Throwable> causeOfTransactionManager(LogRecord entry) {
        String logger = entry.getLoggerName();
        return Optional.ofNullable(entry.getThrown())
                .filter(thrown -> logger != null && logger.startsWith("com.arjuna"));
    }

    private static void shorten(LogRecord entry, Throwable cause) {
        String line = (MESSAGE.format(entry) + ": " + cause).replaceAll("\\s+", " ");
        if (entry instanceof ExtLogRecord ofJBoss) {
            ofJBoss.setMessage(line, ExtLogRecord.FormatStyle.NO_FORMAT);
        } else {
            entry.setMessage(line);
            entry.setParameters(null);
        }
        entry.setThrown(null);
        if (entry.getLevel().intValue() > Level.WARNING.intValue()) {
            entry.setLevel(Level.WARNING);
        }
    }
}
