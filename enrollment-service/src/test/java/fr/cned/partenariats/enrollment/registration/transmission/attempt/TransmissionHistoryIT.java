package fr.cned.partenariats.enrollment.registration.transmission.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * The counts of a day equal what the clients got as answers, in a random concurrent history with repetitions, imports,
 * faulty requests and a counter that runs out. Replay a run with {@code -Dhistory.seed=…}.
 */
@EnrollmentIT
class TransmissionHistoryIT {

    private static final String ACCEPTED = "";
    private static final int THREADS = 6;
    private static final int REQUESTS = 40;

    @Inject
    TransmissionJobs jobs;

    /** By client, then by problem code. */
    private final Map<String, Map<String, AtomicLong>> answered = new ConcurrentHashMap<>();

    private final Map<String, String> used = new ConcurrentHashMap<>();

    private static World world() {
        World world = new World();
        world.seats = 60;
        world.capacity = 60;
        return world.publish();
    }

    @Test
    void theCountsEqualTheAnswers() throws Exception {
        long seed = Long.getLong("history.seed", System.nanoTime());
        World world = world();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(THREADS + 2);
        try {
            Future<?> folding = pool.submit(() -> repeatUntil(over, () -> {
                jobs.fold();
                return null;
            }));
            Future<?> watching = pool.submit(() -> repeatUntil(over, () -> {
                assertSums(world, seed);
                return null;
            }));
            List<Future<?>> clients = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random random = new Random(seed + thread);
                clients.add(pool.submit(() -> {
                    for (int i = 0; i < REQUESTS; i++) {
                        send(world, random);
                    }
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
            over.set(true);
            folding.get();
            watching.get();
        } finally {
            over.set(true);
            pool.shutdownNow();
        }

        await().untilAsserted(
                        () -> assertThat(counted(world)).as("seed %d", seed).isEqualTo(expected()));
        assertThat(answered.values().stream().anyMatch(codes -> codes.containsKey("no-seat-left")))
                .as("seed %d", seed)
                .isTrue();
        assertThat(World.number(
                        "select count(*) from transmission_attempt where partner_id = ? and code is null",
                        world.partner))
                .isEqualTo(world.holding());
    }

    @Test
    void ofManyRequestsForTheLastSeatEachIsCounted() throws Exception {
        World world = new World();
        world.seats = 1;
        world.publish();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Response>> requests = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                requests.add(world::enroll);
            }
            for (Future<Response> answer : pool.invokeAll(requests)) {
                assertThat(answer.get().statusCode()).isIn(201, 409);
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(counted(world))
                .isEqualTo(Map.of("test-partner-" + world.partner, Map.of(ACCEPTED, 1L, "no-seat-left", 23L)));
    }

    private static void repeatUntil(AtomicBoolean over, Callable<?> work) {
        try {
            while (!over.get()) {
                work.call();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(World world, Random random) {
        String client = "history-" + random.nextInt(2) + "-" + world.partner;
        switch (random.nextInt(6)) {
            case 0 -> note(client, enroll(world, client, "{}", key()));
            case 1 -> repeat(world, random);
            case 2 -> importRows(world, client);
            case 3 -> note(client, enroll(world, client, world.request("\"reference\":\"same\","), key()));
            default -> {
                String key = key();
                String body = world.request();
                Response answer = enroll(world, client, body, key);
                note(client, answer);
                if (answer.statusCode() == 201) {
                    used.put(key, client + '\n' + body);
                }
            }
        }
    }

    /** A replay is counted nowhere. */
    private void repeat(World world, Random random) {
        List<String> keys = List.copyOf(used.keySet());
        if (!keys.isEmpty()) {
            String key = keys.get(random.nextInt(keys.size()));
            String[] request = used.get(key).split("\n", 2);
            enroll(world, request[0], request[1], key).then().statusCode(201).header("Idempotency-Replayed", "true");
        }
    }

    /** One at a time: the service refuses a third import of a client meanwhile. */
    private synchronized void importRows(World world, String client) {
        String student = World.student();
        String row = "{\"reference\":\"%s\",\"offeringId\":\"%s\",\"student\":%s}";
        Response answer = world.importingAs(
                tokenOf(world, client),
                key(),
                row.formatted(key(), world.offering, student),
                row.formatted(key(), world.offering, student));
        assertThat(answer.statusCode()).isEqualTo(200);
        for (int i = 0; i < 2; i++) {
            String path = "rows[" + i + "].";
            count(client, answer.path(path + "enrollmentId") == null ? answer.path(path + "errors[0].code") : ACCEPTED);
        }
    }

    private void note(String client, Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isIn(201, 400, 409);
        count(client, answer.statusCode() == 201 ? ACCEPTED : answer.path("code"));
    }

    private void count(String client, String code) {
        answered.computeIfAbsent(client, c -> new ConcurrentHashMap<>())
                .computeIfAbsent(code, c -> new AtomicLong())
                .incrementAndGet();
    }

    private Map<String, Map<String, Long>> expected() {
        Map<String, Map<String, Long>> expected = new ConcurrentHashMap<>();
        answered.forEach((client, codes) -> {
            Map<String, Long> counts = new ConcurrentHashMap<>();
            codes.forEach((code, count) -> counts.put(code, count.get()));
            expected.put(client, counts);
        });
        return expected;
    }

    private static List<Map<String, Object>> days(World world) {
        return Api.as(world.token()).get("/v1/transmissions").path("items");
    }

    private static void assertSums(World world, long seed) {
        for (Map<String, Object> day : days(world)) {
            assertThat(number(day, "sent"))
                    .as("seed %d", seed)
                    .isEqualTo(number(day, "accepted") + number(day, "refused") + number(day, "pending"));
            long ofCodes =
                    codes(day).stream().mapToLong(code -> number(code, "count")).sum();
            assertThat(number(day, "refused")).as("seed %d", seed).isEqualTo(ofCodes);
        }
    }

    private static Map<String, Map<String, Long>> counted(World world) {
        Map<String, Map<String, Long>> counted = new ConcurrentHashMap<>();
        for (Map<String, Object> day : days(world)) {
            Map<String, Long> codes = new ConcurrentHashMap<>();
            codes(day).forEach(code -> codes.put((String) code.get("code"), number(code, "count")));
            if (number(day, "accepted") > 0) {
                codes.put(ACCEPTED, number(day, "accepted"));
            }
            counted.put((String) day.get("client"), codes);
        }
        return counted;
    }

    @SuppressWarnings("unchecked") // from JSON
    private static List<Map<String, Object>> codes(Map<String, Object> day) {
        return (List<Map<String, Object>>) day.get("codes");
    }

    private static long number(Map<String, Object> json, String name) {
        return ((Number) json.get(name)).longValue();
    }

    private static Response enroll(World world, String client, String body, String key) {
        return as(world, client).header("Idempotency-Key", key).body(body).post("/v1/enrollments");
    }

    private static RequestSpecification as(World world, String client) {
        return Api.as(tokenOf(world, client));
    }

    private static String tokenOf(World world, String client) {
        return Tokens.sign(Tokens.claims(client, "partner").claim("partner_id", world.partner.toString()));
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
