package fr.cned.partenariats.enrollment.enrollment.opco;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.commons.testing.Problems.violates;
import static fr.cned.partenariats.enrollment.Roles.APPRENTICESHIP_HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Schemas;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.connection.OutsideServer;
import fr.cned.partenariats.enrollment.connection.ScheduledConnections;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusMock;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dossiers of a training centre at an OPCO that misbehaves. The price is 900 EUR. */
@EnrollmentIT
class OpcoIT {

    private static final String OFFICE = Tokens.withRole("enrollment-officer");

    private final OpcoServer server = new OpcoServer();
    /** No other test has these numbers. */
    private final String mark = World.ine();

    private World world;
    private String connectionId = "";

    @BeforeEach
    void aCentreWithAKey() {
        world = centre();
        install(server.settings());
        connectionId = connect(OpcoServer.KEY)
                .statusCode(202)
                .body("system", equalTo("AKTO"))
                .body("key", nullValue())
                .extract()
                .path("id");
    }

    /** Otherwise a later test would poll what is due here. */
    @AfterEach
    void stop() {
        World.execute("delete from centre_connection where centre_id = ?", world.partner);
        server.close();
    }

    private static void install(OpcoSettings settings) {
        Clock clock = Arc.container().instance(Clock.class).get();
        QuarkusMock.installMockForType(settings, OpcoSettings.class);
        QuarkusMock.installMockForType(
                new ConvergenceApi(OutsideServer.http(Duration.ofSeconds(1)), clock), ConvergenceApi.class);
    }

    private ValidatableResponse connect(String key) {
        return connect(world, key);
    }

    private static ValidatableResponse connect(World centre, String key) {
        return Api.as(Tokens.partnerOnlyWith(centre.partner, APPRENTICESHIP_HOST))
                .body("{\"system\":\"AKTO\",\"key\":\"" + key + "\"}")
                .post("/v1/connections")
                .then();
    }

    private ValidatableResponse connection() {
        return Api.as(OFFICE).get("/v1/connections/" + connectionId).then().statusCode(200);
    }

    private static World centre() {
        World world = new World();
        world.partnerKind = "APPRENTICE_TRAINING_CENTRE";
        return world.publish();
    }

    private String number(int dossier) {
        return mark + '-' + dossier;
    }

    /** An enrollment that waits for the OPCO, with its dossier. */
    private String waiting(int dossier) {
        Response enrolled =
                world.enroll(world.request("\"fundings\":[{\"kind\":\"OPCO\",\"funder\":\"AKTO\",\"amount\":900}],"));
        enrolled.then().statusCode(201).body("state", equalTo("PENDING_FUNDING"));
        recorded(world.token(), enrolled.path("id"), enrolled.path("fundings[0].id"), number(dossier))
                .statusCode(200);
        return enrolled.path("id");
    }

