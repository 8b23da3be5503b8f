package fr.cned.partenariats.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SimulatedQueueTest {

    private final List<Integer> batches = new ArrayList<>();
    private final List<Runnable> ends = new ArrayList<>();
    private final SimulatedQueue queue = new SimulatedQueue((batch, ended) -> {
        batches.add(batch.size());
        ends.add(ended);
    });

    private boolean offer(double at) {
        return queue.offer(new Request(at, 0, stored -> {}));
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
        assertThat(queue.length()).isZero();
        assertThat(offer(200)).isTrue();
        assertThat(batches).containsExactly(1, 100, 30, 1);
    }

    @Test
    void aFullQueueRefuses() {
        for (int i = 0; i <= SimulatedQueue.CAPACITY; i++) {
            assertThat(offer(i)).isTrue();
        }
        assertThat(offer(1_000)).isFalse();
        assertThat(queue.length()).isEqualTo(SimulatedQueue.CAPACITY);
    }

    @Test
    void theOldestAreRemoved() {
        offer(0);
        offer(1);
        offer(2);

        assertThat(queue.removeOlder(2)).extracting(Request::queuedAt).containsExactly(1.0);
        assertThat(queue.length()).isEqualTo(1);
    }

    @Test
    void theLimitsAreThoseOfEnrollmentService() throws IOException {
        Properties settings = new Properties();
        try (var file = Files.newBufferedReader(
                Layout.enclosingProject().resolve("enrollment-service/src/main/resources/application.properties"))) {
            settings.load(file);
        }
        assertThat(settings)
                .containsEntry("enrollment.registration.batch", "" + SimulatedQueue.MOST_AT_ONCE)
                .containsEntry("enrollment.registration.queue", "" + SimulatedQueue.CAPACITY)
                .containsEntry("enrollment.registration.deadline", SimulatedQueue.DEADLINE_SECONDS + "s");
    }
}
