package fr.cned.partenariats.commons.http.answers;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.changelog.ChangeFollower.Changes;
import fr.cned.partenariats.commons.changelog.ChangesCommitted;
import fr.cned.partenariats.commons.changelog.LoggedChange;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswerValidationTest {

    private static final Set<String> DRIVER = Set.of("driver");

    private final String id = UUID.randomUUID().toString();
    private final AtomicLong now = new AtomicLong();
    private final AnswerCache cache = new AnswerCache(1_000_000, now::get);
    private final AnswerValidation validation = new AnswerValidation(cache, this::read, now::get);
    private Optional<Set<LoggedChange>> changes = Optional.empty();
    private boolean databaseAnswers = true;

    /** How many further parts the log has at once. */
    private int parts;

    private Optional<Changes> read() {
        if (!databaseAnswers) {
            throw new IllegalStateException("no database");
        }
        Optional<Set<LoggedChange>> read = changes;
        boolean more = parts-- > 0;
        changes = Optional.of(more ? Set.of(space()) : Set.of());
        return read.map(objects -> new Changes(objects, more));
    }

    private static CachedAnswer answer(String uri, LoggedChange shows, int bytes) {
        return new CachedAnswer(
                CachedAnswer.Key.shared(uri, DRIVER, null),
                Set.of(shows),
                "/v1/spaces/{id}",
                "\"1\"",
                "application/json",
                List.of(),
                Buffer.buffer(new byte[bytes]),
                Duration.ofDays(1));
    }

    private CachedAnswer put(LoggedChange shows) {
        CachedAnswer answer = answer("/v1/spaces/" + shows.objectId(), shows, 10);
        cache.put(answer, cache.changes());
        return answer;
    }

    private LoggedChange space() {
        return new LoggedChange("space", id);
    }

    private @Nullable CachedAnswer find(CachedAnswer.Key shared) {
        return cache.find(shared, Optional.empty());
    }

    private boolean isKept(CachedAnswer answer) {
        return find(answer.key()) != null;
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @BeforeEach
    void theFirstLook() {
        validation.validate();
    }

    @Test
    void anAnswerStaysFreshWhileItsObjectDoesNotChange() {
        CachedAnswer answer = put(space());
        for (int i = 0; i < 10; i++) {
            pass(AnswerValidation.FRESH.minusNanos(1));
            assertThat(validation.isCurrent()).isTrue();
            changes = Optional.of(Set.of(new LoggedChange("space", "other"), new LoggedChange("level", id)));
            validation.validate();
        }
        assertThat(isKept(answer)).isTrue();
        assertThat(validation.staleSeconds()).isZero();
    }

    @Test
    void aChangeOfAnotherInstanceRemovesTheAnswer() {
        CachedAnswer answer = put(space());
        changes = Optional.of(Set.of(space()));
        validation.validate();
        assertThat(isKept(answer)).isFalse();
    }

    @Test
    void oneRoundReadsAllParts() {
        CachedAnswer answer = put(space());
        changes = Optional.of(Set.of());
        parts = 2;
        validation.validate();
        assertThat(isKept(answer)).isFalse();
    }

    @Test
    void anyChangeOfATypeRemovesAnAnswerThatShowsAllOfIt() {
        CachedAnswer spaces = put(new LoggedChange("space", null));
        cache.forget(Set.of(new LoggedChange("level", id)));
        assertThat(isKept(spaces)).isTrue();
        cache.forget(Set.of(space()));
        assertThat(isKept(spaces)).isFalse();
    }

    @Test
    void anAnswerIsForgottenWhenItIsUnknownWhatChanged() {
        CachedAnswer answer = put(space());
        changes = Optional.empty();
        validation.validate();
        assertThat(isKept(answer)).isFalse();
    }

    @Test
    void aChangeWithoutAnEntryIsShownInTheEnd() {
        CachedAnswer answer = put(space());
        pass(AnswerValidation.LONGEST);
        validation.validate();
        assertThat(isKept(answer)).isFalse();
    }

    @Test
    void noAnswerIsServedBeforeTheFirstLook() {
        assertThat(new AnswerValidation(cache, this::read, now::get).isCurrent())
                .isFalse();
    }

    @Test
    void noAnswerIsServedWhenTheLookIsLate() {
        pass(AnswerValidation.FRESH);
        assertThat(validation.isCurrent()).isFalse();
        validation.validate();
        assertThat(validation.isCurrent()).isTrue();
    }

    @Test
    void anAnswerIsServedForALimitedTimeWhileTheDatabaseIsDown() {
        databaseAnswers = false;
        CachedAnswer answer = put(space());
        validation.validate();
        assertThat(validation.isDatabaseSilent()).isTrue();
        pass(AnswerValidation.LAST_KNOWN.minusNanos(1));
        validation.validate();
        assertThat(isKept(answer)).isTrue();
        assertThat(validation.isCurrent()).isTrue();
        assertThat(validation.staleSeconds()).isPositive();
        pass(Duration.ofNanos(1));
        assertThat(validation.isCurrent()).isFalse();
    }

    @Test
    void anOldAnswerIsNotServedOnceTheDatabaseIsBack() {
        CachedAnswer answer = put(space());
        databaseAnswers = false;
        validation.validate();
        pass(Duration.ofSeconds(30));
        databaseAnswers = true;
        changes = Optional.of(Set.of(space()));
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
        cache.forget(new ChangesCommitted(Set.of(space())));
        CachedAnswer stale = answer("/v1/spaces/" + id, space(), 10);
        cache.put(stale, before);
        assertThat(isKept(stale)).isFalse();
    }

    @Test
    void callersWithOtherRolesOrScopesDoNotShareAnAnswer() {
        String uri = put(space()).key().uri();
        assertThat(find(CachedAnswer.Key.shared(uri, DRIVER, null))).isNotNull();
        assertThat(find(CachedAnswer.Key.shared(uri, Set.of("driver", "warden"), null)))
                .isNull();
        assertThat(find(CachedAnswer.Key.shared(uri + "?x=1", DRIVER, null))).isNull();
        assertThat(find(CachedAnswer.Key.shared(uri, DRIVER, "spaces:read"))).isNull();
    }

    @Test
    void theCacheHasABound() {
        for (int i = 0; i < 1_000; i++) {
            cache.put(answer("/v1/spaces?q=" + i, space(), 10_000), cache.changes());
        }
        assertThat(cache.bytes()).isBetween(1L, 1_000_000L);
    }

    private CachedAnswer putFor(Optional<UUID> tenant, Duration lifetime) {
        CachedAnswer shared = answer("/v1/spaces", space(), 10);
        CachedAnswer ofTenant = new CachedAnswer(
                shared.key().of(tenant),
                shared.shows(),
                shared.pathTemplate(),
                shared.tag(),
                shared.contentType(),
                shared.headers(),
                shared.body(),
                lifetime);
        cache.put(ofTenant, cache.changes());
        return ofTenant;
    }

    private @Nullable CachedAnswer findFor(Optional<UUID> tenant) {
        return cache.find(CachedAnswer.Key.shared("/v1/spaces", DRIVER, null), tenant);
    }

    @Test
    void anAnswerOfATenantIsForThisTenantOnly() {
        Optional<UUID> garage = Optional.of(UUID.randomUUID());
        Optional<UUID> another = Optional.of(UUID.randomUUID());
        CachedAnswer ofGarage = putFor(garage, Duration.ofMillis(400));
        assertThat(findFor(garage)).isSameAs(ofGarage);
        assertThat(findFor(another)).isNull();
        assertThat(findFor(Optional.empty())).isNull();

        CachedAnswer ofNone = putFor(Optional.empty(), Duration.ofMillis(400));
        assertThat(findFor(Optional.empty())).isSameAs(ofNone);
        assertThat(findFor(another)).isNull();
        assertThat(findFor(garage)).isSameAs(ofGarage);
    }

    @Test
    void anAnswerIsForgottenAfterItsLifetime() {
        Optional<UUID> garage = Optional.of(UUID.randomUUID());
        for (int i = 0; i < 3; i++) {
            CachedAnswer ofGarage = putFor(garage, Duration.ofMillis(400));
            pass(Duration.ofMillis(399));
            assertThat(findFor(garage)).isSameAs(ofGarage);
            pass(Duration.ofMillis(1));
            assertThat(findFor(garage)).isNull();
        }
        putFor(garage, Duration.ofMillis(-1)); // the read of its data took too long
        assertThat(findFor(garage)).isNull();
    }

    @Test
    void anAnswerOfATenantIsForgottenWhenWhatItShowsChanges() {
        Optional<UUID> garage = Optional.of(UUID.randomUUID());
        putFor(garage, Duration.ofMillis(400));
        cache.forget(new ChangesCommitted(Set.of(space())));
        assertThat(findFor(garage)).isNull();
    }
}
