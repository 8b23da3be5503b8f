package fr.cned.partenariats.commons.base.database;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.TOOK_TOO_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.base.database.ReadLimit.Deadline;
import fr.cned.partenariats.commons.base.problem.Refusal;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    @Test
    void aReadRunsInAFreePlace() {
        Semaphore places = new Semaphore(1);

        in(Duration.ofSeconds(30)).acquire(places);

        assertThat(places.availablePermits()).isZero();
    }

    @Test
    void aReadThatGetsNoPlaceInTimeIsRefused() {
        assertThatThrownBy(() -> in(Duration.ofMillis(20)).acquire(new Semaphore(0)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(TOOK_TOO_LONG));
    }

    private static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }
}
