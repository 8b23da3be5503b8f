package fr.cned.partenariats.commons.http.propagation;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.parking.Parking.newLabel;
import static fr.cned.partenariats.parking.Parking.space;
import static fr.cned.partenariats.parking.Parking.warden;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.TestTopics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class AwaitedRevisionsIT {

    private static final String HEADER = "If-Revision-At-Least";

    private final String level = UUID.randomUUID().toString();

    @Test
    void aRequestIsRefusedUntilTheRevisionHasArrived() {
        String awaited = "level/" + level + "=2";
        String key = UUID.randomUUID().toString();
        String body = space(newLabel());
        warden().header(HEADER, awaited)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/spaces")
                .then()
                .spec(problem(409, "not-yet-propagated"))
                .header("Retry-After", "1")
                .body("awaited", equalTo(awaited));
        TestTopics.publish(
                "garage.levels.v1",
                level,
                "garage.level.changed.v1",
                "{\"id\":\"%s\",\"revision\":2,\"name\":\"L\",\"free\":3}".formatted(level));
        await().untilAsserted(() -> warden().header(HEADER, awaited)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/spaces")
                .then()
                .statusCode(201));
        warden().header(HEADER, "level/" + level + "=1")
                .get("/v1/spaces")
                .then()
                .statusCode(200);
    }

    @Test
    void aKindWithoutACopyHereIsNotAwaited() {
        warden().header(HEADER, "garage/" + level + "=7")
                .get("/v1/spaces")
                .then()
                .statusCode(200);
    }

    @Test
    void anUnreadableHeaderAndAnUnknownKindAreRefused() {
        warden().header(HEADER, "level=3").get("/v1/spaces").then().spec(problem(400, "invalid-awaited-revisions"));
        warden().header(HEADER, "car/" + level + "=1")
                .get("/v1/spaces")
                .then()
                .spec(problem(400, "invalid-awaited-revisions"));
    }
}
