package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a request while its answer says that the same request may succeed later, or while there is no answer. The caller
 * sends a write with the same idempotency key each time.
 */
final class Retries {

    /** The conflicts that end by waiting. Any other conflict needs another request. */
    private static final Set<String> PASSING = Set.of(
            "concurrent-change", "request-in-progress", "not-yet-propagated", "unknown-network", "unknown-training");

    private static final Set<Integer> UNAVAILABLE = Set.of(429, 502, 503, 504);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 3_000;

    private final Duration within;
    private final LongSupplier nanoTime;
    private final Consumer<Duration> sleep;

    /** @param within the time after which no other attempt starts */
    Retries(Duration within, LongSupplier nanoTime, Consumer<Duration> sleep) {
        this.within = within;
        this.nanoTime = nanoTime;
        this.sleep = sleep;
    }

    /**
     * Returns the first answer that repeating does not change.
     *
     * @param what the request, for the message of the failure
     * @throws PlatformFailure when the time is over or the thread was interrupted
     */
    JsonApi.Answer run(String what, Supplier<JsonApi.Answer> request) {
        long end = nanoTime.getAsLong() + within.toNanos();
        for (int attempt = 1; ; attempt++) {
            JsonApi.@Nullable Answer answer = null;
            @Nullable PlatformFailure failure = null;
            try {
                answer = request.get();
                if (!isPassing(answer)) {
                    return answer;
                }
            } catch (PlatformFailure noAnswer) {
                if (!(noAnswer.getCause() instanceof IOException)) {
                    throw noAnswer;
                }
                failure = noAnswer;
            }
            Duration pause = pause(attempt, answer == null ? Duration.ZERO : answer.retryAfter());
            if (nanoTime.getAsLong() + pause.toNanos() - end >= 0
                    || Thread.currentThread().isInterrupted()) {
                String last = answer == null
                        ? String.valueOf(failure == null ? null : failure.getMessage())
                        : "The last answer was %d: %s".formatted(answer.status(), answer.body());
                throw new PlatformFailure(
                        "%s did not succeed within %d s and %d attempts. The machine may be overloaded. %s"
                                .formatted(what, within.toSeconds(), attempt, last),
                        failure);
            }
            sleep.accept(pause);
        }
    }

    private static boolean isPassing(JsonApi.Answer answer) {
        return UNAVAILABLE.contains(answer.status())
                || (answer.status() == 409 && PASSING.containsAll(codes(answer.body())));
    }

    /** The codes of the errors decide about a signature: all others have their own code. */
    private static List<String> codes(JsonNode problem) {
        String code = problem.path("code").asText();
        return code.equals("agreement-not-signable") ? problem.path("errors").findValuesAsText("code") : List.of(code);
    }

    /** The pause doubles up to a limit. It varies, so that two requests that collided do not collide again. */
    private static Duration pause(int attempt, Duration retryAfter) {
        long doubled = FIRST_PAUSE_MILLIS << Math.min(attempt - 1, 10);
        long limited = Math.min(doubled, LONGEST_PAUSE_MILLIS);
        Duration random =
                Duration.ofMillis(limited / 2 + ThreadLocalRandom.current().nextLong(limited / 2 + 1));
        return random.compareTo(retryAfter) < 0 ? retryAfter : random;
    }
}
