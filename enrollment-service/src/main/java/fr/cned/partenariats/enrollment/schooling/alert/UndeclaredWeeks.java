package fr.cned.partenariats.enrollment.schooling.alert;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.base.start.OrderlyStop;
import fr.cned.partenariats.commons.base.start.ServiceStopping;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.ScheduledWork;
import fr.cned.partenariats.enrollment.schooling.alert.AlertRepository.OpenAlert;
import fr.cned.partenariats.enrollment.schooling.week.EnrollmentLockRepository;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Raises alerts for weeks without declared hours, and resolves alerts of weeks in which a student was not there, as is
 * known later: the student left, the start was postponed, or another site hosted the student. It keeps no
 * progress: a run that was interrupted starts again, and the unique index on enrollment and week prevents a second alert.
 * Each chunk is one transaction.
 */
@ApplicationScoped
class UndeclaredWeeks {

    private static final Logger LOG = Logger.getLogger(UndeclaredWeeks.class);
    private static final int CHUNK = 100;

    private final AlertRepository repository;
    private final AlertService alerts;
    private final EnrollmentLockRepository enrollments;
    private final ChangeRecorder recorder;
    private final Clock clock;
    private final Period lookBack;

    UndeclaredWeeks(
            AlertRepository repository,
            AlertService alerts,
            EnrollmentLockRepository enrollments,
            ChangeRecorder recorder,
            Clock clock,
            @ConfigProperty(name = "enrollment.attendance.look-back") Period lookBack) {
        this.repository = repository;
        this.alerts = alerts;
        this.enrollments = enrollments;
        this.recorder = recorder;
        this.clock = clock;
        this.lookBack = lookBack;
    }

    @AllTenants
    @Scheduled(
            every = "${enrollment.attendance.undeclared-check}",
            delayed = "2m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void check() {
        ScheduledWork.run("the check of undeclared weeks stops until its next run", () -> {
            LocalDate thisMonday = LocalDate.now(clock).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            LocalDate oldest = thisMonday.minus(lookBack);
            for (LocalDate monday = thisMonday.minusWeeks(1); !monday.isBefore(oldest); monday = monday.minusWeeks(1)) {
                IsoWeek week = new IsoWeek(monday);
                if (alerts.isOverdue(week)) {
                    raise(week);
                }
            }
            evaluateOpenInDoubt();
        });
    }

    private void raise(IsoWeek week) {
        ScheduledWork.forEachChunk(
                after -> repository.undeclared(week, after, CHUNK),
                Function.identity(),
                chunk -> evaluate(chunk, week));
    }

    private void evaluateOpenInDoubt() {
        ScheduledWork.forEachChunk(
                after -> repository.openInDoubt(after, CHUNK),
                OpenAlert::id,
                chunk -> chunk.forEach(open -> evaluate(List.of(open.enrollmentId()), new IsoWeek(open.monday()))));
    }

    /**
     * The locks make a declaration that arrives at the same time visible here, or this alert visible to it. A chunk that
     * fails must not hold up those behind it. When the database is not available, the next read ends the run.
     */
    private void evaluate(List<UUID> chunk, IsoWeek week) {
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                recorder.actAsService("undeclared-weeks");
                enrollments.lock(chunk, TenantScope.ALL);
                alerts.evaluate(chunk, week);
            });
        } catch (RuntimeException e) {
            if (OrderlyStop.hasBegun()) {
                throw new ServiceStopping("the next run checks the week", e);
            }
            if (DatabaseFailures.isTransient(e)) {
                LOG.warnf(
                        "week %s of some enrollments was not checked; the next run retries it: %s",
                        week, e.getMessage());
            } else {
                LOG.errorf(e, "the check of week %s failed for some enrollments; the next run retries it", week);
            }
        }
    }
}
