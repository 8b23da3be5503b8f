package fr.cned.partenariats.commons.http.propagation;

import static fr.cned.partenariats.parking.Parking.givenSpace;
import static fr.cned.partenariats.parking.Parking.warden;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Reemissions;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.parking.Db;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A consumer, garage, could not process an event of this service. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class PropagationIT {

    @Inject
    MeterRegistry metrics;

    private static void deadLetter(String id, String body) {
        TestTopics.publishRaw(
                "parking.spaces.v1.garage.dlq",
                id,
                Map.of(
                        "dead-letter-topic",
                        "parking.spaces.v1",
                        "dead-letter-reason",
                        "refused by the database: 22003"),
                body.getBytes(UTF_8));
    }

    private static String failed() {
        String id = givenSpace();
        deadLetter(id, "{\"revision\":0}");
        await().untilAsserted(() -> warden().get("/v1/spaces/" + id)
                .then()
                .body("propagation.state", equalTo("failed"))
                .body("propagation.failures[0].consumer", equalTo("garage"))
                .body("propagation.failures[0].revision", equalTo(0))
                .body("propagation.failures[0].reason", equalTo("refused by the database: 22003")));
        return id;
    }

    private static long failures(String id) {
        return Db.number("select count(*) from propagation_failure where object_id = ?", UUID.fromString(id));
    }

    @Test
    void theObjectShowsTheFailureUntilItsNextChange() {
        String id = failed();
        assertThat(metrics.get("propagation.failed").gauge().value()).isPositive();
        Response read = warden().get("/v1/spaces/" + id);
        assertThat(read.getHeader("ETag")).startsWith("\"0-p");
        warden().contentType("application/merge-patch+json")
                .header("If-Match", read.getHeader("ETag"))
                .body("{\"floor\":3}")
                .patch("/v1/spaces/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("propagation", nullValue());
        await().until(() -> failures(id) == 0);
    }

    @Test
    void aDeadLetterThatIsReadAfterTheNextChangeIsNoFailure() {
        String id = givenSpace();
        warden().contentType("application/merge-patch+json")
                .header("If-Match", "\"0\"")
                .body("{\"floor\":3}")
                .patch("/v1/spaces/" + id)
                .then()
                .statusCode(200);

        deadLetter(id, "{\"revision\":0}");

        failed(); // a later letter was read
        await().until(() -> failures(id) == 0);
    }

    @Test
    void aReemissionEndsTheFailure() {
        String id = failed();
        Reemissions.run("/v1/parking-events/re-emissions", Tokens.withRole("warden"));
        await().untilAsserted(() -> warden().get("/v1/spaces/" + id).then().body("propagation", nullValue()));
    }

    @Test
    void lettersThatNameNoObjectAreLeftOut() {
        deadLetter("no id", "{\"revision\":0}");
        deadLetter(UUID.randomUUID().toString(), "{");
        failed(); // the reader goes on
    }
}
