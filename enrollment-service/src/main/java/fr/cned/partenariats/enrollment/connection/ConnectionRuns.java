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
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Runs what is due at outside systems. A claim is a lease: when an instance dies, another one begins the run again. No
 * connection of the database is held while a system answers.
 */
@ApplicationScoped
class ConnectionRuns {

    private static final Logger LOG = Logger.getLogger(ConnectionRuns.class);

    /** Longer than a run takes. */
    private static final Duration LEASE = Duration.ofHours(1);

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

    @AllTenants
    @Scheduled(
            every = "${enrollment.connections.poll}",
            delayed = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void runDue() {
        ScheduledWork.run("outside systems are asked later", () -> {
            boolean isDue = true;
            while (isDue && !OrderlyStop.hasBegun()) {
                Instant lease = clock.instant().plus(LEASE).truncatedTo(ChronoUnit.MICROS);
                Optional<CentreConnection> next = begin(lease);
                next.ifPresent(connection -> run(connection, lease));
                isDue = next.isPresent();
            }
        });
    }

    private Optional<CentreConnection> begin(Instant lease) {
        return QuarkusTransaction.requiringNew().call(() -> {
            recorder.actAsService("connection-run");
            Instant now = clock.instant();
            Optional<CentreConnection> due = connections.lockDue(systems.on(), now);
            due.ifPresent(connection -> connection.begin(
                    lease, systems.find(connection.system()).orElseThrow().next(now)));
            return due;
        });
    }

    private void run(CentreConnection connection, Instant lease) {
        ConnectionRun run = new ConnectionRun(connection, systems.key(connection));
        try {
            systems.run(run);
            end(run, lease, Outcome.DONE, Duration.ZERO);
        } catch (NoAnswer e) {
            LOG.warnf("the run of %s ends early: it %s", run, e.getMessage());
            end(run, lease, e.outcome, e.pause);
        } catch (RuntimeException e) {
            LOG.errorf(e, "the run of %s fails", run);
            boolean mayPass = DatabaseFailures.isTransient(e);
            end(run, lease, mayPass ? Outcome.UNREACHABLE : Outcome.UNUSABLE_ANSWER, Duration.ZERO);
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
