package fr.cned.partenariats.benchmarks.load;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.util.Map;

/**
 * What the generator measured.
 *
 * @param answers the number of answers by status; 0 for requests without an answer
 * @param p50 milliseconds from the intended start
 */
public record LoadResult(double seconds, Map<Integer, Long> answers, double p50, double p95, double p99) {

    /** Longer than the generator waits for an answer. */
    public static final double NEVER_MILLIS = 60_000;

    private static final int FIRST_ERROR = 400;
    private static final double PERCENT = 0.01;

    public long count() {
        return answers.values().stream().mapToLong(Long::longValue).sum();
    }

    public double rate() {
        return count() / seconds;
    }

    public long count(int status) {
        return answers.getOrDefault(status, 0L);
    }

    /** {@link #p99}, or {@link #NEVER_MILLIS} when more than one of a hundred requests had another status. */
    public double p99Of(int status) {
        return count() - count(status) > count() * PERCENT ? NEVER_MILLIS : p99;
    }

    /** Fails when a request had no answer or a status of 400 or above: the figures would be those of errors. */
    public LoadResult requireSuccess() {
        if (count() == 0 || answers.keySet().stream().anyMatch(status -> status == 0 || status >= FIRST_ERROR)) {
            throw new PlatformFailure(
                    "Some requests failed, so the figures mean nothing. Answers by status: " + answers);
        }
        return this;
    }
}
