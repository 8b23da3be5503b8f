package fr.cned.partenariats.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.benchmarks.Scenario;
import org.junit.jupiter.api.Test;

class ScenariosTest {

    @Test
    void namesAreUniqueAndTextsFitIntoATable() {
        assertThat(Scenarios.all()).extracting(Scenario::name).doesNotHaveDuplicates();
        assertThat(Scenarios.all()).allSatisfy(scenario -> {
            assertThat(scenario.gates()).as(scenario.name()).isNotEmpty();
            assertThat(scenario.name()).matches("[a-z0-9-]+");
            assertThat(scenario.what() + scenario.ours() + scenario.baseline() + scenario.remark())
                    .doesNotContain("|", "\n");
        });
    }
}
