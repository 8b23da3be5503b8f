package fr.cned.partenariats.commons.base.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderlyStopTest {

    private static boolean isLogged(Level level, String logger, Throwable thrown) {
        LogRecord entry = new LogRecord(level, "failed");
        entry.setLoggerName(logger);
        entry.setThrown(thrown);
        return !OrderlyStop.hides(entry);
    }

    @AfterEach
    void start() {
        OrderlyStop.reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.smallrye.reactive.messaging.provider", "io.quarkus.scheduler.common.runtime"})
    void workThatTheStopCutsOffIsLoggedOnlyBefore(String logger) {
        assertThat(isLogged(Level.SEVERE, logger, new IllegalStateException())).isTrue();
        OrderlyStop.begin();
        assertThat(isLogged(Level.SEVERE, logger, new IllegalStateException())).isFalse();
        assertThat(isLogged(Level.INFO, logger, new IllegalStateException())).isTrue();
    }

    @Test
    void jobsCanAskWhetherTheStopHasBegun() {
        assertThat(OrderlyStop.hasBegun()).isFalse();
        OrderlyStop.begin();
        assertThat(OrderlyStop.hasBegun()).isTrue();
    }

    @Test
    void theReasonStoppingIsNotLogged() {
        OrderlyStop.begin();
        Throwable stopping =
                new IllegalStateException(new ServiceStopping("it is repeated", new IllegalArgumentException()));
        assertThat(isLogged(Level.WARNING, "any", stopping)).isFalse();
    }

    @Test
    void otherFailuresAreLoggedDuringTheStop() {
        OrderlyStop.begin();
        assertThat(isLogged(
                        Level.SEVERE, "fr.cned.partenariats.commons.events.relay.Relay", new IllegalStateException()))
                .isTrue();
    }
}
