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
 * Reads at a constant rate during an attack and measures the response times. A response time starts at the scheduled
 * time of the request, so that requests delayed by a stalled server count (coordinated omission).
 */
final class WellBehavedClient implements AutoCloseable {

    private static final List<String> READS = List.of("/v1/trainings?limit=1", "/v1/enrollments?limit=1");
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Duration MEASURED = Duration.ofSeconds(3);

    /** Tolerance for stalls of the build machine. The exact figures are printed for SECURITY.md. */
    private static final Duration MACHINE_STALL = Duration.ofSeconds(5);

    private final ApiClient http;
    private final String token;
    private final List<Long> nanos = new CopyOnWriteArrayList<>();
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final Thread thread = new Thread(this::read, "well-behaved-client");

    private WellBehavedClient(ApiClient http, String token) {
        this.http = http;
        this.token = token;
        thread.start();
    }

    /** An attack. It may throw any exception that the server causes. */
    @FunctionalInterface
    interface Attack {
        void run() throws Exception;
    }

    /** Response times and statuses of one measurement. */
    record Measurement(long p50Millis, long p99Millis, Map<Integer, Integer> statuses) {

        boolean onlySuccesses() {
            return statuses.keySet().equals(Set.of(200));
        }
    }

    /** Measures without an attack. */
    static Measurement undisturbed(ApiClient http, String token) throws InterruptedException {
        try (WellBehavedClient client = new WellBehavedClient(http, token)) {
            LockSupport.parkNanos(MEASURED.toNanos());
            return client.stop();
        }
    }

    /**
     * Measures during the attack, which must cause neither errors nor slow responses.
     *
     * @param quiet the measurement without an attack
     */
    static void assertUnaffectedBy(String attack, Measurement quiet, ApiClient http, String token, Attack attacker)
            throws Exception {
        Measurement attacked;
        try (WellBehavedClient client = new WellBehavedClient(http, token)) {
            long end = System.nanoTime() + MEASURED.toNanos();
            do {
                attacker.run();
            } while (System.nanoTime() < end);
            attacked = client.stop();
        }
        System.out.printf("attack: %s: client without attack %s, during attack %s%n", attack, quiet, attacked);
        assertThat(attacked.onlySuccesses()).as("%s: %s", attack, attacked).isTrue();
        assertThat(attacked.p99Millis())
                .as("p99 during %s (without attack: %s)", attack, quiet)
                .isLessThanOrEqualTo(Math.max(2 * quiet.p99Millis(), MACHINE_STALL.toMillis()));
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

    private Measurement stop() throws InterruptedException {
        running.set(false);
        thread.join();
        long[] sorted =
                new ArrayList<>(nanos).stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        synchronized (statuses) {
            return new Measurement(
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
