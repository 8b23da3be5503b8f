package fr.cned.partenariats.enrollment.dashboard;

import fr.cned.partenariats.commons.base.codes.AcademicYears;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.ScheduledWork;
import fr.cned.partenariats.enrollment.dashboard.DashboardClient.Answer;
import fr.cned.partenariats.enrollment.dashboard.DashboardConnectionView.Outcome;
import fr.cned.partenariats.enrollment.dashboard.DashboardConnectionView.Run;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecords.Dossier;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends all records of a training centre: each night, and when somebody asks for it. A claim is a lease: when an instance
 * dies, another one begins the run again. No connection of the database is held while the dashboard answers.
 */
@ApplicationScoped
class DashboardRuns {

    private static final LocalTime NIGHT = LocalTime.of(2, 30);

    /** Longer than a run takes. */
    private static final Duration LEASE = Duration.ofHours(1);

    private static final Duration RETRY = Duration.ofMinutes(30);

    private final DashboardConnections connections;
    private final DashboardRecords records;
    private final DashboardClient client;
    private final ChangeRecorder recorder;
    private final Clock clock;

    DashboardRuns(
            DashboardConnections connections,
            DashboardRecords records,
            DashboardClient client,
            ChangeRecorder recorder,
            Clock clock) {
        this.connections = connections;
        this.records = records;
        this.client = client;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** One training centre, so that the job is short. */
    @AllTenants
    @Scheduled(
            every = "${enrollment.dashboard.poll}",
            delayed = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sendNext() {
        if (client.isOn()) {
            ScheduledWork.run("the records of apprentices are sent later", () -> {
                Instant lease = clock.instant().plus(LEASE).truncatedTo(ChronoUnit.MICROS);
                begin(lease).ifPresent(centre -> send(centre, lease));
            });
        }
    }

    private Optional<DashboardConnection> begin(Instant lease) {
        return QuarkusTransaction.requiringNew().call(() -> {
            recorder.actAsService("dashboard-run");
            Optional<DashboardConnection> due = connections.lockDue(clock.instant());
            due.ifPresent(centre -> centre.begin(lease, nextNight()));
            return due;
        });
    }

    private Instant nextNight() {
        LocalDate today = LocalDate.now(clock);
        LocalDate day = LocalTime.now(clock).isBefore(NIGHT) ? today : today.plusDays(1);
        return day.atTime(NIGHT).atZone(clock.getZone()).toInstant();
    }

    private void send(DashboardConnection centre, Instant lease) {
        String fromYear = AcademicYears.of(LocalDate.now(clock).minusYears(1));
        Outcome outcome = Outcome.SENT;
        int sent = 0;
        int faulty = 0;
        List<Dossier> page = read(centre, fromYear, null);
        while (!page.isEmpty()) {
            Answer answer = client.send(centre.id(), centre.key(), page);
            QuarkusTransaction.requiringNew().run(() -> records.store(centre.id(), answer.sent(), clock.instant()));
            outcome = answer.outcome();
            sent += answer.sent().size();
            faulty += (int) answer.sent().stream()
                    .filter(one -> !one.faults().isEmpty())
                    .count();
            page = outcome == Outcome.SENT ? read(centre, fromYear, page.get(page.size() - 1)) : List.of();
        }
        end(centre, lease, new Run(clock.instant(), outcome, sent, faulty), fromYear);
    }

    private List<Dossier> read(DashboardConnection centre, String fromYear, @Nullable Dossier after) {
        return QuarkusTransaction.requiringNew()
                .call(() -> records.next(
                        centre.id(),
                        fromYear,
                        LocalDate.now(clock),
                        clock.getZone(),
                        after,
                        DashboardClient.MOST_RECORDS));
    }

    private void end(DashboardConnection centre, Instant lease, Run run, String fromYear) {
        Instant retry = run.outcome() == Outcome.UNREACHABLE ? run.endedAt().plus(RETRY) : null;
        QuarkusTransaction.requiringNew().run(() -> {
            recorder.actAsService("dashboard-run");
            connections.lock(centre.id()).ifPresent(now -> now.end(lease, run, retry));
            records.deleteBefore(centre.id(), fromYear);
        });
    }
}
