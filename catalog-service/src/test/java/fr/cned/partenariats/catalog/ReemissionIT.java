package fr.cned.partenariats.catalog;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.open;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.Reemissions;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.junit.jupiter.api.Test;

@CatalogIT
class ReemissionIT {

    @Test
    void theCurrentStateIsPublishedAgain() {
        String training = published(bts("BTS Tourisme"));
        String offering = open(ofTraining(training));
        await().untilAsserted(() -> {
            assertThat(revisions("catalog.trainings.v1", training)).containsExactly(0, 1);
            assertThat(revisions("catalog.offerings.v1", offering)).containsExactly(0, 1);
        });

        JsonPath job = Reemissions.run("/v1/catalog-events/re-emissions", Tokens.withRole(Roles.OPS));
        assertThat(job.getString("state")).isEqualTo("DONE");
        assertThat(job.getInt("counts.trainings")).isPositive();
        assertThat(job.getInt("counts.offerings")).isPositive();

        await().untilAsserted(() -> {
            assertThat(revisions("catalog.trainings.v1", training)).containsExactly(0, 1, 1);
            assertThat(revisions("catalog.offerings.v1", offering)).containsExactly(0, 1, 1);
        });
    }

    private static List<Integer> revisions(String topic, String key) {
        return TestTopics.read(topic, key).stream()
                .map(message -> JsonPath.from(message.value()).getInt("revision"))
                .toList();
    }
}
