package fr.cned.partenariats.partner.replica.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.TestTopics;
import java.util.UUID;

/** Trainings of the catalogue for tests, by the catalogue's events. */
public final class TrainingMother {

    private TrainingMother() {}

    /** Waits until the service knows the training. */
    public static void known(String code, String family) {
        if (!isKnown(code)) {
            publish(code, 1, family);
            await().until(() -> isKnown(code));
        }
    }

    public static void publish(String code, int revision, String family) {
        String id = UUID.nameUUIDFromBytes(code.getBytes(UTF_8)).toString();
        TestTopics.publish(
                "catalog.trainings.v1",
                id,
                TrainingFamilies.TrainingChanged.TYPE,
                "{\"id\":\"%s\",\"revision\":%d,\"code\":\"%s\",\"family\":\"%s\",\"title\":\"x\"}"
                        .formatted(id, revision, code, family));
    }

    private static boolean isKnown(String code) {
        return OwnerDatabase.number("select count(*) from training_family where training_code = ?", code) > 0;
    }
}
