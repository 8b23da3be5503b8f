package fr.cned.partenariats.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final List<String> ORDER = List.of("first", "second");
    private static final Run MONDAY = run("2026-11-23 10:00");
    private static final Run TUESDAY = run("2026-11-24 10:00");

    private static Run run(String id) {
        return new Run(id, "abc1234", "a processor", "2", "25", "production", "5 × 20 s");
    }

    private static Row row(String scenario, String ratio) {
        return new Row(scenario, "what | else", "we: 1", "they: 2", ratio, "≥ 0.50", "yes", "");
    }

    @Test
    void aRunReplacesTheRowsOfItsScenariosAndKeepsTheOthers() {
        String monday = new Report("# Benchmarks", "")
                .with(MONDAY, List.of(row("second", "0.1"), row("first", "0.2"), row("first", "0.3")), ORDER);

        String tuesday = new Report("# Benchmarks", monday).with(TUESDAY, List.of(row("first", "0.9")), ORDER);

        assertThat(tuesday).isEqualTo("""
                # Benchmarks

                ## Results

                | benchmark | what | ours | baseline | ratio | gate (stretch) | met | remarks | run |
                | --- | --- | --- | --- | --- | --- | --- | --- | --- |
                | first | what / else | we: 1 | they: 2 | 0.9 | ≥ 0.50 | yes |  | 2026-11-24 10:00 |
                | second | what / else | we: 1 | they: 2 | 0.1 | ≥ 0.50 | yes |  | 2026-11-23 10:00 |

                ## Runs

                | run | commit | machine | cores | JDK | profile | rounds |
                | --- | --- | --- | --- | --- | --- | --- |
                | 2026-11-23 10:00 | abc1234 | a processor | 2 | 25 | production | 5 × 20 s |
                | 2026-11-24 10:00 | abc1234 | a processor | 2 | 25 | production | 5 × 20 s |
                """);
    }

    @Test
    void aRunWithoutRowsDisappears() {
        String monday = new Report("# Benchmarks", "").with(MONDAY, List.of(row("first", "0.1")), ORDER);

        String tuesday = new Report("# Benchmarks", monday).with(TUESDAY, List.of(row("first", "0.2")), ORDER);

        assertThat(tuesday).doesNotContain(MONDAY.id());
    }

    @Test
    void rowsOfAScenarioThatNoLongerExistsDisappear() {
        String page = new Report("# Benchmarks", "").with(MONDAY, List.of(row("first", "0.1")), ORDER);

        assertThat(new Report("# Benchmarks", page).with(TUESDAY, List.of(row("second", "0.2")), List.of("second")))
                .doesNotContain("first");
    }
}