    private static ValidatableResponse recorded(String token, String enrollment, String line, String number) {
        return Api.as(token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body("{\"opco\":\"AKTO\",\"internalNumber\":\"" + number + "\"}")
                .post("/v1/enrollments/" + enrollment + "/funding-lines/" + line + "/opco-dossier")
                .then();
    }

    private static ValidatableResponse read(String enrollment) {
        return Api.as(OFFICE).get("/v1/enrollments/" + enrollment).then().statusCode(200);
    }

    private ValidatableResponse listed(String filter) {
        return Api.as(OFFICE)
                .get("/v1/enrollments?" + filter + "&agreementId=" + world.agreement)
                .then()
                .statusCode(200);
    }

    private static int revision(String enrollment) {
        return read(enrollment).extract().path("revision");
    }

    /** Polls, also when the next poll is not due. */
    private void poll() {
        World.execute("update centre_connection set due_at = '2000-01-01' where centre_id = ?", world.partner);
        pollIfDue();
    }

    private static void pollIfDue() {
        ScheduledConnections.run();
    }

    private void report(int dossier, String state) {
        server.states.put(number(dossier), state);
        poll();
    }

    private long nextPage() {
        return World.number("select next_page from centre_connection where centre_id = ?", world.partner);
    }

    @Test
    void anEnrollmentFollowsItsDossier() {
        String id = waiting(1);
        report(1, "TRANSMIS");
        read(id).body("state", equalTo("PENDING_FUNDING"))
                .body("fundings[0].state", equalTo("REQUESTED"))
                .body("fundings[0].dossier.state", equalTo("TRANSMIS"));
        server.committed = "9000.5";
        server.paid = "500";
        report(1, "ENGAGE");

        read(id).body("state", equalTo("CONFIRMED"))
                .body("holdUntil", nullValue())
                .body("fundings[0].state", equalTo("APPROVED"))
                .body("fundings[0].decidedBy", equalTo("opco"))
                .body("fundings[0].dossier.opco", equalTo("AKTO"))
                .body("fundings[0].dossier.internalNumber", equalTo(number(1)))
                .body("fundings[0].dossier.externalNumber", equalTo("EXT-" + number(1)))
                .body("fundings[0].dossier.decaNumber", equalTo("029" + number(1)))
                .body("fundings[0].dossier.committed", equalTo(9000.5f))
                .body("fundings[0].dossier.instalments.dueOn", contains("2026-10-01", "2027-03-01"))
                .body("fundings[0].dossier.instalments.paid", contains(500.0f, 0.0f))
                .body("history", hasSize(5))
                .body("history[3].to", equalTo("PENDING_FUNDING"))
                .body("history[4].to", equalTo("CONFIRMED"))
                .body("history[1].dossier.state", nullValue())
                .body("history[2].dossier.state", equalTo("TRANSMIS"))
                .body("history[3].dossier.state", equalTo("ENGAGE"))
                .body("history[4].by", equalTo("opco"));
        Api.as(world.token()).get("/v1/enrollments/" + id).then().body("history[4].by", equalTo("opco"));
        await().untilAsserted(() -> {
            List<TestTopics.Message> events = TestTopics.read("enrollment.enrollments.v1", id);
            String last = events.get(events.size() - 1).value();
            assertThat(Schemas.faults("contract/events/enrollment-changed.v1", last))
                    .isEmpty();
            assertThat(JsonPath.from(last).getString("opcoDossier.state")).isEqualTo("ENGAGE");
            assertThat(last).doesNotContain(number(1));
        });
    }

    @Test
    void thatWhichAnOpcoRepeatsChangesNothing() {
        String id = waiting(1);
        report(1, "ENGAGE");
        int revision = revision(id);

        poll();
        poll();

        assertThat(revision(id)).isEqualTo(revision);
        server.paid = "250";
        poll();
        read(id).body("revision", equalTo(revision + 1))
                .body("fundings[0].dossier.instalments[0].paid", equalTo(250.0f));
    }

    @Test
    void aRefusalGivesTheSeatBack() {
        String id = waiting(1);
        report(1, "REFUSE");

        read(id).body("state", equalTo("REJECTED"))
                .body("fundings[0].reason", equalTo("AKTO: REFUSE"))
                .body("history[-1].by", equalTo("opco"));
        assertThat(world.seat()).containsEntry("used", 0L);
    }

    @Test
    void aStateThatGoesBackIsShownAndTakesNoPlace() {
        String id = waiting(1);
        report(1, "ENGAGE");
        report(1, "EN_COURS_INSTRUCTION");
        read(id).body("state", equalTo("CONFIRMED"))
                .body("fundings[0].state", equalTo("APPROVED"))
                .body("fundings[0].dossier.state", equalTo("EN_COURS_INSTRUCTION"));
        for (String filter : new String[] {"", "&funding=OPCO", "&fundingState=APPROVED"}) {
            listed("opcoState=EN_COURS_INSTRUCTION" + filter).body("items.id", contains(id));
        }
        listed("opcoState=ENGAGE").body("items", hasSize(0));
        report(1, "RUPTU");
        read(id).body("state", equalTo("CONFIRMED")).body("fundings[0].state", equalTo("RUPTURED"));
        Api.as(OFFICE)
                .get("/v1/fundings/amounts?agreementId=" + world.agreement)
                .then()
                .body("total.agreed", equalTo(0f));
        listed("fundingState=RUPTURED").body("items.id", contains(id));
        report(1, "ENGAGE");
        read(id).body("state", equalTo("CONFIRMED"))
                .body("fundings[0].state", equalTo("APPROVED"))
                .body(
                        "history.findAll { it.dossier?.state }.dossier.state",
                        contains("ENGAGE", "EN_COURS_INSTRUCTION", "RUPTU", "ENGAGE"));
        assertThat(world.seat()).containsEntry("used", 1L);
    }

    @Test
    void lessThanTheLineIsLeftToTheOffice() {
        String id = waiting(1);
        server.committed = "650";
        report(1, "ENGAGE");

        read(id).body("state", equalTo("PENDING_FUNDING"))
                .body("fundings[0].state", equalTo("REQUESTED"))
                .body("fundings[0].dossier.committed", equalTo(650.0f));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 500})
    void aFaultLosesNoStateAndDoublesNone(int status) {
        String id = waiting(1);
        int revision = revision(id);
        server.faults.addAll(List.of(status, status));
        report(1, "ENGAGE");

        assertThat(revision(id)).isEqualTo(revision);
        server.faults.clear();
        poll();
        read(id).body("state", equalTo("CONFIRMED")).body("revision", equalTo(revision + 1));
        poll();
        assertThat(revision(id)).isEqualTo(revision + 1);
    }

