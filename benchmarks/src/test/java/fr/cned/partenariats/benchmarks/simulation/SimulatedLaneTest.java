package fr.cned.partenariats.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SimulatedLaneTest {

    private final List<Integer> batches = new ArrayList<>();
    private final List<Runnable> ends = new ArrayList<>();
    private final SimulatedLane lane = new SimulatedLane((batch, ended) -> {
        batches.add(batch.size());
        ends.add(ended);
    });

    private boolean offer(double at) {
        return lane.offer(new Request(at, 0, stored -> {}));
    }

    @Test
    void theFirstRunsAloneAndThoseThatComeMeanwhileRunTogether() {
        for (int i = 0; i < 131; i++) {
            assertThat(offer(i)).isTrue();
        }
        assertThat(batches).containsExactly(1);

        ends.get(0).run();
        ends.get(1).run();
        ends.get(2).run();

        assertThat(batches).containsExactly(1, 100, 30);
        assertThat(lane.length()).isZero();
        assertThat(offer(200)).isTrue();
        assertThat(batches).containsExactly(1, 100, 30, 1);
    }

    @Test
    void aFullLaneRefuses() {
        for (int i = 0; i <= SimulatedLane.CAPACITY; i++) {
            assertThat(offer(i)).isTrue();
        }
        assertThat(offer(1_000)).isFalse();
        assertThat(lane.length()).isEqualTo(SimulatedLane.CAPACITY);
    }

    @Test
    void theOldestAreRemoved() {
        offer(0);
        offer(1);
        offer(2);

        assertThat(lane.removeOlder(2)).extracting(Request::queuedAt).containsExactly(1.0);
        assertThat(lane.length()).isEqualTo(1);
    }

    @Test
    void theLimitsAreThoseOfEnrollmentService() throws IOException {
        Properties settings = new Properties();
        try (var file = Files.newBufferedReader(
                Layout.enclosingProject().resolve("enrollment-service/src/main/resources/application.properties"))) {
            settings.load(file);
        }
        assertThat(settings)
                .containsEntry("enrollment.registration.lanes", "" + SimulatedLane.LANES)
                .containsEntry("enrollment.registration.batch", "" + SimulatedLane.MOST_AT_ONCE)
                .containsEntry("enrollment.registration.queue", "" + SimulatedLane.CAPACITY)
                .containsEntry("enrollment.registration.deadline", SimulatedLane.DEADLINE_SECONDS + "s");
    }
}
