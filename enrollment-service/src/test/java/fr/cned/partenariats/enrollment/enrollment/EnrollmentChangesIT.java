package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The feed of changed enrollments, as a partner and as an officer follow it. */
@EnrollmentIT
class EnrollmentChangesIT {

    private static final String FEED = "/v1/enrollments/changes";

    /** What a reader makes of the feed: the revisions of its copy, and how often each enrollment was shown. */
    private static final class Reader {

        private final String token;
        private final int limit;
        private final Map<String, Integer> copy = new HashMap<>();
        private final Map<String, String> removed = new HashMap<>();
        private String cursor;

        Reader(String token, String cursor, int limit) {
            this.token = token;
            this.cursor = cursor;
            this.limit = limit;
        }

        static Reader fromNow(String token) {
            Reader reader = new Reader(token, "now", 100);
            reader.page();
            return reader;
        }

        /** Reads one page; returns whether there are further changes. */
        boolean page() {
            JsonPath page = Api.as(token)
                    .get(FEED + "?limit=" + limit + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            List<Map<String, Object>> items = page.getList("items");
            List<Map<String, Object>> gone = page.getList("removed");
            assertThat(items.size() + gone.size()).isLessThanOrEqualTo(limit);
            assertThat(items.stream().map(item -> item.get("id"))).doesNotHaveDuplicates();
            items.forEach(item -> copy.merge(id(item), (Integer) item.get("revision"), Math::max));
            gone.forEach(item -> {
                copy.remove(id(item));
                removed.put(id(item), (String) item.get("reason"));
            });
            cursor = page.getString("next");
            return page.getBoolean("more");
        }

        Reader follow() {
            while (page()) {}
            return this;
        }

        private static String id(Map<String, Object> item) {
            return (String) item.get("id");
        }
    }

    @Test
    void aReaderBeginsWithAllEnrollmentsAndFollowsTheirChanges() {
        World world = World.published();
        List<String> ids = List.of(world.enrolled(), world.enrolled(), world.enrolled());
        Reader reader = new Reader(world.token(), "", 2);

        assertThat(reader.page()).isTrue();
        assertThat(reader.copy).hasSize(2);
        cancel(world, ids.get(0));
        String later = world.enrolled();
        reader.follow();

        await().untilAsserted(() -> assertThat(reader.follow().copy)
                .containsOnly(
                        Map.entry(ids.get(0), 1),
                        Map.entry(ids.get(1), 0),
                        Map.entry(ids.get(2), 0),
                        Map.entry(later, 0)));
        assertThat(reader.removed).isEmpty();
    }

    @Test
    void anItemIsTheEnrollmentAsItsOwnAddressShowsIt() {
        World world = World.published();
        Reader reader = Reader.fromNow(world.token());
        String id = world.enrolled();
        cancel(world, id);

        await().untilAsserted(() -> assertThat(Api.as(world.token())
                        .get(FEED + "?cursor=" + reader.cursor)
                        .jsonPath()
                        .<Object>getList("items"))
                .containsExactly(Api.as(world.token())
                        .get("/v1/enrollments/" + id)
                        .jsonPath()
                        .getMap("")));
    }

    @Test
    void aTransferShowsBothEnrollments() {
        World from = World.published();
        World to = World.published();
        String old = from.enrolled();
        Reader reader = Reader.fromNow(from.token());
        String next = Api.as(from.token())
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body("{\"offeringId\":\"%s\",\"reason\":\"moved\"}".formatted(to.offering))
                .post("/v1/enrollments/" + old + "/transfer")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        await().untilAsserted(() -> assertThat(reader.follow().copy).containsOnlyKeys(old, next));
    }

    @Test
    void anImportIsInTheFeedWithAllItsRows() {
        World world = World.published();
        Reader reader = Reader.fromNow(world.token());
        String row = "{\"offeringId\":\"" + world.offering + "\",\"student\":%s}";
        world.importing(row.formatted(World.student()), row.formatted(World.student()), row.formatted(World.student()))
                .then()
                .statusCode(200);

        await().untilAsserted(() -> assertThat(reader.follow().copy).hasSize(3));
    }