    @Test
    void aStateIsNotKeptWithoutItsAmounts() {
        String id = waiting(1);
        int revision = revision(id);
        server.faults.addAll(List.of(0, 500)); // the page comes, the amounts do not
        report(1, "ENGAGE");
        assertThat(revision(id)).isEqualTo(revision);

        poll();
        read(id).body("state", equalTo("CONFIRMED")).body("revision", equalTo(revision + 1));
    }

    @Test
    void aTokenThatEndsEarlyIsNoFault() {
        String id = waiting(1);
        server.faults.add(401);
        report(1, "ENGAGE");

        read(id).body("state", equalTo("CONFIRMED"));
    }

    @Test
    void anOpcoThatIsAskedTooOftenIsLeftAlone() {
        server.retryAfter = "7200";
        server.faults.add(429);
        Instant before = Arc.container().instance(Clock.class).get().instant();
        poll();

        assertThat(World.number(
                        "select cast(extract(epoch from due_at) as bigint) from centre_connection where centre_id = ?",
                        world.partner))
                .isBetween(before.getEpochSecond() + 7_199, before.getEpochSecond() + 7_260);
        int asked = server.asked.size();
        pollIfDue();
        assertThat(server.asked).hasSize(asked);
    }

    @Test
    void anOpcoIsAskedOnceInAnHour() {
        pollIfDue();
        pollIfDue();

        assertThat(server.asked).containsExactly("page 1");
    }

    @Test
    void aSlowOpcoIsNotWaitedFor() {
        String id = waiting(1);
        int revision = revision(id);
        server.pauseMillis = 4_000;
        report(1, "ENGAGE");
        assertThat(revision(id)).isEqualTo(revision);

        server.pauseMillis = 0;
        poll();
        read(id).body("state", equalTo("CONFIRMED"));
    }

    @Test
    void aPollThatEndedEarlyGoesOnWithItsPage() {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            ids.add(waiting(i));
            server.states.put(number(i), "ENGAGE");
        }
        server.pageSize = 2;
        server.faults.addAll(List.of(0, 0, 429)); // the first page with its amounts, then no more
        poll();
        ids.subList(0, 2).forEach(id -> read(id).body("state", equalTo("CONFIRMED")));
        ids.subList(2, 5).forEach(id -> read(id).body("state", equalTo("PENDING_FUNDING")));
        assertThat(nextPage()).isEqualTo(2);

