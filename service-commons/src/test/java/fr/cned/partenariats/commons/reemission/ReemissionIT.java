package fr.cned.partenariats.commons.reemission;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.parking.Parking.driver;
import static fr.cned.partenariats.parking.Parking.givenSpace;
import static fr.cned.partenariats.parking.Parking.warden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.parking.Db;
import fr.cned.partenariats.parking.space.ManySpaces;
import fr.cned.partenariats.parking.space.SpaceChanged;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class ReemissionIT {

    @Inject
    ManySpaces spaces;

    private static long entries() {
        return Db.number("select count(*) from audit_entry where operation = 'reemitParkingEvents'"
                + " and object_type = 're-emission'");
    }

    private static int reemit() {
        return warden().post("/v1/parking-events/re-emissions")
                .then()
                .statusCode(202)
                .extract()
                .path("counts.spaces");
    }

    @Test
    void countsEverySpaceOverSeveralChunks() {
        spaces.createAll(2 * Reemission.CHUNK + 1);
        assertThat(reemit()).isEqualTo((int) Db.number("select count(*) from space"));
    }

    @Test
    void writesOneAuditEntryHoweverManyChunks() {
        long before = entries();
        reemit();
        assertThat(entries()).isEqualTo(before + 1);
    }

    @Test
    void repeatsTheAnswerForTheSameIdempotencyKey() {
        String key = UUID.randomUUID().toString();
        String path = "/v1/parking-events/re-emissions";
        String first = warden().header("Idempotency-Key", key).post(path).asString();
        givenSpace();
        assertThat(warden().header("Idempotency-Key", key).post(path).asString())
                .isEqualTo(first);
    }

    @Test
    void isRefusedWithoutTheRole() {
        driver().post("/v1/parking-events/re-emissions").then().spec(problem(403, "forbidden"));
    }

    /** A state read before the change would otherwise follow the event of the change in the outbox. */
    @Test
    void waitsForAChangeOfARowThatIsInProgress() {
        String id = givenSpace();
        CompletableFuture<?>[] running = new CompletableFuture<?>[1];
        Db.holding(
                () -> {
                    running[0] = CompletableFuture.runAsync(ReemissionIT::reemit);
                    Db.awaitBlocked();
                },
                "select 1 from space where id = ? for update",
                UUID.fromString(id));
        running[0].join();
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
