package fr.cned.partenariats.gateway.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LockoutTest {

    private final ManualClock clock = new ManualClock();
    private final Lockout lockout = new Lockout(3, Duration.ofSeconds(60), Duration.ofSeconds(30), 100, clock);

    @Test
    void repeatedFailuresLockTheKeyOutForAFixedTime() {
        assertThat(lockout.recordFailure("a")).isFalse();
        assertThat(lockout.recordFailure("a")).isFalse();
        assertThat(lockout.remainingMillis("a")).isZero();
        assertThat(lockout.recordFailure("a")).isTrue();
        assertThat(lockout.remainingMillis("a")).isEqualTo(30_000);

        clock.advance(Duration.ofSeconds(29));
        assertThat(lockout.remainingMillis("a")).isEqualTo(1_000);
        clock.advance(Duration.ofSeconds(1));
        assertThat(lockout.remainingMillis("a")).isZero();
    }

    @Test
    void lockoutOfOneKeyAffectsNoOtherKey() {
        fail(3);
        assertThat(lockout.remainingMillis("b")).isZero();
        assertThat(lockout.recordFailure("b")).isFalse();
    }

    @Test
    void failureDuringALockoutNeitherExtendsNorRestartsIt() {
        fail(3);
        clock.advance(Duration.ofSeconds(10));
        assertThat(lockout.recordFailure("a")).isFalse();
        assertThat(lockout.remainingMillis("a")).isEqualTo(20_000);
    }

    @Test
    void failuresAfterALockoutStartTheNextOne() {
        fail(3);
        clock.advance(Duration.ofSeconds(30));
        fail(2);
        assertThat(lockout.remainingMillis("a")).isZero();
        assertThat(lockout.recordFailure("a")).isTrue();
        assertThat(lockout.remainingMillis("a")).isEqualTo(30_000);
    }

    @Test
    void failuresCountOnlyWithinThePeriod() {
        fail(2);
        clock.advance(Duration.ofSeconds(61));
        fail(2);
        assertThat(lockout.remainingMillis("a")).isZero();
        fail(1);
        assertThat(lockout.remainingMillis("a")).isPositive();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            lockout.recordFailure("a");
        }
    }

    private static final class ManualClock extends Clock {

        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
