package fr.cned.partenariats.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Keeps the tables of docs/scale.md equal to the measured times and the simulation. To write them again, run this test
 * with {@code -Dscale.update=true}.
 */
class RentreePlanTest {

    private static final Path PAGE = Layout.enclosingProject().resolve("docs/scale.md");
    private static final String BEGIN = "<!-- computed: RentreePlan -->\n";
    private static final String END = "<!-- end -->\n";

    @Test
    void thePageHasTheTables() throws IOException {
        String page = Files.readString(PAGE);
        String expected = page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
                + RentreePlan.tables()
                + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("scale.update")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/scale.md; write its tables again with -Dscale.update=true")
                .isEqualTo(expected);
    }

    @Test
    void theBurstIsAnsweredWithinTheObjectives() {
        Outcome burst = RentreePlan.simulate(RentreePlan.BURST);

        assertThat(burst.refused()).isZero();
        assertThat(burst.busiest()).isLessThan(RentreePlan.BUSY_AT_MOST);
        assertThat(burst.p99()).isLessThan(SimulatedCurve.LONGEST_P99);
    }

    @Test
    void theWholeDayHasAllRequests() {
        assertThat(RentreePlan.registrationsPerSecond(1 / RentreePlan.BUSIEST_HOUR) * 3_600)
                .isEqualTo(RentreePlan.REGISTRATIONS);
        assertThat(RentreePlan.readsPerSecond(1 / RentreePlan.BUSIEST_HOUR) * 3_600)
                .isEqualTo(RentreePlan.READS);
    }
}
