package fr.cned.partenariats.enrollment.registration.transmission.attempt;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.ATTEMPTS_OF_THE_DAY;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.enrollment.ScheduledWork;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Collects the requests that were refused before any transaction, and stores them once a second: a refused request costs
 * no statement. A kill of the process loses those of the last second. An end that is not a kill loses none.
 */
@ApplicationScoped
class RefusedRequests {

    static final int MAX_LISTED = 10_000;

    private final AttemptLog log;
    private List<Attempt> listed = new ArrayList<>();
    private Map<AttemptCount, Long> counted = new HashMap<>();
    private @Nullable Report unconfirmed;

    /** Keeps its id until it is stored, so that it is stored once. */
    private record Report(UUID id, List<Attempt> listed, List<AttemptCount> counted) {}

    RefusedRequests(AttemptLog log) {
        this.log = log;
    }

    /**
     * A request beyond the attempts of the day is counted without its details, and any request while the database is not
     * available for long.
     */
    synchronized void add(Attempt attempt) {
        if (listed.size() < MAX_LISTED && !ATTEMPTS_OF_THE_DAY.code().equals(attempt.code())) {
            listed.add(attempt);
        } else {
            counted.merge(
                    new AttemptCount(attempt.sentOn(), attempt.sender(), Objects.requireNonNull(attempt.code()), 1),
                    1L,
                    Long::sum);
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void flush() {
        ScheduledWork.run("refused requests wait to be stored", () -> {
            for (Report report = next(); report != null; report = next()) {
                log.recordOnce(report.id(), report.listed(), report.counted());
                confirm(report);
            }
        });
    }

    private synchronized @Nullable Report next() {
        if (unconfirmed == null && !(listed.isEmpty() && counted.isEmpty())) {
            unconfirmed = new Report(
                    Ids.next(),
                    listed,
                    counted.entrySet().stream()
                            .map(entry -> new AttemptCount(
                                    entry.getKey().sentOn(),
                                    entry.getKey().sender(),
                                    entry.getKey().code(),
                                    entry.getValue()))
                            .toList());
            listed = new ArrayList<>();
            counted = new HashMap<>();
        }
        return unconfirmed;
    }

    private synchronized void confirm(Report report) {
        if (unconfirmed != null
                && unconfirmed.id().equals(report.id())) { // a flush at the stop may have stored it, too
            unconfirmed = null;
        }
    }

    void stop(@Observes ShutdownEvent event) {
        flush();
    }
}
