package fr.cned.partenariats.commons.answers;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Compares the versions of the answers in use with the database, every half second and with one statement per kind. So
 * it finds the changes of other instances, and whether the database answers at all.
 */
@Singleton
class AnswerValidation {

    /** An answer that was not validated for this time is read again. */
    static final Duration FRESH = Duration.ofSeconds(5);

    /** While the database does not answer, the last known answer is served for this time. */
    static final Duration LAST_KNOWN = Duration.ofMinutes(10);

    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Logger LOG = Logger.getLogger(AnswerValidation.class);

    private final AnswerCache answers;
    private final Map<String, AnswerVersions> kinds;
    private final LongSupplier nanoTime;
    private volatile boolean running;
    private volatile boolean failed;
    private volatile long beganNanos;
    private long timer;

    @Inject
    AnswerValidation(AnswerCache answers, @Any Instance<AnswerVersions> kinds) {
        this(answers, kinds.stream().toList(), System::nanoTime);
    }

    AnswerValidation(AnswerCache answers, List<AnswerVersions> kinds, LongSupplier nanoTime) {
        this.answers = answers;
        this.kinds = kinds.stream().collect(Collectors.toMap(AnswerVersions::kind, kind -> kind));
        this.nanoTime = nanoTime;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        if (hasKinds()) {
            timer = vertx.setPeriodic(EVERY.toMillis(), tick -> {
                if (!running) {
                    begin();
                    vertx.executeBlocking(this::validate, false);
                }
            });
        }
    }

    void stop(@Observes ShutdownEvent event, Vertx vertx) {
        vertx.cancelTimer(timer);
    }

    boolean hasKinds() {
        return !kinds.isEmpty();
    }

    /** Whether the last look at the database failed, or the present one takes too long. */
    boolean isDatabaseSilent() {
        return failed || (running && nanoTime.getAsLong() - beganNanos > SLOW.toNanos());
    }

    /** Whether the answer may be served now. */
    boolean isServable(CachedAnswer answer) {
        long age = answer.ageNanos(nanoTime.getAsLong());
        return age < FRESH.toNanos() || (age < LAST_KNOWN.toNanos() && isDatabaseSilent());
    }

    /** The seconds since the answer was known to be valid; 0 while it is fresh. */
    long staleSeconds(CachedAnswer answer) {
        long age = answer.ageNanos(nanoTime.getAsLong());
        return age < FRESH.toNanos() ? 0 : Duration.ofNanos(age).toSeconds();
    }

    /** A round that waits for a worker thread has begun, too. */
    void begin() {
        beganNanos = nanoTime.getAsLong();
        running = true;
    }

    /** One round. Returns whether the database answered. */
    boolean validate() {
        try {
            answers.takeUsed().stream()
                    .collect(Collectors.groupingBy(answer -> answer.subject.kind()))
                    .forEach(this::validate);
        } catch (RuntimeException e) {
            failed = true;
            LOG.debugf("cached answers are not validated: %s", e.getMessage());
        } finally {
            running = false;
        }
        return !failed;
    }

    private void validate(String kind, List<CachedAnswer> used) {
        AnswerVersions versions = kinds.get(kind);
        long before = nanoTime.getAsLong();
        Map<UUID, String> current = versions == null
                ? Map.of()
                : versions.current(
                        used.stream().map(answer -> answer.subject.id()).collect(Collectors.toSet()));
        failed = false;
        for (CachedAnswer answer : used) {
            if (answer.subject.version().equals(current.get(answer.subject.id()))) {
                answer.validAt(before);
            } else {
                answers.remove(answer);
            }
        }
    }
}
