package fr.cned.partenariats.commons.base.clock;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.TestInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.validation.ValidatorFactory;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The zone of the tests is another one than that of the machine. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class ConstraintClockIT {

    @Inject
    ValidatorFactory constraints;

    @ConfigProperty(name = "commons.clock.zone")
    ZoneId zone;

    @Test
    void constraintsCompareWithTheDayOfTheInjectedClock() {
        Clock clock = constraints.getClockProvider().getClock();
        assertThat(clock.getZone()).isEqualTo(zone).isNotEqualTo(ZoneId.systemDefault());
        LocalDate before = LocalDate.now(zone);
        assertThat(LocalDate.now(clock)).isBetween(before, LocalDate.now(zone));
    }
}
