package fr.cned.partenariats.enrollment.alert;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;

import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.caller.TenantScope;
import fr.cned.partenariats.commons.outbox.Outbox;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.enrollment.week.EnrollmentLockRepository;
import fr.cned.partenariats.enrollment.week.IsoWeek;
import fr.cned.partenariats.enrollment.week.WeekFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Raises, reopens and resolves attendance alerts. Callers evaluate a week in the transaction that changes its hours or
 * its absences. A later change of a threshold evaluates nothing.
 */
@ApplicationScoped
public class AlertService {

    private final AlertRepository alerts;
    private final Outbox outbox;
    private final Caller caller;
    private final Clock clock;

    AlertService(AlertRepository alerts, Outbox outbox, Caller caller, Clock clock) {
        this.alerts = alerts;
        this.outbox = outbox;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * Compares the week of each enrollment with its threshold and updates the alerts. The caller holds the locks of
     * {@link EnrollmentLockRepository}.
     *
     * @return without the enrollments that have no declared hours in this week
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<WeeklyAttendance> evaluate(Collection<UUID> enrollments, IsoWeek week) {
        List<WeeklyAttendance> evaluated = alerts.weeklyAttendance(enrollments, week);
        Map<UUID, AttendanceAlert> existing = alerts.of(enrollments, week).stream()
                .collect(Collectors.toMap(AttendanceAlert::enrollmentId, Function.identity()));
        Instant now = clock.instant();
        List<AttendanceAlert> changed = new ArrayList<>();
        for (WeeklyAttendance attendance : evaluated) {
            AttendanceAlert alert = existing.get(attendance.enrollmentId());
            if (alert != null && alert.update(attendance, now)) {
                changed.add(alert);
            } else if (alert == null && attendance.isBelowThreshold()) {
                AttendanceAlert raised = AttendanceAlert.raise(attendance, week, now);
                alerts.persist(raised);
                changed.add(raised);
            }
        }
        alerts.flush(); // sets the revisions for the events
        outbox.append(changed.stream().map(AttendanceAlertChanged::of).toList());
        return evaluated;
    }

    @Transactional
    AlertView get(UUID id) {
        TenantScope scope = caller.scope();
        return alerts.findByIdOptional(id)
                .filter(alert -> scope.covers(alert.partnerId()))
                .map(AlertView::of)
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "alert"));
    }

    @Transactional
    Page<AlertView> list(WeekFilter filter, @Nullable UUID siteId, @Nullable AlertState state, PageParams page) {
        @Nullable Object[] bound = {filter.partnerId, filter.enrollmentId, filter.week, siteId, state};
        return Page.of(
                alerts.page(filter, siteId, state, caller.scope(), page.after(UUID.class, bound), page.fetchSize()),
                page,
                AlertView::of,
                AttendanceAlert::id,
                bound);
    }
}