    @Test
    void aMergeShowsTheEnrollmentsWithTheRemainingStudent() {
        World first = World.published();
        World second = World.published();
        String survivor = studentOf(first.enrolled());
        String moved = second.enrolled();
        String officer = Tokens.withRole("enrollment-officer");
        Reader ofOfficer = Reader.fromNow(officer);
        Reader ofPartner = Reader.fromNow(second.token());
        Api.as(officer)
                .body("{\"mergedStudentId\":\"%s\",\"reason\":\"same person\"}".formatted(studentOf(moved)))
                .post("/v1/students/" + survivor + "/merges")
                .then()
                .statusCode(201);

        String from = ofOfficer.cursor;
        await().untilAsserted(() -> assertThat(Api.as(officer)
                        .get(FEED + "?limit=1000&cursor=" + from)
                        .jsonPath()
                        .getString("items.find { it.id == '" + moved + "' }.studentId"))
                .isEqualTo(survivor));
        await().untilAsserted(() -> assertThat(ofPartner.follow().copy).containsOnlyKeys(moved));
        assertThat(ofPartner.removed).isEmpty();
    }

    @Test
    void anErasureIsATombstone() {
        World world = World.published();
        String id = world.enrolled();
        String other = world.enrolled();
        cancel(world, id);
        Reader reader = new Reader(world.token(), "", 100).follow();
        assertThat(reader.copy).containsOnlyKeys(id, other);
        Api.as(Tokens.withRole("enrollment-officer"))
                .post("/v1/students/" + studentOf(id) + "/erasure")
                .then()
                .statusCode(200);

        await().untilAsserted(() -> assertThat(reader.follow().removed).containsEntry(id, "ERASED"));
        assertThat(reader.copy).containsOnlyKeys(other);
        assertThat(new Reader(world.token(), "", 100).follow().copy).containsOnlyKeys(other);
    }

    @Test
    void anEnrollmentThatMovesToAnotherPartnerIsATombstoneForTheFirst() {
        World world = World.published();
        World other = World.published();
        String id = world.enrolled();
        Reader first = Reader.fromNow(world.token());
        Reader second = Reader.fromNow(other.token());

        move(id, other.partner);

        await().untilAsserted(() -> assertThat(first.follow().removed).containsEntry(id, "NOT_VISIBLE"));
        await().untilAsserted(() -> assertThat(second.follow().copy).containsOnlyKeys(id));
        move(id, world.partner);
    }

    /** The reader at a site learns of no other site, and of one only when an enrollment moves. */
    @Test
    void anEnrollmentThatMovesToAnotherSiteIsATombstoneForTheFirst() {
        World here = World.published();
        World there = World.sharingPartnerOf(here).publish();
        String id = here.enrolledAtSite();
        Reader first = new Reader(here.tokenAt(here.site), "", 100).follow();
        Reader second = new Reader(there.tokenAt(there.site), "", 100).follow();
        assertThat(first.copy).containsOnlyKeys(id);
        assertThat(second.copy).isEmpty();

        String later = here.enrolledAtSite();
        cancel(here, later);
        here.enrolled();
        Api.as(here.token())
                .body("{\"siteId\":\"" + there.site + "\",\"reason\":\"moved away\"}")
                .post("/v1/enrollments/" + id + "/site-change")
                .then()
                .statusCode(200);

        await().untilAsserted(() -> assertThat(first.follow().removed).containsOnly(Map.entry(id, "NOT_VISIBLE")));
        assertThat(first.copy).containsOnlyKeys(later);
        await().untilAsserted(() -> assertThat(second.follow().copy).containsOnlyKeys(id));
        assertThat(second.removed).isEmpty();
        Api.as(here.tokenAt(here.site, there.site))
                .get(FEED + "?cursor=" + first.cursor)
                .then()
                .spec(problem(400, "invalid-cursor"));
    }

    private static void move(String enrollment, UUID partner) {
        UUID id = UUID.fromString(enrollment);
        World.execute(
                "update student set partner_id = ? where id = (select student_id from enrollment where id = ?)",
                partner,
                id);
        World.execute("""
                with before as (select id, partner_id from enrollment where id = ?),
                after as (update enrollment e set partner_id = ? from before b where e.id = b.id returning e.partner_id)
                insert into change_log (client, subject, roles, operation, object_type, object_id, changed_fields, owners)
                select 'test', 'test', '{}', 'test', 'enrollment', b.id, '{}', array[b.partner_id, a.partner_id]
                from before b, after a""", id, partner);
    }

