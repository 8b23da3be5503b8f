package fr.cned.partenariats.commons.http.answers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import fr.cned.partenariats.commons.changelog.ChangesCommitted;
import fr.cned.partenariats.commons.changelog.LoggedChange;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Caches answers to reads that depend only on the URI, the roles and scopes of the caller and the objects that
 * {@code DependsOn} names, and for a moment answers that also depend on a tenant. {@link AnswerRoute} serves them without
 * JAX-RS, a worker thread and a database session. {@link AnswerFilter} stores them. {@link AnswerValidation} forgets what
 * any instance has changed.
 */
@Singleton
public class AnswerCache {

    private final long maxBytes;
    private final Cache<CachedAnswer.Key, CachedAnswer> answers;

    /** Counts the changes. An answer whose data were read before a change is not cached after it. */
    private final AtomicLong changes = new AtomicLong();

    @Inject
    AnswerCache(@ConfigProperty(name = "commons.answers.max-size") MemorySize maxSize, MeterRegistry metrics) {
        this(maxSize.asLongValue(), Ticker.systemTicker());
        Gauge.builder("answers.cached", answers, Cache::estimatedSize)
                .description("Answers in memory")
                .register(metrics);
    }

    AnswerCache(long maxBytes, Ticker ticker) {
        this.maxBytes = maxBytes;
        this.answers = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((CachedAnswer.Key key, CachedAnswer answer) -> answer.weight())
                .expireAfter(Expiry.writing((CachedAnswer.Key key, CachedAnswer answer) -> answer.lifetime()))
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    boolean isOn() {
        return maxBytes > 0;
    }

    public void forgetAll() {
        changes.incrementAndGet();
        answers.invalidateAll();
    }

    /** The writer's next read shows its change. */
    void forget(@Observes ChangesCommitted transaction) {
        forget(transaction.changes());
    }

    void forget(Set<LoggedChange> changed) {
        if (!changed.isEmpty()) {
            Set<LoggedChange> outdated = new HashSet<>(changed);
            changed.forEach(change -> outdated.add(new LoggedChange(change.objectType(), null)));
            changes.incrementAndGet();
            answers.asMap().values().removeIf(answer -> !Collections.disjoint(outdated, answer.shows()));
        }
    }

    /** The answer that all tenants share, else the one of the caller's tenant. */
    @Nullable
    CachedAnswer find(CachedAnswer.Key shared, Optional<UUID> tenantOfCaller) {
        CachedAnswer answer = answers.getIfPresent(shared);
        return answer != null ? answer : answers.getIfPresent(shared.of(tenantOfCaller));
    }

    /** @param changesBefore from {@link #changes}, before the data of the answer were read */
    void put(CachedAnswer answer, long changesBefore) {
        answers.put(answer.key(), answer);
        if (changes.get() != changesBefore) {
            answers.asMap().remove(answer.key(), answer);
        }
    }

    long changes() {
        return changes.get();
    }

    long bytes() {
        answers.cleanUp();
        return answers.asMap().values().stream().mapToLong(CachedAnswer::weight).sum();
    }
}
