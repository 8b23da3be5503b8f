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

    private static final int FIRST_ERROR = 400;

    public long count() {
        return answers.values().stream().mapToLong(Long::longValue).sum();
    }

    public double rate() {
        return count() / seconds;
    }

    public long count(int status) {
        return answers.getOrDefault(status, 0L);
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
