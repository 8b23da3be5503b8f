package fr.cned.partenariats.catalog;

import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The owner of an object sees that enrollment-service could not process it. */
@CatalogIT
class PropagationIT {

    @Test
    void aDeadLetterOfAConsumerIsShownOnTheObject() {
        String id = published(bts("BTS Propagation"));
        TestTopics.publishRaw(
                "catalog.trainings.v1.enrollment-service.dlq",
                id,
                Map.of(
                        "dead-letter-topic",
                        "catalog.trainings.v1",
                        "dead-letter-reason",
                        "refused by the database: 22003"),
                "{\"revision\":7}".getBytes(UTF_8));
        await().untilAsserted(() -> Api.as(Tokens.withRole(Roles.CATALOG_MANAGER))
                .get("/v1/trainings/" + id)
                .then()
                .statusCode(200)
                .body("propagation.state", equalTo("failed"))
                .body("propagation.failures[0].consumer", equalTo("enrollment-service"))
                .body("propagation.failures[0].reason", equalTo("refused by the database: 22003")));
    }
}
