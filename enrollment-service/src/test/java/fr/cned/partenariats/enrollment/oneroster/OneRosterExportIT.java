package fr.cned.partenariats.enrollment.oneroster;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.CURSOR_EXPIRED;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import fr.cned.partenariats.commons.base.paging.Cursors;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.changelog.ChangeLog;
import fr.cned.partenariats.commons.changelog.ChangePosition;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.RowSecurity;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The packages of OneRoster: what is in them, who gets what, and that changes lead to what a complete package has.
 * {@link ReceivedPackage} checks the format of each. Replay a random history with {@code -Dhistory.seed=…}.
 */
@EnrollmentIT
class OneRosterExportIT {

    private static final String PATH = "/v1/exports/oneroster";

    private static final Pattern NAME = Pattern.compile("`([\\w.]+)`");

    private static final int BURSTS = 4;

    /** Longer: {@code -Doneroster.minutes=60}. */
    private static final Duration RANDOM_CHANGES = Duration.ofMinutes(Integer.getInteger("oneroster.minutes", 0));

    /** With the public validator, each package starts a program that checks it. */
    private static final Duration COMPARISON = Duration.ofMinutes(5);

    private static final int THREADS = 4;
    private static final int CHANGES_PER_THREAD = 15;

    private static final int MANY = 20_000;
    private static final int LATE = 15_000;
    private static final long MOST_MEMORY = 12L * 1024 * 1024;

    private static final String COPIES = """
            insert into enrollment overriding user value
            select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'person_id', gen_random_uuid(),
              'distinct_person', true, 'academic_year', '2003-2004', 'state', 'COMPLETED'))).*
            from enrollment e, generate_series(1, ?) i where e.id = ?""";

    @Inject
    OneRosterRepository roster;

