package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.e2e.ApiClient.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A slow program of a partner that keeps a copy of its enrollments by the change feed alone: small pages, a pause after
 * each, its cursor kept over failed requests. It reads every fifth page twice, as after a crash.
 */
final class FeedCopy implements AutoCloseable {

    private static final int PAGE = 100;
    private static final int READ_TWICE_EVERY = 5;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration CATCHES_UP = Duration.ofMinutes(5);

    private final Fixture fixture;
    private final Map<String, Known> copy = new TreeMap<>();
    private final Set<String> removed = new TreeSet<>();
    private final List<Response> unexpected = new ArrayList<>();
    private final Thread program = new Thread(this::follow, "feed-copy");
    private String cursor = "";
    private int pages;
    private int twice;
    private int failed;
    private volatile boolean running = true;

    private FeedCopy(Fixture fixture) {
        this.fixture = fixture;
    }

    static FeedCopy follow(Fixture fixture) {
        FeedCopy started = new FeedCopy(fixture);
        started.program.start();
        return started;
    }

    /** What the partner knows of an enrollment. */
    private record Known(long revision, String state) {

        static Known of(JsonNode enrollment) {
            return new Known(
                    enrollment.path("revision").asLong(),
                    enrollment.path("state").asText());
        }
    }

    private void follow() {
        while (running) {
            take(read());
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private synchronized void take(Response page) {
        if (page.status() == 200) {
            apply(page.body());
        } else if (page.isTemporary()) {
            failed++;
        } else {
            unexpected.add(page);
            running = false;
        }
    }

    private Response read() {
        String after = cursor.isEmpty() ? "" : "&cursor=" + cursor;
        return Platform.http().get(fixture.token(), "/v1/enrollments/changes?limit=" + PAGE + after);
    }

    private void apply(JsonNode page) {
        page.path("items")
                .forEach(item -> copy.merge(
                        item.path("id").asText(),
                        Known.of(item),
                        (known, shown) -> shown.revision() < known.revision() ? known : shown));
        page.path("removed").forEach(removal -> {
            copy.remove(removal.path("id").asText());
            removed.add(removal.path("id").asText());
        });
        pages++;
        if (pages % READ_TWICE_EVERY == 0) {
            twice++; // the cursor stays, so the same page comes again
        } else {
            cursor = page.path("next").asText();
        }
    }

    /** Lets the program read to the end, then compares its copy with the lists. */
    void assertEqualsTheTable(Set<String> erased) throws InterruptedException {
        Map<String, Known> table = new TreeMap<>();
        fixture.enrollments().forEach(listed -> table.put(listed.path("id").asText(), Known.of(listed)));
        assertThat(table.keySet()).containsAll(erased);
        table.keySet().removeAll(erased);
        await().atMost(CATCHES_UP).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> assertEqual(table, erased));
        running = false;
        program.join(TimeUnit.MINUTES.toMillis(1));
        assertThat(twice).isPositive();
        assertThat(unexpected).isEmpty();
    }

    private synchronized void assertEqual(Map<String, Known> table, Set<String> erased) {
        assertThat(copy.equals(table))
                .as("copy of %d enrollments, table of %d, unexpected answers %s", copy.size(), table.size(), unexpected)
                .isTrue();
        assertThat(removed).isEqualTo(erased);
    }

    @Override
    public synchronized String toString() {
        return "%d pages, %d read twice, %d requests failed, %d enrollments, %d tombstones"
                .formatted(pages, twice, failed, copy.size(), removed.size());
    }

    @Override
    public void close() {
        running = false;
    }
}