    @Test
    void aPartnerSeesNoChangeOfAnotherOne() {
        World world = World.published();
        Reader stranger = Reader.fromNow(World.published().token());
        Reader own = Reader.fromNow(world.token());
        String id = world.enrolled();

        await().untilAsserted(() -> assertThat(own.follow().copy).containsOnlyKeys(id));
        assertThat(stranger.follow().copy).isEmpty();
        assertThat(stranger.removed).isEmpty();
        Api.as(stranger.token).get(FEED + "?cursor=" + own.cursor).then().spec(problem(400, "invalid-cursor"));
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit-out-of-range",
        "limit=1001, limit-out-of-range",
        "limit=many, invalid-parameter",
        "cursor=broken, invalid-cursor",
        "cursor=e30, invalid-cursor",
        "since=0, unknown-parameter"
    })
    void anInvalidParameterIsRefused(String query, String code) {
        Api.as(Tokens.withRole("enrollment-officer"))
                .get(FEED + "?" + query)
                .then()
                .spec(problem(400, code));
    }

    /** Registrations and changes of two partners in random order, while an officer reads slowly. */
    @Test
    void theCopyOfASlowReaderEqualsTheTable() throws Exception {
        World world = new World();
        world.seats = 1_000;
        world.capacity = 1_000;
        world.publish();
        Reader reader = new Reader(world.token(), "", 3);
        ExecutorService writers = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> writing = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                writing.add(writers.submit(() -> {
                    String id = world.enrolled();
                    if (ThreadLocalRandom.current().nextBoolean()) {
                        cancel(world, id);
                    }
                }));
            }
            while (writing.stream().anyMatch(task -> !task.isDone())) {
                reader.page();
            }
            for (Future<?> task : writing) {
                task.get();
            }
        } finally {
            writers.shutdownNow();
        }
        Map<String, Integer> table = new HashMap<>();
        String next = "";
        while (next != null) {
            JsonPath page = Api.as(world.token())
                    .get("/v1/enrollments?limit=100" + (next.isEmpty() ? "" : "&cursor=" + next))
                    .jsonPath();
            page.<Map<String, Object>>getList("items")
                    .forEach(item -> table.put(Reader.id(item), (Integer) item.get("revision")));
            next = page.getString("next");
        }

        assertThat(table).hasSize(60);
        await().untilAsserted(() -> assertThat(reader.follow().copy).isEqualTo(table));
    }

    /** The entries behind the cursor, and the enrollments of this page. The look for the settled id is not counted. */
    @Test
    void aPageIsTwoStatements() {
        World world = World.published();
        Reader reader = Reader.fromNow(world.token());
        String start = reader.cursor;
        world.enrolled();
        world.enrolled();
        await().untilAsserted(() -> assertThat(reader.follow().copy).hasSize(2));

        Map<String, Long> ofChanges =
                World.statements(() -> Api.as(world.token()).get(FEED + "?cursor=" + start));
        assertThat(SqlCount.total(ofChanges)).isEqualTo(SqlCount.SCOPE + 2);
        assertThat(ofChanges.keySet())
                .as("a list of ids is planned anew for each length")
                .noneMatch(text -> text.contains(" in ("));
        assertThat(SqlCount.total(World.statements(() -> Api.as(world.token()).get(FEED + "?cursor=" + reader.cursor))))
                .isEqualTo(SqlCount.SCOPE + 1);
        assertThat(SqlCount.total(World.statements(() -> Api.as(world.token()).get(FEED))))
                .isEqualTo(SqlCount.SCOPE + 2);
    }

    private static void cancel(World world, String id) {
        Api.as(world.token())
                .body("{\"reason\":\"test\"}")
                .post("/v1/enrollments/" + id + "/cancellation")
                .then()
                .statusCode(200);
    }

    private static String studentOf(String enrollment) {
        return Api.as(Tokens.withRole("enrollment-officer"))
                .get("/v1/enrollments/" + enrollment)
                .path("studentId");
    }
}
