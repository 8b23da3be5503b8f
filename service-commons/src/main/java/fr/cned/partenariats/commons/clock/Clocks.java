package fr.cned.partenariats.commons.clock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** The clock that all code injects. Days begin and end in Paris: agreements and offerings count by French days. To the
 * microsecond, as the database keeps it: what is answered first and what is read later are the same.
 */
@ApplicationScoped
class Clocks {

    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.tick(Clock.system(ZoneId.of("Europe/Paris")), Duration.of(1, ChronoUnit.MICROS));
    }
}
