package fr.cned.partenariats.enrollment.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.statistics.CountedStatistics;
import fr.cned.partenariats.enrollment.statistics.StatisticsComparison;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.LocalDate;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The counters equal the enrollments at every moment of a random concurrent history. Two partners enroll, import,
 * transfer, cancel, complete, correct and annul on two offerings, one of which has started, and change sites and payers, by
 * requests and by files, also with enrollments of the past. Meanwhile limits change, one agreement is renewed and one site
 * ends. At the end one offering is cancelled, statistics have the sums of the agreements, and they equal the rows. Replay a
 * run with {@code -Dhistory.seed=…}.
 */
@EnrollmentIT
class RandomHistoryIT {

    private static final int THREADS = 8;
    private static final int BURSTS = 6;
    private static final int QUESTIONS = 100;

    /** Counts unbalanced counters; one statement, so it reads one snapshot. */
    private static final String UNBALANCED = """
            with live as (
              select seat_id, offering_id, state in ('PENDING_FUNDING', 'CONFIRMED', 'ACTIVE', 'COMPLETED') as holds,
                     state = 'WAITLISTED' as waits
              from enrollment),
            seat as (select seat_id, count(*) filter (where holds) as held from live group by seat_id),
            place as (
              select offering_id, count(*) filter (where holds) as held, count(*) filter (where waits) as waiting
              from live group by offering_id)
            select (select count(*) from seat_counter s left join seat l on l.seat_id = s.id
                    where s.used <> coalesce(l.held, 0) or s.granted <> greatest(s.requested, s.used))
                 + (select count(*) from place_counter p left join place l using (offering_id)
                    where p.used <> coalesce(l.held, 0) or p.waiting <> coalesce(l.waiting, 0)
                       or p.granted <> greatest(p.requested, p.used))""";

    /** Counts waiting students for whom a seat and a place are free. */
    private static final String STUCK = """
            select count(*) from enrollment e
            join seat_counter s on s.id = e.seat_id and s.used < s.granted
            join place_counter p on p.offering_id = e.offering_id and p.used < p.granted
            join agreement_view a on a.id = e.agreement_id and a.state = 'IN_FORCE'
            where e.state = 'WAITLISTED' and e.offering_id in (?, ?)""";

    private static final String LIVE = """
            select count(*) from enrollment
            where offering_id = ? and state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE')""";

    private static final String LIVE_AT_SITE = """
            select count(*) from enrollment
            where site_id = ? and state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE')""";

    private static final String DEADLOCKS = "select deadlocks from pg_stat_database where datname = current_database()";

    private final World[] worlds = {small(), small()};
    /** The agreement that renews the one of the first partner. */
    private final World renewal = World.sharingPartnerOf(worlds[0]);

    /** Every enrollment with its partner and its funding lines. */
    private final Map<String, Made> made = new ConcurrentHashMap<>();

    /** @param row of a file that updates the student, with a place for a boolean; null without a reference */
    private record Made(
            World world, List<String> lines, @Nullable String row) {}

    /** Rows of files that were accepted, by what they do. */
    private final Map<String, Integer> rowsOfFiles = new ConcurrentHashMap<>();

    private static World small() {
        World world = new World();
        world.agreementMore = "\"refund\":{\"proRata\":true},";
        world.seats = 12;
        world.capacity = 10;
        world.waitingListSize = 6;
        return world;
    }

    @Test
    void theCountersEqualTheEnrollmentsAtEveryMoment() throws Exception {
        assertBalancedDuringAHistoryOf(12);
    }

    @Test
    @Tag("nightly")
    void theCountersEqualTheEnrollmentsAtEveryMomentOfALongHistory() throws Exception {
        assertBalancedDuringAHistoryOf(50);
    }

