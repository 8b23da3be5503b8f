package fr.cned.partenariats.commons.http.answers;

import fr.cned.partenariats.commons.changelog.ChangeFollower;
import fr.cned.partenariats.commons.changelog.ChangeFollower.Changes;
import fr.cned.partenariats.commons.changelog.SettledEntries;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Reads the log of changes four times a second and forgets the answers that show what changed. So it finds the changes of
 * other instances, and whether the database answers at all.
 */
@Singleton
class AnswerValidation {

    /** Answers that were not validated for this time are read again. */
    static final Duration FRESH = Duration.ofSeconds(5);

    /** While the database does not answer, the last known answers are served for this time. */
    static final Duration LAST_KNOWN = Duration.ofMinutes(10);

    /** All answers are forgotten after this time: a change by SQL may have no entry in the log. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Duration EVERY = Duration.ofMillis(250);
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Logger LOG = Logger.getLogger(AnswerValidation.class);

    private final AnswerCache answers;
    private final Callable<Optional<Changes>> log;
    private final LongSupplier nanoTime;
    private volatile boolean running;
    private volatile boolean failed;
    private volatile long beganNanos;
    private volatile long validAtNanos;
    private long emptiedAtNanos;
    private long timer;

    @Inject
    AnswerValidation(AnswerCache answers, AgroalDataSource database, SettledEntries settled) {
        this(answers, new ChangeFollower(database, settled)::next, System::nanoTime);
    }

    AnswerValidation(AnswerCache answers, Callable<Optional<Changes>> log, LongSupplier nanoTime) {
        this.answers = answers;
        this.log = log;
        this.nanoTime = nanoTime;
        this.validAtNanos = nanoTime.getAsLong() - LAST_KNOWN.toNanos();
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        if (answers.isOn()) {
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

    /** Whether the last look at the database failed, or the present one takes too long. */
    boolean isDatabaseSilent() {
        return failed || (running && nanoTime.getAsLong() - beganNanos > SLOW.toNanos());
    }

    boolean isCurrent() {
        long age = nanoTime.getAsLong() - validAtNanos;
        return age < FRESH.toNanos() || (age < LAST_KNOWN.toNanos() && isDatabaseSilent());
    }

    /** The seconds since the answers were known to be valid; 0 while they are fresh. */
    long staleSeconds() {
        long age = nanoTime.getAsLong() - validAtNanos;
        return age < FRESH.toNanos() ? 0 : Duration.ofNanos(age).toSeconds();
    }

    /** A round that waits for a worker thread has begun, too. */
    void begin() {
        beganNanos = nanoTime.getAsLong();
        running = true;
    }

    /** One round. Returns whether the database answered. */
    boolean validate() {
        long before = nanoTime.getAsLong();
        try {
            boolean more;
            do {
                Optional<Changes> changes = log.call();
                if (changes.isPresent() && before - emptiedAtNanos < LONGEST.toNanos()) {
                    answers.forget(changes.get().objects());
                } else {
                    answers.forgetAll();
                    emptiedAtNanos = before;
                }
                more = changes.isPresent() && changes.get().more();
            } while (more);
            validAtNanos = before;
            failed = false;
        } catch (Exception e) {
            failed = true;
            LOG.debugf("cached answers are not validated: %s", e.getMessage());
        } finally {
            running = false;
        }
        return !failed;
    }
}
