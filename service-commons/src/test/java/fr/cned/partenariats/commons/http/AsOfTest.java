package fr.cned.partenariats.commons.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class AsOfTest {

    /** In Paris this is already the 26th. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-25T23:30:00Z"), ZoneId.of("Europe/Paris"));

    @Test
    void todayAndThePastAreAccepted() {
        assertThatCode(() -> AsOf.requireNotInFuture(null, CLOCK)).doesNotThrowAnyException();
        assertThatCode(() -> AsOf.requireNotInFuture(LocalDate.parse("2026-11-26"), CLOCK))
                .doesNotThrowAnyException();
        assertThatCode(() -> AsOf.requireNotInFuture(LocalDate.parse("1990-01-01"), CLOCK))
                .doesNotThrowAnyException();
    }

    @Test
    void tomorrowIsRefused() {
        assertThatThrownBy(() -> AsOf.requireNotInFuture(LocalDate.parse("2026-11-27"), CLOCK))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(CommonProblem.AS_OF_IN_FUTURE));
    }
}