        server.asked.clear();
        poll();
        ids.forEach(id -> read(id).body("state", equalTo("CONFIRMED")));
        assertThat(server.asked).startsWith("page 2").doesNotContain("page 1");
        server.asked.clear();
        poll();
        assertThat(server.asked).startsWith("page 1");
    }

    @Test
    void unknownStatesHideNoPage() {
        String id = waiting(1);
        server.states.put("A-" + mark, "BROUILLON");
        server.states.put("B-" + mark, "BROUILLON");
        server.states.put(number(1), "ENGAGE");
        server.pageSize = 1;
        poll();

        read(id).body("state", equalTo("CONFIRMED"));
    }

    @Test
    void aDossierWithoutItsAmountsWaits() {
        String id = waiting(1);
        int revision = revision(id);
        server.amounts = "[]";
        report(1, "ENGAGE");
        assertThat(revision(id)).isEqualTo(revision);

        server.amounts = "";
        poll();
        read(id).body("state", equalTo("CONFIRMED")).body("revision", equalTo(revision + 1));
    }

    @Test
    void aPageThatAlwaysFailsKeepsThePollFromNoOther() {
        waiting(1);
        server.states.put(number(1), "TRANSMIS");
        server.states.put(number(2), "TRANSMIS");
        server.pageSize = 1;
        server.faults.addAll(List.of(0, 0, 500)); // the first page with its amounts, then no more
        poll();
        assertThat(nextPage()).isEqualTo(2);
        server.faults.add(500);
        poll();
        assertThat(nextPage()).isEqualTo(1);
    }

    @Test
    void anotherKeyBeginsWithTheFirstPage() {
        waiting(1);
        server.states.put(number(1), "TRANSMIS");
        server.states.put(number(2), "TRANSMIS");
        server.pageSize = 1;
        server.faults.addAll(List.of(0, 0, 500));
        poll();
        connect(OpcoServer.KEY).statusCode(202).body("lastRun", nullValue());
        server.asked.clear();
        pollIfDue();

        assertThat(server.asked).startsWith("page 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRepeatedPageHidesNoOther(int repeats) {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            ids.add(waiting(i));
            server.states.put(number(i), "ENGAGE");
        }
        server.pageSize = 2;
        server.repeats = repeats;
        poll();

        ids.forEach(id ->
                read(id).body("state", equalTo("CONFIRMED")).body("history.findAll { it.dossier?.state }", hasSize(1)));
    }

    @Test
    void anOpcoThatRepeatsOnePageForEverEndsThePoll() {
        waiting(1);
        server.states.put(number(1), "ENGAGE");
        server.repeats = -1;
        poll();

        assertThat(nextPage()).isEqualTo(1);
        assertThat(server.asked).hasSizeLessThan(8);
    }

    @Test
    void aPollOfPagesWithoutEndGoesOnLater() {
        server.isEndless = true;
        poll();
        connection().body("lastRun.outcome", equalTo("DONE"));
        assertThat(nextPage()).isEqualTo(OpcoPoller.MOST_PAGES + 1L);

        server.asked.clear();
        server.isEndless = false;
        poll();
        assertThat(server.asked).containsExactly("page " + (OpcoPoller.MOST_PAGES + 1));
        assertThat(nextPage()).isEqualTo(1);
    }

    @Test
    void aRunWithoutTimeGoesOnLater() {
        server.isEndless = true;
        ScheduledConnections.run(Duration.ZERO);
        assertThat(server.asked).containsExactly("page 1");
        connection().body("running", equalTo(false)).body("lastRun.outcome", equalTo("DONE"));
        assertThat(nextPage()).isEqualTo(2);
    }

    @Test
    void aRunWithoutTimeAsksForNoAmounts() {
        String id = waiting(1);
        server.states.put(number(1), "ENGAGE");
        ScheduledConnections.run(Duration.ZERO);
        connection().body("lastRun.outcome", equalTo("UNREACHABLE"));
        read(id).body("state", equalTo("PENDING_FUNDING"));
        assertThat(server.asked).containsExactly("page 1");

        poll();
        read(id).body("state", equalTo("CONFIRMED"));
    }

    /** Otherwise a slow OPCO with many centres would hold up all other systems. */
    @Test
    void aSystemThatIsSlowIsAskedForOneCentreInARound() {
        World other = centre();
        connect(other, OpcoServer.KEY).statusCode(202);
        server.isEndless = true;
        try {
            ScheduledConnections.run(Duration.ZERO);
            assertThat(server.asked).containsExactly("page 1");
            ScheduledConnections.run(Duration.ZERO);
            assertThat(server.asked).containsExactly("page 1", "page 1");
            ScheduledConnections.run(Duration.ZERO);
            assertThat(server.asked).hasSize(2);
        } finally {
            World.execute("delete from centre_connection where centre_id = ?", other.partner);
        }
    }

    @Test
    void noTransactionIsOpenWhileAnOpcoIsAsked() {
        List<Boolean> inTransaction = new ArrayList<>();
        Clock clock = Arc.container().instance(Clock.class).get();
        QuarkusMock.installMockForType(
                new ConvergenceApi(OutsideServer.http(inTransaction), clock), ConvergenceApi.class);
        String id = waiting(1);
        report(1, "ENGAGE");

        read(id).body("state", equalTo("CONFIRMED"));
        assertThat(inTransaction).hasSize(4).containsOnly(false); // token, page, amounts, empty page
    }

    @Test
    void aDossierThatTheDatabaseRefusesStopsNoOther() {
        String refused = waiting(1);
        String other = waiting(2);
        server.states.put(number(1), "ENGAGE");
        server.states.put(number(2), "ENGAGE");
        World.execute("alter table enrollment add constraint stop check (id <> '" + refused
                + "' or state <> 'CONFIRMED') not valid");
        try {
            poll();
        } finally {
            World.execute("alter table enrollment drop constraint stop");
        }
        read(refused).body("state", equalTo("PENDING_FUNDING")).body("fundings[0].dossier.state", nullValue());
        read(other).body("state", equalTo("CONFIRMED"));
        connection().body("lastRun.outcome", equalTo("DONE"));

        poll();
        read(refused).body("state", equalTo("CONFIRMED"));
    }

    @Test
    void dossiersThatNobodyRecordedAreNotAskedFor() {
        server.states.put("UNKNOWN-" + mark, "ENGAGE");
        poll();

        assertThat(server.asked).containsExactly("page 1", "page 2");
    }

    @Test
    void withoutCredentialsNobodyIsAsked() {
        waiting(1);
        install(OpcoServer.settings(Map.of()));
        report(1, "ENGAGE");
        connect(OpcoServer.KEY).spec(problem(409, "system-off"));

        assertThat(server.asked).isEmpty();
        assertThat(server.tokensGiven).hasValue(0);
    }

    @Test
    void aRefusedKeyIsShownUntilTheCentreSendsAnother() {
        String id = waiting(1);
        connect("another-key");
        report(1, "ENGAGE");
        connection().body("lastRun.outcome", equalTo("KEY_REFUSED"));

        connect(OpcoServer.KEY);
        pollIfDue();
        connection().body("lastRun.outcome", equalTo("DONE"));
        read(id).body("state", equalTo("CONFIRMED"));
    }

    /** Otherwise a partner would name the dossier of any apprentice, and its line would be approved. */
    @Test
    void theKeyOfACentreDecidesForItsApprenticesOnly() {
        World other = World.published();
        Response enrolled =
                other.enroll(other.request("\"fundings\":[{\"kind\":\"OPCO\",\"funder\":\"AKTO\",\"amount\":900}],"));
        String id = enrolled.path("id");
        recorded(other.token(), id, enrolled.path("fundings[0].id"), number(1)).statusCode(200);
        report(1, "ENGAGE");
        read(id).body("state", equalTo("PENDING_FUNDING")).body("fundings[0].dossier.state", nullValue());

        World.execute("""
                insert into apprenticeship_contract (id, version, enrollment_id, student_id, partner_id, employer_siret,
                  starts_on, ends_on, training_centre_id, history)
                select gen_random_uuid(), 0, e.id, e.student_id, e.partner_id, '35600000049837', '2026-10-19',
                  '2028-08-31', ?, '[]'
                from enrollment e where e.id = ?""", world.partner, UUID.fromString(id));
        try {
            poll();
            read(id).body("state", equalTo("CONFIRMED"));

            // A transfer leaves a ruptured contract behind.
            World.execute("""
                    update apprenticeship_contract set ruptured_on = '2026-11-02', rupture_cause = 'OTHER',
                      rupture_seen_on = '2026-11-02'
                    where enrollment_id = ?""", UUID.fromString(id));
            Response moved = transfer(other, id, World.sharingPartnerOf(other).publish(), "");
            moved.then().statusCode(201);
            report(1, "RUPTU");
            read(moved.path("id")).body("fundings[0].dossier.state", equalTo("RUPTU"));
        } finally {
            World.execute("delete from apprenticeship_contract where enrollment_id = ?", UUID.fromString(id));
        }
    }

    @Test
    void aDossierBelongsToOneEnrollment() {
        waiting(1);
        World other = centre();
        Response enrolled = other.enroll(
                other.request("\"fundings\":[{\"kind\":\"OPCO\",\"amount\":400},{\"kind\":\"OPCO\",\"amount\":500}],"));
        String id = enrolled.path("id");
        String first = enrolled.path("fundings[0].id");
        String second = enrolled.path("fundings[1].id");

        recorded(other.token(), id, first, number(1)).spec(problem(409, "opco-dossier-taken"));
        recorded(other.token(), id, first, number(2)).statusCode(200);
        recorded(other.token(), id, second, number(3)).spec(problem(409, "opco-dossier-taken"));
        recorded(OFFICE, id, first, number(4))
                .statusCode(200)
                .body("fundings[0].dossier.internalNumber", equalTo(number(4)));
        recorded(other.token(), id, first, number(4)).spec(problem(409, "opco-dossier-taken"));
        read(id).body("revision", equalTo(2));
        recorded(world.token(), id, first, number(4)).spec(problem(404, "not-found"));
        recorded(other.token(), id, first, "two words").spec(violates("/internalNumber", "invalid-value"));
    }

    @Test
    void onlyALiveLineOfAnOpcoHasADossier() {
        Response paid = world.enroll();
        recorded(world.token(), paid.path("id"), paid.path("fundings[0].id"), number(1))
                .spec(problem(409, "no-opco-line"));
        String id = waiting(2);
        String line = read(id).extract().path("fundings[0].id");
        Api.as(world.token())
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body("{\"reason\":\"moved\"}")
                .post("/v1/enrollments/" + id + "/cancellation")
                .then()
                .statusCode(200);
        recorded(world.token(), id, line, number(3)).spec(problem(409, "enrollment-state-unfit"));
    }

    @Test
    void aTransferKeepsTheDossier() {
        String id = waiting(1);
        report(1, "ENGAGE");
        Response moved = transfer(id, another(), "");
        moved.then().statusCode(201).body("fundings[0].dossier.internalNumber", equalTo(number(1)));
        report(1, "SOLDE");

        read(moved.path("id")).body("fundings[0].dossier.state", equalTo("SOLDE"));
        read(id).body("fundings[0].dossier", nullValue());
    }

    /** Before, the student lost the place: nobody could approve the line, and the calendar cancelled the enrollment. */
    @Test
    void aTransferAsksWhoPaysInsteadOfARupturedLine() {
        String id = waiting(1);
        report(1, "ENGAGE");
        report(1, "RUPTU");
        World next = another();

        transfer(id, next, "").then().spec(invalid("/fundings", "required"));
        transfer(id, next, "\"fundings\":[],")
                .then()
                .statusCode(201)
                .body("state", equalTo("CONFIRMED"))
                .body("fundings.kind", contains("INDIVIDUAL"));
    }

    private World another() {
        World next = World.sharingPartnerOf(world);
        next.partnerKind = world.partnerKind;
        return next.publish();
    }

    private Response transfer(String id, World to, String more) {
        return transfer(world, id, to, more);
    }

    private static Response transfer(World from, String id, World to, String more) {
        return Api.as(from.token())
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body("{%s\"offeringId\":\"%s\",\"agreementId\":\"%s\",\"reason\":\"nearer\"}"
                        .formatted(more, to.offering, to.agreement))
                .post("/v1/enrollments/" + id + "/transfer");
    }
}
