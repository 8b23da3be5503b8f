package fr.cned.partenariats.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WrkTest {

    private static final String OUTPUT = """
            Running 2s test @ http://127.0.0.1:1/
              62010 requests in 2.00s, 10.00MB read
            Requests/sec:  31005.12
            """;

    @Test
    void rateAndCountAreRead() {
        assertThat(Wrk.result(OUTPUT)).isEqualTo(new Wrk.Result(31_005.12, 62_010));
    }

    @Test
    void figuresOfErrorsAreRefused() {
        assertThatThrownBy(() -> Wrk.result(OUTPUT + "  Non-2xx or 3xx responses: 7\n"))
                .hasMessageStartingWith("7 requests failed");
        assertThatThrownBy(() -> Wrk.result("unable to connect")).hasMessageStartingWith("wrk measured nothing");
    }

    @Test
    void eachValueBecomesARequest() {
        LoadPlan plan = LoadPlan.of(
                        "127.0.0.1",
                        1,
                        List.of(LoadPlan.Request.get("/a", Map.of("Authorization", "Bearer #{value}"))),
                        1)
                .withValues(List.of("x", "y"));

        assertThat(Wrk.script(plan))
                .contains(
                        "wrk.format(\"GET\", \"/a\", {[\"Authorization\"]=\"Bearer x\"})",
                        "wrk.format(\"GET\", \"/a\", {[\"Authorization\"]=\"Bearer y\"})");
    }
}
