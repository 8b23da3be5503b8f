package fr.cned.partenariats.benchmarks.scenarios;

/**
 * Searches for the highest rate that a system holds: rises by a factor until a rate is not held, then halves the range
 * between the highest held and the lowest not held rate three times. So the answer is exact to 5 %.
 */
final class Ramp {

    private static final int HALVINGS = 3;

    /** Ends a ramp that never gets slow. */
    private static final int MOST_STEPS = 20;

    private final double step;
    private double rate;
    private double held;
    private double notHeld;
    private int steps;
    private int halvings;

    Ramp(double firstRate, double step) {
        this.rate = firstRate;
        this.step = step;
    }

    boolean hasEnded() {
        return halvings > HALVINGS || steps == MOST_STEPS || (held == 0 && notHeld > 0);
    }

    /** The rate to try now. */
    double rate() {
        return rate;
    }

    /** Says whether the rate was held. */
    void next(boolean wasHeld) {
        steps++;
        if (wasHeld) {
            held = rate;
        } else {
            notHeld = rate;
        }
        if (notHeld > 0) {
            halvings++;
        }
        rate = notHeld > 0 ? Math.sqrt(held * notHeld) : rate * step;
    }

    /** The highest rate that was held; 0 when the first one was not. */
    double held() {
        return held;
    }
}
