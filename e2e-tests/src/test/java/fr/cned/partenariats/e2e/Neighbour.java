package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A well-behaved client that reads at a constant rate while something else attacks the platform. It measures from
 * the intended start of each request, so that a stalled server is not hidden by requests that were never sent.
 */
final class Neighbour implements AutoCloseable {

    private static final List<String> READS = List.of("/v1/trainings?limit=1", "/v1/enrollments?limit=1");
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Duration MEASURED = Duration.ofSeconds(3);

    /** A build machine that stands still for a moment must not fail the build. The figures are printed for SECURITY.md. */
    private static final Duration CAUSED_BY_THE_MACHINE = Duration.ofSeconds(5);

    private final Http http;
    private final String token;
    private final List<Long> nanos = new CopyOnWriteArrayList<>();
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final Thread thread = new Thread(this::read, "neighbour");

    private Neighbour(Http http, String token) {
        this.http = http;
        this.token = token;
        thread.start();
    }

    /** An attack; it may fail in any way that the server chooses. */
    @FunctionalInterface
    interface Attack {
        void run() throws Exception;
    }

    /** What the neighbour saw. */
    record Experience(long p50Millis, long p99Millis, Map<Integer, Integer> statuses) {

        boolean onlySuccesses() {
            return statuses.keySet().equals(Set.of(200));
        }
    }

    /** The experience without the attack, and while it is repeated: it must cost this client neither answers nor time. */
    static void isNotHurtBy(String attack, Http http, String token, Attack attacker) throws Exception {
        Experience quiet;
        try (Neighbour neighbour = new Neighbour(http, token)) {
            LockSupport.parkNanos(MEASURED.toNanos());
            quiet = neighbour.stop();
        }
        Experience attacked;
        try (Neighbour neighbour = new Neighbour(http, token)) {
            long end = System.nanoTime() + MEASURED.toNanos();
            do {
                attacker.run();
            } while (System.nanoTime() < end);
            attacked = neighbour.stop();
        }
        System.out.printf("hostile: %s: neighbour quiet %s, attacked %s%n", attack, quiet, attacked);
        assertThat(attacked.onlySuccesses()).as("%s: %s", attack, attacked).isTrue();
        assertThat(attacked.p99Millis())
                .as("p99 of the neighbour during: %s (quiet: %s)", attack, quiet)
                .isLessThanOrEqualTo(Math.max(2 * quiet.p99Millis(), CAUSED_BY_THE_MACHINE.toMillis()));
    }

    private void read() {
        long next = System.nanoTime();
        for (int i = 0; running.get(); i++) {
            int status = http.get(token, READS.get(i % READS.size())).status();
            nanos.add(System.nanoTime() - next);
            synchronized (statuses) {
                statuses.merge(status, 1, Integer::sum);
            }
            next += INTERVAL.toNanos();
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private Experience stop() throws InterruptedException {
        running.set(false);
        thread.join();
        long[] sorted =
                new ArrayList<>(nanos).stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        synchronized (statuses) {
            return new Experience(
                    millis(sorted[sorted.length / 2]),
                    millis(sorted[(int) (sorted.length * 0.99)]),
                    Map.copyOf(statuses));
        }
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }

    @Override
    public void close() {
        running.set(false);
    }
}
