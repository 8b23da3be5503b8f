package fr.cned.partenariats.enrollment.connection;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.base.start.OrderlyStop;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.ScheduledWork;
import fr.cned.partenariats.enrollment.connection.ConnectionView.Outcome;
import fr.cned.partenariats.enrollment.connection.ConnectionView.Run;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Runs what is due at outside systems. A claim is a lease: when an instance dies, another one begins the run again. No
 * connection of the database is held while a system answers.
 */
@ApplicationScoped
class ConnectionRuns {

    private static final Logger LOG = Logger.getLogger(ConnectionRuns.class);

    /** Much longer than {@link #LONGEST_RUN} and the requests that have begun by then. */
    private static final Duration LEASE = Duration.ofHours(1);

    private static final Duration LONGEST_RUN = Duration.ofMinutes(10);

    private final Connections connections;
    private final ConnectedSystems systems;
    private final ChangeRecorder recorder;
    private final Clock clock;

    ConnectionRuns(Connections connections, ConnectedSystems systems, ChangeRecorder recorder, Clock clock) {
        this.connections = connections;
        this.systems = systems;
        this.recorder = recorder;
        this.clock = clock;
    }

    @Scheduled(
            every = "${enrollment.connections.poll}",
            delayed = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void runDue() {
        runDue(LONGEST_RUN);
    }

    /** A system that is slow or away holds up no other one: what else is due there begins in the next round. */
    @AllTenants
    void runDue(Duration longest) {
        ScheduledWork.run("outside systems are asked later", () -> {
            List<OutsideSystem> asked = new ArrayList<>(systems.on());
            boolean isDue = true;
            while (isDue && !OrderlyStop.hasBegun()) {
                Instant lease = clock.instant().plus(LEASE).truncatedTo(ChronoUnit.MICROS);
                Optional<CentreConnection> next = begin(asked, lease);
                if (next.isPresent() && !runInTime(next.get(), lease, longest)) {
                    asked.remove(next.get().system());
                }
                isDue = next.isPresent();
            }
        });
    }

    private Optional<CentreConnection> begin(List<OutsideSystem> asked, Instant lease) {
        return QuarkusTransaction.requiringNew().call(() -> {
            recorder.actAsService("connection-run");
            Instant now = clock.instant();
            Optional<CentreConnection> due = connections.lockDue(asked, now);
            due.ifPresent(connection -> connection.begin(
                    lease, systems.find(connection.system()).orElseThrow().next(now)));
            return due;
        });
    }

    /** Returns whether the system answered in time. */
    private boolean runInTime(CentreConnection connection, Instant lease, Duration longest) {
        ConnectionRun run = new ConnectionRun(connection, systems.key(connection), longest);
        try {
            systems.run(run);
            end(run, lease, Outcome.DONE, Duration.ZERO);
            return run.hasTime();
        } catch (NoAnswer e) {
            LOG.warnf("the run of %s ends early: it %s", run, e.getMessage());
            end(run, lease, e.outcome, e.pause);
            return e.outcome != Outcome.UNREACHABLE;
        } catch (RuntimeException e) {
            LOG.errorf(e, "the run of %s fails", run);
            boolean mayPass = DatabaseFailures.isTransient(e);
            end(run, lease, mayPass ? Outcome.UNREACHABLE : Outcome.UNUSABLE_ANSWER, Duration.ZERO);
            return !mayPass;
        }
    }

    private void end(ConnectionRun run, Instant lease, Outcome outcome, Duration pause) {
        QuarkusTransaction.requiringNew().run(() -> {
            recorder.actAsService("connection-run");
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Run ended = new Run(now, outcome);
            connections.lock(run.connectionId).ifPresent(one -> one.end(lease, ended, run.page, pause));
        });
    }
}
