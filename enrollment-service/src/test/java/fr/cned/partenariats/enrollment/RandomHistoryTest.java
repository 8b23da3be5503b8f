package fr.cned.partenariats.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Seats and places are conserved, whatever happens at once. Two partners with an agreement each meet on
 * two offerings, in every combination; limits go up and down meanwhile. Replay: {@code -Dhistory.seed=…}.
 */
@EnrollmentTest
class RandomHistoryTest {

    private static final int THREADS = 8;
    private static final int BURSTS = 6;
    private static final int MOVES_PER_THREAD = 20;

    /** What does not add up now; one statement, so that it sees one moment. */
    private static final String UNBALANCED = """
            with live as (
              select seat_id, offering_id, state in ('PENDING_FUNDING', 'CONFIRMED', 'ACTIVE', 'COMPLETED') as holds,
                     state = 'WAITLISTED' as waits
              from enrollment)
            select (select count(*) from seat_counter s
                    where s.used <> (select count(*) from live l where l.seat_id = s.id and l.holds)
                       or s.granted <> greatest(s.requested, s.used) or s.used < 0)
                 + (select count(*) from place_counter p
                    where p.used <> (select count(*) from live l where l.offering_id = p.offering_id and l.holds)
                       or p.waiting <> (select count(*) from live l where l.offering_id = p.offering_id and l.waits)
                       or p.granted <> greatest(p.requested, p.used) or p.used < 0)""";

    /** Who waits although both a seat and a place are there for them. */
    private static final String FORGOTTEN = """
            select count(*) from enrollment e
            join seat_counter s on s.id = e.seat_id and s.used < s.granted
            join place_counter p on p.offering_id = e.offering_id and p.used < p.granted
            where e.state = 'WAITLISTED' and e.offering_id in (?, ?)""";

    private final World[] worlds = {small(), small()};
    /** Every enrollment made, with its funding lines, by the partner that made it. */
    private final Map<String, Made> made = new ConcurrentHashMap<>();

    private record Made(World world, List<String> lines) {}

    private static World small() {
        World world = new World();
        world.seats = 12;
        world.capacity = 10;
        world.waitingListSize = 6;
        return world;
    }

    @Test
    void seatsAndPlacesAreConservedAtEveryMoment() throws Exception {
        long seed = Long.getLong("history.seed", System.nanoTime());
        for (World world : worlds) {
            world.publish();
        }
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(THREADS + 1);
        try {
            Future<?> watch = pool.submit(() -> {
                while (!over.get()) {
                    assertBalanced(seed);
                }
            });
            for (int burst = 0; burst < BURSTS; burst++) {
                burst(pool, seed, burst);
                assertBalanced(seed);
            }
            over.set(true);
            watch.get();
        } finally {
            over.set(true);
            pool.shutdownNow();
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(World.number(FORGOTTEN, worlds[0].offering, worlds[1].offering))
                        .as("seed " + seed)
                        .isZero());
        assertBalanced(seed);
        assertThat(made.size()).as("seed " + seed).isGreaterThan(40);
    }

    private void burst(ExecutorService pool, long seed, int burst) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        IntStream.range(0, THREADS).forEach(thread -> {
            Random random = new Random(seed * 31 + burst * 1009L + thread);
            running.add(pool.submit(() -> IntStream.range(0, MOVES_PER_THREAD).forEach(i -> move(random, seed))));
        });
        changeLimits(new Random(seed + burst));
        for (Future<?> one : running) {
            one.get();
        }
    }

    private void changeLimits(Random random) {
        for (World world : worlds) {
            world.revision++;
            world.seats = random.nextInt(20);
            world.capacity = random.nextInt(16);
            world.publishAgreement();
            world.publishOffering();
        }
    }

    private void move(Random random, long seed) {
        Response answer = next(random);
        assertThat(answer.statusCode())
                .as("seed " + seed + ": " + answer.asString())
                .isIn(200, 201, 409);
    }

    private Response next(Random random) {
        int dice = random.nextInt(10);
        List<String> ids = List.copyOf(made.keySet());
        if (dice < 4 || ids.isEmpty()) {
            return enroll(worlds[random.nextInt(2)], worlds[random.nextInt(2)].offering, random.nextBoolean());
        }
        String id = ids.get(random.nextInt(ids.size()));
        Made enrollment = made.get(id);
        String path = "/v1/enrollments/" + id;
        if (dice < 6) {
            Response answer = Api.as(enrollment.world().token())
                    .body("{\"reason\":\"chance\",\"offeringId\":\"" + worlds[random.nextInt(2)].offering + "\"}")
                    .post(path + "/transfer");
            if (answer.statusCode() == 201) {
                made.put(answer.path("id"), enrollment);
            }
            return answer;
        }
        if (dice < 8 || enrollment.lines().isEmpty()) {
            return Api.as(enrollment.world().token())
                    .body("{\"reason\":\"chance\"}")
                    .post(path + "/cancellation");
        }
        String line = path + "/funding-lines/" + enrollment.lines().get(0);
        return dice == 8
                ? Api.as(Tokens.withRole("enrollment-officer")).post(line + "/approval")
                : Api.as(Tokens.withRole("enrollment-officer"))
                        .body("{\"reason\":\"chance\"}")
                        .post(line + "/refusal");
    }

    private Response enroll(World world, UUID offering, boolean opco) {
        String kind = opco ? "OPCO" : "INDIVIDUAL";
        Response answer = world.enroll("""
                {"agreementId":"%s","offeringId":"%s","student":%s,"fundings":[{"kind":"%s","amount":900}]}""".formatted(world.agreement, offering, World.student(), kind));
        if (answer.statusCode() == 201) {
            made.put(answer.path("id"), new Made(world, opco ? answer.path("fundings.id") : List.of()));
        }
        return answer;
    }

    private static void assertBalanced(long seed) {
        assertThat(World.number(UNBALANCED)).as("seed " + seed).isZero();
    }
}