    private void assertBalancedDuringAHistoryOf(int changesPerThread) throws Exception {
        long seed = Long.getLong("history.seed", System.nanoTime());
        long deadlocks = World.number(DEADLOCKS);
        worlds[1].offeringStarts = World.today().minusDays(1).toString();
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
                if (burst == BURSTS / 2) {
                    renew();
                }
                if (burst == BURSTS - 2) {
                    endSite();
                }
                burst(pool, seed, burst, changesPerThread);
                ScheduledChanges.run();
                assertBalanced(seed);
            }
            leaveSite(seed);
            cancelOffering(seed);
            over.set(true);
            watch.get();
        } finally {
            over.set(true);
            pool.shutdownNow();
        }
        // The job finds a student who joined while another transaction released a seat.
        ScheduledChanges.promote();
        await().untilAsserted(() -> assertThat(World.number(STUCK, worlds[0].offering, worlds[1].offering))
                .as("seed " + seed)
                .isZero());
        assertBalanced(seed);
        await().untilAsserted(() -> assertSameSums(seed));
        for (World world : worlds) {
            StatisticsComparison.assertSameCounts(world, QUESTIONS, seed);
        }
        assertThat(made.size()).as("seed " + seed).isGreaterThan(40);
        assertThat(rowsOfFiles).as("seed " + seed).containsKeys("past", "update", "change");
        assertThat(World.number(DEADLOCKS)).as("deadlocks").isEqualTo(deadlocks);
    }

    private void burst(ExecutorService pool, long seed, int burst, int changesPerThread) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        IntStream.range(0, THREADS).forEach(thread -> {
            Random random = new Random(seed * 31 + burst * 1009L + thread);
            running.add(pool.submit(() -> IntStream.range(0, changesPerThread).forEach(i -> change(random, seed))));
        });
        changeLimits(new Random(seed + burst));
        for (Future<?> one : running) {
            one.get();
        }
    }

    /** The old agreement keeps its enrollments and accepts no new ones. */
    private void renew() {
        worlds[0].agreementState = "RENEWED";
        worlds[0].publishAgain();
        renewal.revision = worlds[0].revision; // they share the partner
        renewal.publish();
    }

    /** Its students move to another site of the partner. */
    private void endSite() {
        worlds[0].siteMore = ",\"endedOn\":\"%s\",\"students\":\"MOVE\",\"targetSiteId\":\"%s\""
                .formatted(World.today().minusDays(1), renewal.site);
        worlds[0].revision++;
        worlds[0].publishSite();
    }

    private void leaveSite(long seed) {
        await().untilAsserted(() -> {
            ScheduledChanges.run();
            assertThat(World.number(LIVE_AT_SITE, worlds[0].site))
                    .as("seed " + seed)
                    .isZero();
        });
    }

    private void cancelOffering(long seed) {
        worlds[1].offeringState = "CANCELLED";
        worlds[1].publishAgain();
        await().untilAsserted(() -> {
            ScheduledChanges.run();
            assertThat(World.number(LIVE, worlds[1].offering))
                    .as("seed " + seed)
                    .isZero();
        });
        assertBalanced(seed);
    }

    private void changeLimits(Random random) {
        for (World world : List.of(worlds)) {
            world.revision++;
            world.seats = random.nextInt(20);
            world.capacity = random.nextInt(16);
            world.publishAgreement();
            world.publishOffering();
        }
    }

    private void change(Random random, long seed) {
        Response answer = next(random);
        assertThat(answer.statusCode())
                .as("seed " + seed + ": " + answer.asString())
                // 404: the renewal was not consumed yet, or another payer has the line; 412: a concurrent change;
                // 202: another job took the time of the file
                .isIn(200, 201, 202, 404, 409, 412, 429);
    }

    private Response next(Random random) {
        int dice = random.nextInt(22);
        List<String> ids = List.copyOf(made.keySet());
        if (dice == 11) {
            return importSome(anyAgreement(random), random);
        }
        if (dice == 18) {
            return loadPast(anyAgreement(random), random);
        }
        if (dice < 4 || ids.isEmpty()) {
            return enroll(anyAgreement(random), worlds[random.nextInt(2)].offering, random.nextBoolean());
        }
        String id = ids.get(random.nextInt(ids.size()));
        Made enrollment = made.get(id);
        String path = "/v1/enrollments/" + id;
        if (dice == 19 && enrollment.row() != null) {
            String row = enrollment.row().formatted(random.nextBoolean());
            return counted("update", enrollment.world().importing(row), "UPDATED");
        }
        if (dice == 20) {
            return counted("change", changeByFile(id, enrollment.world(), random), "ACCEPTED");
        }
        if (dice < 6) {
            Response answer = Api.as(enrollment.world().token())
                    .body("{\"reason\":\"chance\",\"offeringId\":\"" + worlds[random.nextInt(2)].offering + "\"}")
                    .post(path + "/transfer");
            if (answer.statusCode() == 201) {
                made.put(Api.json(answer).path("id").textValue(), enrollment);
            }
            return answer;
        }
        if (dice == 12) {
            return Api.as(Tokens.withRole("enrollment-officer"))
                    .body("{\"reason\":\"chance\"}")
                    .post(path + "/annulment");
        }
        if (dice == 13) {
            return Api.as(Tokens.withRole("enrollment-officer"))
                    .body("{\"result\":{\"state\":\"UNKNOWN\"}}")
                    .post(path + "/completion");
        }
        if (dice == 10) {
            return Api.as(enrollment.world().token())
                    .body("{\"reason\":\"chance\"}")
                    .post(path + "/withdrawal");
        }
        if (dice == 14) {
            String site = random.nextBoolean() ? "\"" + enrollment.world().site + "\"" : "null";
            return Api.as(enrollment.world().token())
                    .body("{\"siteId\":" + site + ",\"reason\":\"chance\"}")
                    .post(path + "/site-change");
        }
        if (dice == 15) {
            String tag = officer().get(path).header("ETag");
            return officer()
                    .header("If-Match", tag)
                    .body("{\"result\":{\"state\":\"PASSED\"},\"reason\":\"chance\"}")
                    .post(path + "/result-correction");
        }
        if (dice == 21) {
            String tag = officer().get(path).header("ETag");
            return officer()
                    .contentType("application/merge-patch+json")
                    .header("If-Match", tag)
                    .body("{\"remoteState\":\"" + (random.nextBoolean() ? "ASSOCIATED" : "QUEUED") + "\"}")
                    .patch(path);
        }
        if (dice < 8 || enrollment.lines().isEmpty()) {
            return Api.as(enrollment.world().token())
                    .body("{\"reason\":\"chance\"}")
                    .post(path + "/cancellation");
        }
        String line = path + "/funding-lines/" + enrollment.lines().get(0);
        if (dice == 16) {
            return officer()
                    .body("{\"amount\":%d.25,\"rest\":{\"kind\":\"INDIVIDUAL\"},\"reason\":\"chance\"}"
                            .formatted(random.nextInt(900)))
                    .post(line + "/partial-approval");
        }
        if (dice == 17) {
            return officer()
                    .body("{\"payer\":{\"kind\":\"INDIVIDUAL\"},\"amount\":%d.5,\"reason\":\"chance\"}"
                            .formatted(random.nextInt(900)))
                    .post(line + "/payer-change");
        }
        return dice == 8
                ? Api.as(Tokens.withRole("enrollment-officer")).post(line + "/approval")
                : Api.as(Tokens.withRole("enrollment-officer"))
                        .body("{\"reason\":\"chance\"}")
                        .post(line + "/refusal");
    }

    /** Several changes of one enrollment: later ones are often refused. */
    private static Response changeByFile(String id, World world, Random random) {
        String row = "{\"enrollmentId\":\"" + id + "\",\"reason\":\"chance\",";
        String site = random.nextBoolean() ? world.site.toString() : "none";
        return World.sendLines(
                Tokens.withRole("enrollment-officer"),
                UUID.randomUUID().toString(),
                "/v1/imports/changes" + (random.nextInt(4) == 0 ? "?dryRun=true" : ""),
                row + "\"action\":\"SITE_CHANGE\",\"siteId\":\"" + site + "\"}",
                row + (random.nextBoolean() ? "\"action\":\"FAILED\"}" : "\"action\":\"WITHDRAWAL\"}"),
                row + "\"action\":\"PASSED\",\"score\":12}");
    }

    /** An enrollment that was cancelled some days ago, and one that goes on. Only the second holds a seat. */
    private Response loadPast(World world, Random random) {
        String past = "{\"offeringId\":\"%s\",\"student\":%s,\"registeredOn\":\"%s\",\"state\":\"%s\"%s}";
        LocalDate registered = World.today().minusDays(10 + random.nextInt(60));
        String ended = ",\"endedOn\":\"" + registered.plusDays(random.nextInt(10)) + "\"";
        UUID offering = worlds[1].offering;
        return counted(
                "past",
                world.importingAs(
                        Tokens.withRole("enrollment-officer"),
                        UUID.randomUUID().toString(),
                        past.formatted(offering, World.student(), registered, "CANCELLED", ended),
                        past.formatted(offering, World.student(), registered, "ACTIVE", "")),
                "ACCEPTED");
    }

    private Response counted(String what, Response answer, String outcome) {
        if (answer.statusCode() == 200 && !Api.json(answer).path("dryRun").asBoolean()) {
            for (JsonNode row : Api.json(answer).path("rows")) {
                if (row.path("outcome").asText().equals(outcome)) {
                    rowsOfFiles.merge(what, 1, Integer::sum);
                }
            }
        }
        return answer;
    }

    private World anyAgreement(Random random) {
        int number = random.nextInt(3);
        return number == 2 ? renewal : worlds[number];
    }

    private Response importSome(World world, Random random) {
        String[] rows = IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(i -> "{\"offeringId\":\"%s\",\"student\":%s}"
                        .formatted(worlds[random.nextInt(2)].offering, World.student()))
                .toArray(String[]::new);
        Response answer = world.importing(rows);
        if (answer.statusCode() == 200) {
            for (JsonNode row : Api.json(answer).path("rows")) {
                if (row.hasNonNull("enrollmentId")) {
                    made.put(row.path("enrollmentId").textValue(), new Made(world, List.of(), null));
                }
            }
        }
        return answer;
    }

    private Response enroll(World world, UUID offering, boolean opco) {
        String kind = opco ? "OPCO" : "INDIVIDUAL";
        String reference = "H-" + UUID.randomUUID().toString().substring(0, 18);
        String student = World.student();
        Response answer = world.enroll("""
                {"reference":"%s","agreementId":"%s","offeringId":"%s","student":%s,"fundings":[{"kind":"%s","amount":900}]}""".formatted(reference, world.agreement, offering, student, kind));
        if (answer.statusCode() == 201) {
            JsonNode created = Api.json(answer);
            List<String> lines = opco ? created.path("fundings").findValuesAsText("id") : List.of();
            String row = "{\"reference\":\"%s\",\"offeringId\":\"%s\",\"student\":%s}"
                    .formatted(reference, offering, student.replace("}", ",\"situation\":{\"highLevelAthlete\":%s}}"));
            made.put(created.path("id").textValue(), new Made(world, lines, row));
        }
        return answer;
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }

    private void assertSameSums(long seed) {
        CountedStatistics.refresh();
        for (World world : List.of(worlds[0], worlds[1], renewal)) {
            String agreement = "agreementId=" + world.agreement;
            Response sums = officer().get("/v1/fundings/amounts?" + agreement);
            assertThat(total(agreement)).as("seed " + seed).isEqualTo(sums.path("total"));
            List<String> payers = sums.path("payers.kind");
            for (String payer : payers) {
                assertThat(total(agreement + "&funding=" + payer))
                        .as("%s, seed %d", payer, seed)
                        .isEqualTo(sums.path("payers.find { it.kind == '%s' }.amounts".formatted(payer)));
            }
        }
    }

    private static Object total(String question) {
        return officer().get("/v1/statistics?" + question).path("total.amounts");
    }

    private static void assertBalanced(long seed) {
        assertThat(World.number(UNBALANCED)).as("seed " + seed).isZero();
    }
}
