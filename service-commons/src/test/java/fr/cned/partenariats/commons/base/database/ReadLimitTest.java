package fr.cned.partenariats.commons.base.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.base.database.ReadLimit.Deadline;
import fr.cned.partenariats.commons.base.problem.Refusal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadLimitTest {

    @Test
    void statementThatIsCancelledAfterItsLimitIsOverTheDeadline() {
        assertThat(in(Duration.ofMillis(2_900)).secondsLeft()).isEqualTo(3);
        assertThat(in(Duration.ofMillis(400)).secondsLeft()).isEqualTo(1);
        assertThat(in(Duration.ofMillis(-400)).secondsLeft()).isEqualTo(1);
    }

    @Test
    void readAfterItsDeadlineIsRefused() {
        Deadline over = in(Duration.ofMillis(-1));
        assertThatThrownBy(over::check).isInstanceOf(Refusal.class).hasMessageContaining("took-too-long");
        in(Duration.ofMinutes(1)).check();
    }

    private static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }
}
