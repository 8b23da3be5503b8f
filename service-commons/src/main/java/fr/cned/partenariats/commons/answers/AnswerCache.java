package fr.cned.partenariats.commons.answers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import fr.cned.partenariats.commons.answers.CachedAnswer.Subject;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Caches answers to reads that depend only on the URI and the roles of the caller. {@link AnswerRoute} serves them
 * without JAX-RS, a worker thread and a database session. A service calls {@link #keep} while it reads, and
 * {@link #forgetAfterCommit} in the transaction that changes what the answer shows; {@link AnswerValidation} finds the
 * changes of other instances.
 */
@Singleton
public class AnswerCache {

    private static final String MISS = Miss.class.getName();

    private final Cache<CachedAnswer.Key, CachedAnswer> answers;
    private final CurrentVertxRequest current;
    private final TransactionSynchronizationRegistry transaction;

    /** Counts the changes. An answer whose data were read before a change is not cached after it. */
    private final AtomicLong changes = new AtomicLong();

    /** A request that the cache cannot answer, but whose answer it may keep. */
    static final class Miss {

        final CachedAnswer.Key key;
        final long changesBefore;
        final long beganNanos;

        @Nullable
        Subject subject;

        @Nullable
        Object entity;

        Miss(CachedAnswer.Key key, long changesBefore, long beganNanos) {
            this.key = key;
            this.changesBefore = changesBefore;
            this.beganNanos = beganNanos;
        }
    }

    private record Changed(String kind, UUID id) {}

    @Inject
    AnswerCache(
            CurrentVertxRequest current,
            TransactionSynchronizationRegistry transaction,
            @ConfigProperty(name = "commons.answers.max-size") MemorySize maxSize,
            MeterRegistry metrics) {
        this(current, transaction, maxSize.asLongValue());
        Gauge.builder("answers.cached", answers, Cache::estimatedSize)
                .description("Answers in memory")
                .register(metrics);
    }

    AnswerCache(CurrentVertxRequest current, TransactionSynchronizationRegistry transaction, long maxBytes) {
        this.current = current;
        this.transaction = transaction;
        this.answers = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((CachedAnswer.Key key, CachedAnswer answer) -> answer.weight())
                .executor(Runnable::run)
                .build();
    }

    /**
     * Caches the answer to the current request, if it may be cached. Call it only when the answer is the same for every
     * caller with the same roles.
     *
     * @param version as {@link AnswerVersions} reads it; it must not be newer than what the answer shows
     */
    public void keep(String kind, UUID id, String version) {
        Miss miss = miss();
        if (miss != null) {
            miss.subject = new Subject(kind, id, version);
        }
    }

    /** Whether the answer to the current request could be cached. */
    public boolean isWanted() {
        return miss() != null;
    }

    /** The current transaction changes these objects. Takes effect before the caller learns of the commit. */
    public void forgetAfterCommit(String kind, Collection<UUID> ids) {
        @SuppressWarnings("unchecked")
        Set<Changed> known = (Set<Changed>) transaction.getResource(this);
        Set<Changed> changed = known == null ? new HashSet<>() : known;
        ids.forEach(id -> changed.add(new Changed(kind, id)));
        if (known != null) {
            return;
        }
        transaction.putResource(this, changed);
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                if (status != Status.STATUS_ROLLEDBACK) { // the outcome may be unknown
                    forget(changed);
                }
            }
        });
    }

    public void forgetAll() {
        changes.incrementAndGet();
        answers.invalidateAll();
    }

    void forget(String kind, Collection<UUID> ids) {
        forget(Set.copyOf(ids.stream().map(id -> new Changed(kind, id)).toList()));
    }

    private void forget(Set<Changed> changed) {
        changes.incrementAndGet();
        answers.asMap()
                .values()
                .removeIf(answer -> changed.contains(new Changed(answer.subject.kind(), answer.subject.id())));
    }

    @Nullable
    CachedAnswer find(CachedAnswer.Key key) {
        return answers.getIfPresent(key);
    }

    /** Marks the request: its answer may be cached. */
    void expect(RoutingContext request, CachedAnswer.Key key) {
        request.put(MISS, new Miss(key, changes.get(), System.nanoTime()));
    }

    /** The mark of the current request, or null. */
    @Nullable
    Miss miss() {
        if (!Arc.container().requestContext().isActive()) {
            return null;
        }
        @Nullable RoutingContext request = current.getCurrent();
        return request == null ? null : request.get(MISS);
    }

    void put(CachedAnswer answer, long changesBefore) {
        answers.put(answer.key, answer);
        if (changes.get() != changesBefore) {
            remove(answer);
        }
    }

    void remove(CachedAnswer answer) {
        answers.asMap().remove(answer.key, answer);
    }

    /** The answers that were used since the last call. */
    List<CachedAnswer> takeUsed() {
        return answers.asMap().values().stream().filter(CachedAnswer::takeUse).toList();
    }

    long changes() {
        return changes.get();
    }

    long bytes() {
        answers.cleanUp();
        return answers.asMap().values().stream().mapToLong(CachedAnswer::weight).sum();
    }
}
