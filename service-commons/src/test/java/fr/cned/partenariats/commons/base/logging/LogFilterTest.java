package fr.cned.partenariats.commons.base.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;

class LogFilterTest {

    private static ExtLogRecord logged(Level level, String logger, Throwable thrown) {
        ExtLogRecord entry =
                new ExtLogRecord(level, "Error in task for trigger %s", ExtLogRecord.FormatStyle.PRINTF, "any");
        entry.setParameters(new Object[] {"100 %"});
        entry.setLoggerName(logger);
        entry.setThrown(thrown);
        assertThat(new LogFilter().isLoggable(entry)).isTrue();
        return entry;
    }

    @Test
    void aFailureOfTheDatabaseIsOneLineAndAWarning() {
        SQLException closed = new SQLException("This connection has been closed.", "08003");
        ExtLogRecord entry = logged(
                Level.SEVERE, "io.quarkus.scheduler.common.runtime", new IllegalStateException("line\n\tline", closed));

        assertThat(entry.getThrown()).isNull();
        assertThat(entry.getLevel()).isEqualTo(Level.WARNING);
        assertThat(entry.getMessage())
                .isEqualTo("Error in task for trigger 100 %: java.sql.SQLException: This connection has been closed.");
    }

    @Test
    void aWarningOfTheTransactionManagerIsOneLine() {
        ExtLogRecord entry = logged(Level.WARNING, "com.arjuna.ats.jta", new IllegalStateException("line\n\tline"));

        assertThat(entry.getThrown()).isNull();
        assertThat(entry.getMessage())
                .isEqualTo("Error in task for trigger 100 %: java.lang.IllegalStateException: line line");
    }

    @Test
    void anotherFailureKeepsItsStackTraceAndLevel() {
        for (Throwable failure :
                new Throwable[] {new IllegalStateException(), new SQLException("null value in column", "23502")}) {
            ExtLogRecord entry = logged(Level.SEVERE, "io.quarkus.scheduler.common.runtime", failure);

            assertThat(entry.getThrown()).isSameAs(failure);
            assertThat(entry.getLevel()).isEqualTo(Level.SEVERE);
            assertThat(entry.getMessage()).isEqualTo("Error in task for trigger %s");
        }
    }
}
