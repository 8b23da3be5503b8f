package fr.cned.partenariats.benchmarks;

import java.time.Duration;

/**
 * One turn of one side.
 *
 * @param number from 1; 0 for the warm-up, whose measurement is discarded
 * @param length how long to send load
 */
public record Round(int number, Duration length) {

    public int seconds() {
        return Math.toIntExact(length.toSeconds());
    }

    public boolean isWarmUp() {
        return number == 0;
    }
}
