package fr.cned.partenariats.commons.events.reemission;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.parking.Parking.driver;
import static fr.cned.partenariats.parking.Parking.givenSpace;
import static fr.cned.partenariats.parking.Parking.warden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import fr.cned.partenariats.commons.testing.HeldRelay;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.parking.Db;
import fr.cned.partenariats.parking.space.ManySpaces;
import fr.cned.partenariats.parking.space.SpaceChanged;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class ReemissionIT {

    private static final String ENDED = "select count(*) from re_emission where id = ? and state = 'DONE'";
    private static final String PATH = "/v1/parking-events/re-emissions";

    @Inject
    ManySpaces spaces;

    private static long entries() {
        return Db.number("select count(*) from change_log where operation = 'reemitParkingEvents'"
                + " and object_type = 're-emission'");
    }

    /** Starts a re-emission as soon as no other one runs, and returns its id. */
    private static String start() {
        Response started = await().until(() -> warden().post(PATH), answer -> answer.statusCode() == 202);
        String id = started.path("id");
        started.then().header("Location", PATH + '/' + id).body("state", equalTo("RUNNING"));
        return id;
    }

    /** The job when it has ended. */
    private static JsonPath reemit() {
        return ended(start());
    }

    private static JsonPath ended(String id) {
        return await().until(
                        () -> warden().get(PATH + '/' + id)
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath(),
                        job -> !job.getString("state").equals("RUNNING"));
    }

    @Test
    void countsEverySpaceOverSeveralChunks() {
        spaces.createAll(1_001);
        JsonPath job = reemit();
        assertThat(job.getString("state")).isEqualTo("DONE");
        assertThat(job.getString("endedAt")).isNotNull();
        assertThat(job.getInt("counts.spaces")).isEqualTo((int) Db.number("select count(*) from space"));
    }

    @Test
    void writesOneAuditEntryHoweverManyChunks() {
        long before = entries();
        reemit();
        assertThat(entries()).isEqualTo(before + 1);
    }

    @Test
    void anUnknownJobIsNotFound() {
        warden().get(PATH + '/' + UUID.randomUUID()).then().spec(problem(404, "not-found"));
    }

    @Test
    void oneRunsAtATimeAndTheRefusalIsNotKeptUnderTheKey() {
        String key = UUID.randomUUID().toString();
        String[] job = new String[1];
        HeldRelay.during(() -> {
            String running = start();
            job[0] = running;
            warden().header("Idempotency-Key", key)
                    .post(PATH)
                    .then()
                    .spec(problem(409, "re-emission-running"))
                    .header("Retry-After", notNullValue())
                    .body("existingId", equalTo(running));
        });
        assertThat(ended(job[0]).getString("state")).isEqualTo("DONE");
        assertThat(warden().header("Idempotency-Key", key).post(PATH).statusCode())
                .isEqualTo(202);
    }

    /** Each instance that becomes the leader goes on where the last one was. */
    @Test
    void goesOnWhenItsInstanceDies() {
        spaces.createAll(3_000);
        String id = start();
        for (int kills = 0; kills < 3; kills++) {
            long before = counted(id);
            await().until(() -> counted(id) > before || Db.number(ENDED, UUID.fromString(id)) == 1);
            HeldRelay.killLeader();
        }
        JsonPath job = ended(id);
        assertThat(job.getInt("counts.spaces")).isEqualTo((int) Db.number("select count(*) from space"));
    }

    private static long counted(String id) {
        return Db.number(
                "select coalesce(cast(counts ->> 'spaces' as integer), 0) from re_emission where id = ?",
                UUID.fromString(id));
    }

    @Test
    void repeatsTheAnswerForTheSameIdempotencyKey() {
        String key = UUID.randomUUID().toString();
        Response first = await().until(
                        () -> warden().header("Idempotency-Key", key).post(PATH), answer -> answer.statusCode() == 202);
        ended(first.path("id"));
        Response again = warden().header("Idempotency-Key", key).post(PATH);
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(again.getHeader("Location")).isEqualTo(first.getHeader("Location"));
    }

    @Test
    void isRefusedWithoutTheRole() {
        driver().post(PATH).then().spec(problem(403, "forbidden"));
    }

    @Test
    void sendsTheCurrentStateAgain() {
        String id = givenSpace();
        reemit();
        await().untilAsserted(() -> assertThat(
                        TestTopics.deliveries(SpaceChanged.TOPIC, id).stream().map(TestTopics.Message::value))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(state -> assertThat(state).contains("\"revision\":0")));
    }
}
