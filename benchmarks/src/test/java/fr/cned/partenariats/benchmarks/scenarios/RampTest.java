package fr.cned.partenariats.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RampTest {

    private static double highestHeld(double limit) {
        Ramp ramp = new Ramp(100, 1.4);
        while (!ramp.hasEnded()) {
            ramp.next(ramp.rate() <= limit);
        }
        return ramp.held();
    }

    @Test
    void theHighestRateIsFoundWithinFivePercent() {
        for (double limit = 100; limit < 10_000; limit *= 1.03) {
            assertThat(highestHeld(limit)).isBetween(limit / 1.05, limit);
        }
    }

    @Test
    void nothingIsHeldWhenTheFirstRateIsTooHigh() {
        assertThat(highestHeld(99)).isZero();
    }

    @Test
    void aRampThatNeverGetsSlowEnds() {
        assertThat(highestHeld(Double.MAX_VALUE)).isPositive();
    }
}