    @Inject
    ChangeLog log;

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }

    private static Response export(String token, String query) {
        Response answer = Api.as(token).get(PATH + query);
        answer.then()
                .statusCode(200)
                .contentType(startsWith("application/zip"))
                .header("Cache-Control", "no-store")
                .header("Content-Disposition", "attachment; filename=\"oneroster.zip\"");
        return answer;
    }

    private static ReceivedPackage received(String token, String query) {
        return ReceivedPackage.of(export(token, query).asByteArray());
    }

    /** Nothing follows the cursor. An open transaction of a job can hold a cursor back, so one answer is not enough. */
    private static String settledCursor(String token) {
        AtomicReference<String> cursor = new AtomicReference<>(export(token, "").header("Next-Cursor"));
        await().untilAsserted(() -> {
            Response changes = export(token, "?cursor=" + cursor.get());
            cursor.set(changes.header("Next-Cursor"));
            assertThat(ReceivedPackage.of(changes.asByteArray()).rows().values())
                    .allMatch(Map::isEmpty);
        });
        return cursor.get();
    }

    private static void end(World world, String enrollment) {
        Api.as(world.token())
                .body("{\"reason\":\"moved away\"}")
                .post("/v1/enrollments/" + enrollment + "/cancellation")
                .then()
                .statusCode(200);
    }

    private static void move(World world, String enrollment, UUID site) {
        Api.as(world.token())
                .body("{\"siteId\":\"" + site + "\",\"reason\":\"nearer\"}")
                .post("/v1/enrollments/" + enrollment + "/site-change")
                .then()
                .statusCode(200);
    }

    private static String studentOf(String enrollment) {
        return officer().get("/v1/enrollments/" + enrollment).path("studentId");
    }

    @Test
    void aPackageHasThePartnerItsSitesAndItsEnrolledStudents() throws IOException {
        World world = new World();
        world.partnerKind = "UNIVERSITY";
        world.identifiers = "{\"siret\":\"73282932000074\"}";
        world.trainingMore = ",\"rncp\":\"RNCP38362\"";
        world.publish();
        Response enrolled = world.enroll(world.request("\"siteId\":\"" + world.site + "\",")
                .replace(
                        "\"birthPlace\"",
                        "\"reference\":\"S-1\",\"usageName\":\"Le Goff\",\"sex\":\"F\","
                                + "\"email\":\"camille@example.org\",\"birthPlace\""));
        enrolled.then().statusCode(201);
        String enrollment = enrolled.path("id");
        String student = enrolled.path("studentId");
        end(world, world.enrolled());
        world.registeredStudent();

        ReceivedPackage received = received(world.token(), "");

        String partner = world.partner.toString();
        String site = world.site.toString();
        assertThat(received.file("orgs")).containsOnlyKeys("cned", partner, site);
        assertThat(received.file("orgs").get(partner))
                .containsEntry("name", "Campus connecté (test)")
                .containsEntry("type", "school")
                .containsEntry("identifier", "73282932000074");
        assertThat(received.file("orgs").get(site))
                .containsEntry("type", "ext:SITE")
                .containsEntry("parentSourcedId", partner);
        assertThat(received.file("academicSessions")).containsOnlyKeys("2026-2027");
        assertThat(received.file("academicSessions").get("2026-2027"))
                .containsEntry("type", "schoolYear")
                .containsEntry("startDate", "2026-09-01")
                .containsEntry("endDate", "2027-08-31")
                .containsEntry("schoolYear", "2027");
        assertThat(received.file("courses")).containsOnlyKeys(world.training.toString());
        assertThat(received.file("courses").get(world.training.toString()))
                .containsEntry("title", "BTS (test)")
                .containsEntry("courseCode", world.trainingCode())
                .containsEntry("orgSourcedId", "cned")
                .containsEntry("metadata.rncp", "RNCP38362")
                .containsEntry("metadata.level", "5");
        assertThat(received.file("classes")).containsOnlyKeys(world.offering.toString());
        assertThat(received.file("classes").get(world.offering.toString()))
                .containsEntry("courseSourcedId", world.training.toString())
                .containsEntry("classCode", world.offering.toString())
                .containsEntry("classType", "scheduled")
                .containsEntry("schoolSourcedId", partner)
                .containsEntry("termSourcedIds", "2026-2027")
                .containsEntry("metadata.startsOn", world.offeringStarts)
                .containsEntry("metadata.modality", "DISTANCE");
        assertThat(received.file("users")).containsOnlyKeys(student);
        assertThat(received.file("users").get(student))
                .containsEntry("enabledUser", "true")
                .containsEntry("username", "S-1")
                .containsEntry("identifier", "S-1")
                .containsEntry("givenName", "Camille")
                .containsEntry("preferredFamilyName", "Le Goff")
                .containsEntry("email", "camille@example.org")
                .containsEntry("phone", "")
                .containsEntry("primaryOrgSourcedId", partner);
        assertThat(received.file("roles")).containsOnlyKeys(student + ".student");
        assertThat(received.file("roles").get(student + ".student"))
                .containsEntry("role", "student")
                .containsEntry("roleType", "primary");
        assertThat(received.file("demographics").get(student))
                .containsEntry("birthDate", "2004-05-06")
                .containsEntry("sex", "female")
                .containsEntry("cityOfBirth", "Quimperlé")
                .containsEntry("asian", "")
                .containsEntry("hispanicOrLatinoEthnicity", "");
        assertThat(received.file("enrollments")).containsOnlyKeys(enrollment);
        assertThat(received.file("enrollments").get(enrollment))
                .containsEntry("classSourcedId", world.offering.toString())
                .containsEntry("schoolSourcedId", partner)
                .containsEntry("userSourcedId", student)
                .containsEntry("role", "student")
                .containsEntry("metadata.siteSourcedId", site)
                .containsEntry("metadata.state", "CONFIRMED");
        for (OneRosterFile file : OneRosterFile.values()) {
            assertThat(received.filledColumns(file.fileName()))
                    .as("columns of %s in docs/standards.md", file.fileName())
                    .isEqualTo(documentedColumns(file));
        }
    }

    private static Set<String> documentedColumns(OneRosterFile file) throws IOException {
        String row = Files.readString(Path.of("../docs/standards.md"))
                .lines()
                .filter(line -> line.startsWith("| `" + file.fileName() + "` |"))
                .collect(joining());
        return NAME.matcher(row)
                .results()
                .map(name -> name.group(1))
                .filter(file.columns()::contains)
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void aPartnerThatIsNoSchoolHasItsOwnTypeOfOrganisation() {
        World world = World.published();
        ReceivedPackage received = received(world.token(), "");
        assertThat(received.file("orgs").get(world.partner.toString())).containsEntry("type", "ext:THIRD_PLACE");
        assertThat(received.file("users")).isEmpty();
        assertThat(received.file("classes")).isEmpty();
    }

    @Test
    void theChangesHaveWhatChangedAndNameWhatEnded() {
        World world = World.published();
        String ended = world.enrolled();
        String student = studentOf(ended);
        String kept = world.enrolled();
        String cursor = settledCursor(world.token());

        end(world, ended);
        world.trainingTitle = "BTS (renamed)";
        world.revision++;
        world.publishTraining();
        await().until(() ->
                World.number("select revision from training_view where id = ?", world.training) == world.revision);
        ReceivedPackage changes = received(world.token(), "?cursor=" + cursor);

        assertThat(changes.statuses("enrollments")).containsOnly(Map.entry(ended, "tobedeleted"));
        assertThat(changes.statuses("users")).containsOnly(Map.entry(student, "tobedeleted"));
        assertThat(changes.file("users").get(student))
                .containsEntry("enabledUser", "false")
                .containsEntry("familyName", "-")
                .containsEntry("givenName", "-");
        assertThat(changes.file("demographics").get(student)).containsEntry("birthDate", "");
        assertThat(changes.statuses("courses")).containsOnly(Map.entry(world.training.toString(), "active"));
        assertThat(changes.file("courses").get(world.training.toString())).containsEntry("title", "BTS (renamed)");
        assertThat(changes.statuses("classes")).containsOnly(Map.entry(world.offering.toString(), "active"));
        assertThat(changes.statuses("orgs").values()).containsOnly("active");

        String next = settledCursor(world.token());
        end(world, kept);
        ReceivedPackage last = received(world.token(), "?cursor=" + next);
        assertThat(last.statuses("enrollments")).containsOnly(Map.entry(kept, "tobedeleted"));
        assertThat(last.statuses("classes")).containsOnly(Map.entry(world.offering.toString(), "tobedeleted"));
        assertThat(last.statuses("courses")).containsOnly(Map.entry(world.training.toString(), "tobedeleted"));
        assertThat(last.statuses("academicSessions")).containsOnly(Map.entry("2026-2027", "tobedeleted"));
    }

    /** A receiver may not have them. */
    @Test
    void theChangesHaveTheRowsThatOthersReferTo() {
        World world = World.published();
        String student = studentOf(world.enrolledAtSite());
        String cursor = settledCursor(world.token());
        world.offeringEnds = "2030-06-15";
        world.revision++;
        world.publishOffering();
        await().until(() ->
                World.number("select revision from offering_view where id = ?", world.offering) == world.revision);

        ReceivedPackage ofOffering = received(world.token(), "?cursor=" + cursor);

        assertThat(ofOffering.statuses("classes")).containsOnly(Map.entry(world.offering.toString(), "active"));
        assertThat(ofOffering.statuses("courses")).containsOnly(Map.entry(world.training.toString(), "active"));
        assertThat(ofOffering.statuses("academicSessions")).containsOnly(Map.entry("2026-2027", "active"));
        assertThat(ofOffering.file("orgs")).containsOnlyKeys("cned", world.partner.toString(), world.site.toString());
        assertThat(ofOffering.file("users")).isEmpty();
        assertThat(ofOffering.file("enrollments")).isEmpty();

        String next = settledCursor(world.token());
        corrected(Api.as(world.token()), student, new Random(1)).then().statusCode(200);
        ReceivedPackage ofStudent = received(world.token(), "?cursor=" + next);
        assertThat(ofStudent.statuses("users")).containsOnly(Map.entry(student, "active"));
        assertThat(ofStudent.statuses("orgs")).containsEntry(world.partner.toString(), "active");
        assertThat(ofStudent.file("classes")).isEmpty();
    }

    @Test
    void anErasedStudentIsDeletedWithoutAName() {
        World world = Weeks.started().publish();
        String enrollment = world.enrolled();
        ScheduledChanges.run();
        officer()
                .body("{\"result\":{\"state\":\"PASSED\"}}")
                .post("/v1/enrollments/" + enrollment + "/completion")
                .then()
                .statusCode(200);
        String student = studentOf(enrollment);
        Response whole = export(world.token(), "");
        assertThat(ReceivedPackage.of(whole.asByteArray()).file("users")).containsOnlyKeys(student);

        officer().post("/v1/students/" + student + "/erasure").then().statusCode(200);

        ReceivedPackage changes = received(world.token(), "?cursor=" + whole.header("Next-Cursor"));
        assertThat(changes.statuses("users")).containsOnly(Map.entry(student, "tobedeleted"));
        assertThat(changes.statuses("demographics")).containsOnly(Map.entry(student, "tobedeleted"));
        assertThat(changes.statuses("enrollments")).containsOnly(Map.entry(enrollment, "tobedeleted"));
        assertThat(received(world.token(), "").file("users")).isEmpty();
    }

    /** What a receiver makes of packages. */
    private static final class Receiver {

        private final Supplier<String> token; // a token ends after ten minutes
        private final String query;
        private final Map<String, Map<String, Map<String, String>>> copy = new TreeMap<>();
        private String cursor = "";
        private int deleted;

        Receiver(Supplier<String> token, String query) {
            this.token = token;
            this.query = query;
        }

        void receive() {
            Response answer = export(token.get(), query + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            ReceivedPackage received = ReceivedPackage.of(answer.asByteArray());
            received.applyTo(copy);
            cursor = answer.header("Next-Cursor");
            for (String file : received.rows().keySet()) {
                deleted += (int) received.statuses(file).values().stream()
                        .filter("tobedeleted"::equals)
                        .count();
            }
        }

        void assertSameAsACompletePackage(long seed) {
            await().atMost(COMPARISON).untilAsserted(() -> {
                receive();
                assertThat(copy)
                        .as("seed " + seed)
                        .isEqualTo(received(token.get(), query).rows());
            });
        }
    }

    /** Two sites, changes of enrollments, students and copies at once, and receivers with different scopes. */
    @Test
    void aReceiverThatAppliesTheChangesHasWhatACompletePackageHas() throws Exception {
        long seed = Long.getLong("history.seed", System.nanoTime());
        World here = Weeks.started();
        here.seats = 1_000;
        here.capacity = 1_000;
        here.publish();
        World there = World.sharingPartnerOf(here);
        there.seats = 1_000;
        there.capacity = 1_000;
        there.publish();
        String named = "?partnerId=" + here.partner;
        List<Receiver> receivers = List.of(
                new Receiver(here::token, named),
                new Receiver(() -> here.tokenAt(here.site), named),
                new Receiver(() -> here.tokenAt(there.site), named),
                new Receiver(() -> Tokens.withRole("enrollment-officer"), named));
        List<String> made = new CopyOnWriteArrayList<>();
        ExecutorService writers = Executors.newFixedThreadPool(THREADS);
        try {
            Instant end = Instant.now().plus(RANDOM_CHANGES);
            for (int burst = 0; burst < BURSTS || Instant.now().isBefore(end); burst++) {
                List<Future<?>> writing = new ArrayList<>();
                for (int thread = 0; thread < THREADS; thread++) {
                    Random random = new Random(seed * 31 + burst * 1009L + thread);
                    writing.add(writers.submit(() -> {
                        for (int i = 0; i < CHANGES_PER_THREAD; i++) {
                            Response answer = change(random, random.nextBoolean() ? here : there, here, made);
                            assertThat(answer.statusCode())
                                    .as("seed " + seed + ": " + answer.asString())
                                    .isIn(200, 201, 404, 409, 412); // 404: another thread has erased the student
                        }
                    }));
                }
                changeCopies(burst, here, there);
                while (writing.stream().anyMatch(one -> !one.isDone())) {
                    receivers.forEach(Receiver::receive);
                }
                for (Future<?> one : writing) {
                    one.get();
                }
                ScheduledChanges.run();
                receivers.forEach(receiver -> receiver.assertSameAsACompletePackage(seed));
            }
        } finally {
            writers.shutdownNow();
        }
        assertThat(receivers).allSatisfy(receiver -> {
            assertThat(receiver.copy.get("enrollments")).as("seed " + seed).isNotEmpty();
            assertThat(receiver.deleted).as("seed " + seed).isPositive();
        });
    }

    private static void changeCopies(int burst, World here, World there) {
        World world = burst % 2 == 0 ? here : there;
        world.revision = Math.max(here.revision, there.revision); // they share the partner
        world.partnerKind = burst % 2 == 0 ? "UNIVERSITY" : "THIRD_PLACE";
        world.siteName = "Site " + burst;
        world.trainingTitle = "BTS " + burst;
        world.offeringEnds = "2030-06-1" + burst % 10;
        world.publishAgain();
    }

    private static Response change(Random random, World world, World other, List<String> made) {
        int dice = random.nextInt(11);
        if (dice < 4 || made.isEmpty()) {
            UUID site = random.nextBoolean() ? world.site : other.site;
            Response answer = world.enroll(world.request(random.nextInt(4) == 0 ? "" : "\"siteId\":\"" + site + "\","));
            if (answer.statusCode() == 201) {
                made.add(Api.json(answer).path("id").textValue());
            }
            return answer;
        }
        String path = "/v1/enrollments/" + made.get(random.nextInt(made.size()));
        RequestSpecification partner = Api.as(world.token());
        String reason = "{\"reason\":\"chance\"}";
        String site = random.nextInt(3) == 0 ? "null" : "\"" + world.site + "\"";
        String student = officer().get(path).path("studentId");
        return switch (dice) {
            case 4 -> partner.body(reason).post(path + "/cancellation");
            case 5 -> partner.body(reason).post(path + "/withdrawal");
            case 6 -> officer().body(reason).post(path + "/annulment");
            case 7 -> officer().body("{\"result\":{\"state\":\"UNKNOWN\"}}").post(path + "/completion");
            case 8 ->
                partner.body("{\"siteId\":" + site + ",\"reason\":\"chance\"}").post(path + "/site-change");
            case 9 -> officer().post("/v1/students/" + student + "/erasure");
            default -> corrected(partner, student, random);
        };
    }

    private static Response corrected(RequestSpecification partner, String student, Random random) {
        Response known = officer().get("/v1/students/" + student);
        return known.statusCode() == 200
                ? partner.contentType("application/merge-patch+json")
                        .header("If-Match", known.header("ETag"))
                        .body("{\"givenNames\":\"Camille " + "ABCDEFGH".charAt(random.nextInt(8)) + "\"}")
                        .patch("/v1/students/" + student)
                : known;
    }

    @Test
    void aCallerLimitedToASiteGetsThisSiteAndLearnsWhatLeftIt() {
        World here = World.published();
        World there = World.sharingPartnerOf(here).publish();
        String moved = here.enrolledAtSite();
        String student = studentOf(moved);
        String elsewhere = there.enrolledAtSite();
        here.enrolled();
        String tutor = here.tokenAt(here.site);
        ReceivedPackage atSite = received(tutor, "");
        assertThat(atSite.file("orgs")).containsOnlyKeys("cned", here.partner.toString(), here.site.toString());
        assertThat(atSite.file("enrollments")).containsOnlyKeys(moved);
        assertThat(atSite.file("users")).containsOnlyKeys(student);
        assertThat(atSite.file("classes")).containsOnlyKeys(here.offering.toString());
        String cursor = settledCursor(tutor);

        move(here, moved, there.site);
        end(there, elsewhere);

        ReceivedPackage changes = received(tutor, "?cursor=" + cursor);
        assertThat(changes.statuses("enrollments")).containsOnly(Map.entry(moved, "tobedeleted"));
        assertThat(changes.file("enrollments").get(moved)).containsEntry("metadata.siteSourcedId", "");
        assertThat(changes.statuses("users")).containsOnly(Map.entry(student, "tobedeleted"));
        assertThat(changes.statuses("classes")).containsOnly(Map.entry(here.offering.toString(), "tobedeleted"));
        assertThat(changes.file("orgs")).containsOnlyKeys("cned", here.partner.toString(), here.site.toString());
        assertThat(received(there.tokenAt(there.site), "").file("enrollments")).containsOnlyKeys(moved);
        for (String other : List.of(here.token(), here.tokenAt(here.site, there.site))) {
            Api.as(other).get(PATH + "?cursor=" + cursor).then().spec(problem(400, "invalid-cursor"));
        }
    }

    @Test
    void anOfficerNamesThePartnerAndAPartnerOnlyItself() {
        World world = World.published();
        String enrollment = world.enrolled();
        String other = World.published().partner.toString();
        String query = "?partnerId=" + world.partner;
        assertThat(received(Tokens.withRole("enrollment-officer"), query).rows())
                .isEqualTo(received(world.token(), query).rows());
        assertThat(received(world.token(), "").file("enrollments")).containsOnlyKeys(enrollment);
        Api.as(world.token()).get(PATH + "?partnerId=" + other).then().spec(problem(404, "not-found"));
        officer().get(PATH + "?partnerId=" + UUID.randomUUID()).then().spec(problem(404, "not-found"));
        officer()
                .get(PATH)
                .then()
                .spec(problem(400, "invalid-request"))
                .body("errors.pointer", contains("/partnerId"))
                .body("errors.code", contains("required"));
        Api.as(Tokens.partnerWithScopes(world.partner, "enrollments:read"))
                .get(PATH)
                .then()
                .spec(problem(403, "missing-scope"))
                .body("requiredScope", equalTo("students:read"));
    }

    @Test
    void aWrongParameterIsRefused() {
        World world = World.published();
        Api.as(world.token()).get(PATH + "?cursor=x").then().spec(problem(400, "invalid-cursor"));
        Api.as(world.token()).get(PATH + "?since=2026-01-01").then().spec(problem(400, "unknown-parameter"));
        String ofAnotherFeed =
                Api.as(world.token()).get("/v1/enrollments/changes?cursor=now").path("next");
        Api.as(world.token()).get(PATH + "?cursor=" + ofAnotherFeed).then().spec(problem(400, "invalid-cursor"));
        String lost = Cursors.encode(new ChangePosition(Long.MAX_VALUE, 1), "oneroster", TenantScope.of(world.partner));
        Api.as(world.token()).get(PATH + "?cursor=" + lost).then().spec(problem(410, "cursor-expired"));
    }

    /** Reading them would reach the time limit of a statement. */
    @Test
    void aCursorThatTooManyEntriesFollowIsExpired() {
        World world = World.published();
        ChangePosition position = Cursors.decode(
                settledCursor(world.token()), ChangePosition.class, "oneroster", TenantScope.of(world.partner));
        world.enrolled();
        RowSecurity.actAsPartner(world.partner);
        QuarkusTransaction.requiringNew().run(() -> log.requireFollowable(position, 1_000_000));
        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> QuarkusTransaction.requiringNew().run(() -> log.requireFollowable(position, 0)));
        assertThat(refusal.code()).isEqualTo(CURSOR_EXPIRED);
    }

    @Test
    void anExportIsInTheAuditTrail() {
        World world = World.published();
        export(world.token(), "");
        assertThat(World.number(
                        "select count(*) from change_log where object_type = 'oneroster' and object_id = ?"
                                + " and operation = 'exportOneRoster' and audited",
                        world.partner.toString()))
                .isEqualTo(1);
    }

    /** The look for the settled id is not counted. */
    @Test
    void aPackageIsFourStatementsAndChangesAreFive() {
        World world = World.published();
        world.enrolled();
        String cursor = settledCursor(world.token());
        assertThat(SqlCount.total(World.statements(() -> Api.as(world.token()).get(PATH))))
                .isEqualTo(2 * SqlCount.SCOPE + 4);
        assertThat(SqlCount.total(World.statements(() -> Api.as(world.token()).get(PATH + "?cursor=" + cursor))))
                .isEqualTo(2 * SqlCount.SCOPE + 5);
    }

    /** All rows at once would take more. */
    @Test
    @Tag("nightly")
    void manyEnrollmentsNeedLittleMemory() {
        World world = World.published();
        String enrollment = world.enrolled();
        World.execute(COPIES, MANY, UUID.fromString(enrollment));
        RowSecurity.actAsPartner(world.partner);
        AtomicInteger rows = new AtomicInteger();
        AtomicLong late = new AtomicLong();
        long before = used();
        roster.read(TenantScope.of(world.partner), null, (file, row) -> {
            if (rows.incrementAndGet() == LATE) {
                late.set(used());
            }
        });
        assertThat(rows).hasValueGreaterThan(MANY);
        assertThat(late.get() - before).isLessThan(MOST_MEMORY);
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
