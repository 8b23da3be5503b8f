package fr.cned.partenariats.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.http.JsonApi.Answer;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetriesTest {

    private static final Duration WITHIN = Duration.ofSeconds(60);

    /** A monotonic clock may overflow. */
    private long now = Long.MAX_VALUE - WITHIN.toNanos() / 2;

    private final List<Duration> pauses = new ArrayList<>();
    private final Retries retries = new Retries(WITHIN, () -> now, pause -> {
        pauses.add(pause);
        now += pause.toNanos();
    });

    @ParameterizedTest
    @CsvSource({
        "409, concurrent-change",
        "409, request-in-progress",
        "409, not-yet-propagated",
        "409, agreement-not-signable unknown-training",
        "409, unknown-network",
        "429, rate-limited",
        "429, too-many-imports-at-once",
        "502, any",
        "503, service-unavailable",
        "504, upstream-timeout"
    })
    void answerThatPassesIsRepeatedUntilItSucceeds(int status, String code) {
        AtomicInteger attempts = new AtomicInteger();
        Answer answer = retries.run(
                "POST /v1/imports", () -> attempts.incrementAndGet() < 5 ? problem(status, code) : problem(201, ""));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(attempts).hasValue(5);
        assertThat(pauses).hasSize(4).allMatch(pause -> pause.compareTo(Duration.ofMillis(100)) >= 0);
    }

    @ParameterizedTest
    @CsvSource({
        "200, ''",
        "400, invalid-request",
        "404, not-found",
        "409, illegal-transition",
        "409, ''",
        "409, agreement-not-signable party-required",
        "412, stale-revision",
        "422, idempotency-key-reused",
        "500, internal-error"
    })
    void otherAnswerIsReturnedAtOnce(int status, String code) {
        assertThat(retries.run("GET /v1/x", () -> problem(status, code)).status())
                .isEqualTo(status);
        assertThat(pauses).isEmpty();
    }

    @Test
    void requestWithoutAnAnswerIsRepeated() {
        AtomicInteger attempts = new AtomicInteger();
        Answer answer = retries.run("GET /v1/x", () -> {
            if (attempts.incrementAndGet() == 1) {
                throw new PlatformFailure("The gateway does not answer", new IOException("reset"));
            }
            return problem(200, "");
        });
        assertThat(answer.status()).isEqualTo(200);
        assertThat(pauses).hasSize(1);
    }

    @Test
    void failureWithAnotherCauseIsNotRepeated() {
        assertThatThrownBy(() -> retries.run("GET /v1/x", () -> {
                    throw new PlatformFailure("No such client.");
                }))
                .hasMessage("No such client.");
        assertThat(pauses).isEmpty();
    }

    @Test
    void retryAfterIsRespected() {
        AtomicInteger attempts = new AtomicInteger();
        Duration retryAfter = Duration.ofSeconds(7);
        retries.run(
                "GET /v1/x",
                () -> attempts.incrementAndGet() == 1
                        ? new Answer(503, JsonApi.JSON.createObjectNode(), retryAfter)
                        : problem(200, ""));
        assertThat(pauses).containsExactly(retryAfter);
    }

    @Test
    void deadlineEndsTheRepetitionsWithASentence() {
        long began = now;
        assertThatThrownBy(() -> retries.run("POST /v1/imports", () -> problem(409, "concurrent-change")))
                .isInstanceOf(PlatformFailure.class)
                .hasMessageStartingWith("POST /v1/imports did not succeed within 60 s and ")
                .hasMessageContaining("The last answer was 409: {\"code\":\"concurrent-change\"}");
        assertThat(Duration.ofNanos(now - began)).isLessThan(WITHIN).isGreaterThan(WITHIN.dividedBy(2));
    }

    @Test
    void lastFailureIsTheCauseAndIsQuoted() {
        assertThatThrownBy(() -> retries.run("GET /v1/x", () -> {
                    throw new PlatformFailure("The gateway does not answer.", new IOException("reset"));
                }))
                .hasMessageEndingWith("The gateway does not answer.")
                .hasRootCauseMessage("reset");
    }

    /** @param codes the code, then those of the errors */
    private static Answer problem(int status, String codes) {
        List<String> each = List.of(codes.split(" ", -1));
        ObjectNode body = JsonApi.JSON.createObjectNode().put("code", each.get(0));
        each.stream()
                .skip(1)
                .forEach(code -> body.withArray("errors").addObject().put("code", code));
        return new Answer(status, body);
    }
}
