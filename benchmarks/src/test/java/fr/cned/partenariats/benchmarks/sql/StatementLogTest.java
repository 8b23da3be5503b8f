package fr.cned.partenariats.benchmarks.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatementLogTest {

    private static final List<String> LOG = """
            2026-11-26 07:00:00.001 UTC [11] LOG:  duration: 0.010 ms  execute S_1: BEGIN
            2026-11-26 07:00:00.001 UTC [12] LOG:  duration: 0.010 ms  execute <unnamed>: select 1 from enrollment
            2026-11-26 07:00:00.002 UTC [11] LOG:  duration: 0.010 ms  bind <unnamed>: select set_config('a', $1, true)
            2026-11-26 07:00:00.002 UTC [11] DETAIL:  Parameters: $1 = 'all'
            2026-11-26 07:00:00.002 UTC [11] LOG:  duration: 0.010 ms  execute <unnamed>: select set_config('a', $1, true)
            2026-11-26 07:00:00.002 UTC [11] DETAIL:  Parameters: $1 = 'all'
            2026-11-26 07:00:00.003 UTC [11] LOG:  duration: 0.010 ms  execute S_2: select *
            \tfrom training t
            \twhere state <> $1 and title = $2 and level is not distinct from $3
            2026-11-26 07:00:00.003 UTC [11] DETAIL:  Parameters: $1 = 'DRAFT', $2 = 'l''eau, $1', $3 = NULL
            2026-11-26 07:00:00.004 UTC [11] LOG:  duration: 0.010 ms  execute S_3: COMMIT
            2026-11-26 07:00:00.005 UTC [11] LOG:  duration: 0.010 ms  execute S_4: select 2
            """.lines().toList();

    @Test
    void theTransactionOfTheStatementBecomesAScript() {
        assertThat(StatementLog.script(LOG, "from training")).isEqualTo("""
                BEGIN;
                select set_config('a', 'all', true);
                select *
                from training t
                where state <> 'DRAFT' and title = 'l''eau, $1' and level is not distinct from NULL;
                COMMIT;
                """);
    }

    @Test
    void aStatementWithoutATransactionStandsAlone() {
        assertThat(StatementLog.script(LOG, "from enrollment")).isEqualTo("select 1 from enrollment;\n");
    }

    @Test
    void aMissingStatementIsNamed() {
        assertThatThrownBy(() -> StatementLog.script(LOG, "from nothing"))
                .hasMessage("The request ran no statement with \"from nothing\": adapt the benchmark.");
    }
}
