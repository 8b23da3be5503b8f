package fr.cned.partenariats.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    @Test
    void theDefaultsAreThoseOfARealMeasurement() {
        assertThat(Arguments.of(List.of()))
                .isEqualTo(new Arguments(List.of(), 5, Duration.ofSeconds(20), Duration.ofSeconds(60), false));
    }

    @Test
    void optionsAndNamesMayBeMixed() {
        assertThat(Arguments.of(List.of("gateway", "--rounds", "7", "memory", "--seconds", "3", "--warm-up", "9")))
                .isEqualTo(new Arguments(
                        List.of("gateway", "memory"), 7, Duration.ofSeconds(3), Duration.ofSeconds(9), false));
    }

    @Test
    void quickIsShortUnlessMoreIsAsked() {
        Arguments arguments = Arguments.of(List.of("--rounds", "2", "--quick"));

        assertThat(arguments.quick()).isTrue();
        assertThat(arguments.rounds()).isEqualTo(2);
        assertThat(arguments.length()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aWrongOptionIsNamedWithTheUsage() {
        assertThatThrownBy(() -> Arguments.of(List.of("--fast")))
                .hasMessage("Unknown option --fast. " + Arguments.USAGE);
        assertThatThrownBy(() -> Arguments.of(List.of("--rounds")))
                .hasMessage("--rounds needs a number above 0, not \"\". " + Arguments.USAGE);
        assertThatThrownBy(() -> Arguments.of(List.of("--seconds", "0")))
                .hasMessage("--seconds needs a number above 0, not \"0\". " + Arguments.USAGE);
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownNames() {
        List<Scenario> known = List.of(scenario("one"), scenario("two"));

        assertThat(Arguments.of(List.of("two")).choose(known)).containsExactly(known.get(1));
        assertThat(Arguments.of(List.of()).choose(known)).isEqualTo(known);
        assertThatThrownBy(() -> Arguments.of(List.of("three")).choose(known))
                .hasMessage("There is no benchmark three. Use one of one, two.");
    }

    private static Scenario scenario(String name) {
        return new FakeScenario(name).scenario;
    }
}
