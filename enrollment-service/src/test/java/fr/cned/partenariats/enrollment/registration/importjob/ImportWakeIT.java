package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.accepted;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.job;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.rows;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.send;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The schedule has looked for jobs before there is one, and looks again in an hour. */
@EnrollmentIT
@TestProfile(ImportWakeIT.SlowSchedule.class)
class ImportWakeIT {

    public static class SlowSchedule implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("enrollment.imports.poll", "1h");
        }
    }

    @Test
    void aJobBeginsWhenItsFileIsThere() {
        World world = World.published();

        String id = accepted(send(world, rows(world, 3)));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        job(world, id).then().body("state", equalTo("DONE")).body("counts.accepted", is(3)));
    }
}
