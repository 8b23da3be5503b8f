package fr.cned.partenariats.commons.answers;

import static org.assertj.core.api.Assertions.assertThat;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import fr.cned.partenariats.commons.answers.CachedAnswer.Subject;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnswerValidationTest {

    private static final Set<String> DRIVER = Set.of("driver");

    private final UUID id = UUID.randomUUID();
    private final Map<UUID, String> table = new HashMap<>(Map.of(id, "1"));
    private final AtomicLong now = new AtomicLong();
    private final AnswerCache cache =
            new AnswerCache(new CurrentVertxRequest(), new TransactionSynchronizationRegistryImple(), 1_000_000);
    private final AnswerValidation validation = validation(cache);
    private boolean databaseAnswers = true;

    private AnswerValidation validation(AnswerCache answers) {
        return new AnswerValidation(
                answers,
                List.of(new AnswerVersions() {
                    @Override
                    public String kind() {
                        return "space";
                    }

                    @Override
                    public Map<UUID, String> current(Collection<UUID> ids) {
                        if (!databaseAnswers) {
                            throw new IllegalStateException("no database");
                        }
                        return Map.copyOf(table);
                    }
                }),
                now::get);
    }

    private CachedAnswer answer(String uri, String version, int bytes) {
        return new CachedAnswer(
                new CachedAnswer.Key(uri, DRIVER, null),
                new Subject("space", id, version),
                "/v1/spaces/{id}",
                "\"" + version + '"',
                "application/json",
                List.of(),
                new byte[bytes],
                now.get());
    }

    private CachedAnswer put(String version) {
        CachedAnswer answer = answer("/v1/spaces/" + id, version, 10);
        cache.put(answer, cache.changes());
        answer.use();
        return answer;
    }

    private boolean isKept(CachedAnswer answer) {
        return cache.find(answer.key) == answer;
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void anAnswerInUseStaysFreshWhileItsVersionIsCurrent() {
        CachedAnswer answer = put("1");
        for (int i = 0; i < 10; i++) {
            pass(AnswerValidation.FRESH.minusNanos(1));
            assertThat(validation.isServable(answer)).isTrue();
            answer.use();
            validation.validate();
        }
        assertThat(isKept(answer)).isTrue();
        assertThat(validation.staleSeconds(answer)).isZero();
    }

    @Test
    void aChangeOfAnotherInstanceRemovesTheAnswer() {
        CachedAnswer answer = put("1");
        table.put(id, "2");
        validation.validate();
        assertThat(isKept(answer)).isFalse();
    }

    @Test
    void anAnswerAboutARemovedObjectIsRemoved() {
        CachedAnswer answer = put("1");
        table.clear();
        validation.validate();
        assertThat(isKept(answer)).isFalse();
    }

    @Test
    void anAnswerThatNobodyUsedIsNotServedAfterFiveSeconds() {
        CachedAnswer answer = put("1");
        validation.validate();
        pass(AnswerValidation.FRESH);
        validation.validate();
        assertThat(validation.isServable(answer)).isFalse();
    }

    @Test
    void anAnswerIsServedForALimitedTimeWhileTheDatabaseIsDown() {
        CachedAnswer answer = put("1");
        databaseAnswers = false;
        validation.validate();
        assertThat(validation.isDatabaseSilent()).isTrue();
        pass(AnswerValidation.LAST_KNOWN.minusNanos(1));
        assertThat(validation.isServable(answer)).isTrue();
        assertThat(validation.staleSeconds(answer)).isPositive();
        pass(Duration.ofNanos(1));
        assertThat(validation.isServable(answer)).isFalse();
    }

    @Test
    void anOldAnswerIsNotServedOnceTheDatabaseIsBack() {
        CachedAnswer answer = put("1");
        databaseAnswers = false;
        validation.validate();
        pass(Duration.ofSeconds(30));
        databaseAnswers = true;
        table.put(id, "2");
        answer.use();
        validation.validate();
        assertThat(validation.isDatabaseSilent()).isFalse();
        assertThat(isKept(answer)).isFalse();
    }

    @Test
    void aDatabaseThatDoesNotAnswerInTimeIsSilent() {
        validation.begin();
        assertThat(validation.isDatabaseSilent()).isFalse();
        pass(Duration.ofSeconds(3));
        assertThat(validation.isDatabaseSilent()).isTrue();
        validation.validate();
        assertThat(validation.isDatabaseSilent()).isFalse();
    }

    /** A reader loads the old state, the writer commits, and only then the reader's answer reaches the cache. */
    @Test
    void anAnswerThatWasReadBeforeAChangeIsNotCached() {
        long before = cache.changes();
        cache.forget("space", List.of(id));
        CachedAnswer stale = answer("/v1/spaces/" + id, "1", 10);
        cache.put(stale, before);
        assertThat(isKept(stale)).isFalse();
    }

    @Test
    void aChangeRemovesTheAnswersAboutTheObjectOnly() {
        CachedAnswer answer = put("1");
        cache.forget("space", List.of(UUID.randomUUID()));
        assertThat(isKept(answer)).isTrue();
        cache.forget("space", List.of(id));
        assertThat(isKept(answer)).isFalse();
    }

    @Test
    void callersWithOtherRolesDoNotShareAnAnswer() {
        CachedAnswer answer = put("1");
        assertThat(cache.find(new CachedAnswer.Key(answer.key.uri(), Set.of("driver", "warden"), null)))
                .isNull();
        assertThat(cache.find(new CachedAnswer.Key(answer.key.uri() + "?x=1", DRIVER, null)))
                .isNull();
    }

    @Test
    void callersWithOtherScopesDoNotShareAnAnswer() {
        CachedAnswer answer = put("1");
        assertThat(cache.find(new CachedAnswer.Key(answer.key.uri(), DRIVER, "spaces:read")))
                .isNull();
    }

    @Test
    void theCacheHasABound() {
        for (int i = 0; i < 1_000; i++) {
            cache.put(answer("/v1/spaces?q=" + i, "1", 10_000), cache.changes());
        }
        assertThat(cache.takeUsed()).isEmpty();
        assertThat(cache.bytes()).isLessThanOrEqualTo(1_000_000);
    }

    @Test
    void aKnownTagMatchesWeakly() {
        CachedAnswer answer = answer("/v1/spaces", "1", 10);
        assertThat(answer.matches("\"1\"")).isTrue();
        assertThat(answer.matches("W/\"1\"")).isTrue();
        assertThat(answer.matches("\"2\"")).isFalse();
        assertThat(answer.matches("\"1\", \"2\"")).isNull();
        assertThat(answer.matches("*")).isNull();
    }
}
