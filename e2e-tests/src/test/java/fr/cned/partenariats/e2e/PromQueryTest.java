package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.e2e.PromQuery.Selector;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQueryTest {

    @Test
    void metricsAreReadWithTheirLabels() {
        PromQuery query = PromQuery.of("""
                1 - (sum(rate(good_bucket{route=~"/v1/{id}|(a)",le="0.5"}[5m])) or vector(0))
                / on (slo) sum by (job, le) (rate(all_count[1h])) > on (slo) 14.4 * slo:error_budget offset 5m""");

        assertThat(query.selectors())
                .containsExactly(
                        new Selector("good_bucket", Set.of("route", "le")),
                        new Selector("all_count", Set.of()),
                        new Selector("slo:error_budget", Set.of()));
        assertThat(query.groupings()).containsExactlyInAnyOrder("job", "le", "slo");
    }

    @Test
    void wordsOfTheLanguageAreNoMetrics() {
        assertThat(PromQuery.of("topk(10, max(up == bool 1) and absent(down{})) unless time() > 3")
                        .selectors())
                .extracting(Selector::metric)
                .containsExactly("up", "down");
    }
}
