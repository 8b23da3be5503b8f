package fr.cned.partenariats.commons.testing;

import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps a test that uses today's date within one day: shortly before midnight it waits for the next day. */
public final class SameDay implements BeforeEachCallback {

    private static final Duration LONGEST_TEST = Duration.ofMinutes(2);

    /** In the default zone of the services, {@code commons.clock.zone}. */
    private static final Clock CLOCK = Clock.system(ZoneId.of("Europe/Paris"));

    @Override
    public void beforeEach(ExtensionContext context) {
        if (dayEndsSoon(CLOCK)) {
            LocalDate today = LocalDate.now(CLOCK);
            await().atMost(LONGEST_TEST.multipliedBy(2))
                    .until(() -> LocalDate.now(CLOCK).isAfter(today));
        }
    }

    static boolean dayEndsSoon(Clock clock) {
        return LocalDate.now(Clock.offset(clock, LONGEST_TEST)).isAfter(LocalDate.now(clock));
    }
}
