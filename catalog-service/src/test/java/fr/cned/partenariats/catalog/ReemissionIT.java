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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@CatalogIT
class ReemissionIT {

    @Test
    void theCurrentStateIsPublishedAgain() {
        String training = published(bts("BTS Tourisme"));
        String offering = open(ofTraining(training));
        List<Integer> ofTraining = awaitNewest("catalog.trainings.v1", training);
        List<Integer> ofOffering = awaitNewest("catalog.offerings.v1", offering);

        JsonPath job = Reemissions.run("/v1/catalog-events/re-emissions", Tokens.withRole(Roles.OPS));
        assertThat(job.getString("state")).isEqualTo("DONE");
        assertThat(job.getInt("counts.trainings")).isPositive();
        assertThat(job.getInt("counts.offerings")).isPositive();

        await().untilAsserted(() -> {
            assertThat(revisions("catalog.trainings.v1", training)).isEqualTo(and(ofTraining, 1));
            assertThat(revisions("catalog.offerings.v1", offering)).isEqualTo(and(ofOffering, 1));
        });
    }

    /** A busy relay sends the first two revisions as one event. */
    private static List<Integer> awaitNewest(String topic, String key) {
        await().untilAsserted(() -> assertThat(revisions(topic, key)).endsWith(1));
        return revisions(topic, key);
    }

    private static List<Integer> and(List<Integer> revisions, int next) {
        return Stream.concat(revisions.stream(), Stream.of(next)).toList();
    }

    private static List<Integer> revisions(String topic, String key) {
        return TestTopics.read(topic, key).stream()
                .map(message -> JsonPath.from(message.value()).getInt("revision"))
                .toList();
    }
}
