package fr.cned.partenariats.enrollment.attendance;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;

import fr.cned.partenariats.commons.outbox.Outbox;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.enrollment.Visibility;
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
 * Judges weeks, and tells of those below their threshold. A week is judged when it is declared, corrected,
 * or an absence in it is justified or withdrawn; a week of which nothing was declared is not judged, nor is
 * one anew because a threshold has changed.
 */
@ApplicationScoped
@Transactional
public class Alerts {

    private final WeekRepository weeks;
    private final AlertRepository alerts;
    private final Outbox outbox;
    private final Visibility visibility;
    private final Clock clock;

    Alerts(WeekRepository weeks, AlertRepository alerts, Outbox outbox, Visibility visibility, Clock clock) {
        this.weeks = weeks;
        this.alerts = alerts;
        this.outbox = outbox;
        this.visibility = visibility;
        this.clock = clock;
    }

    /** Within the change that makes it due; the students are locked, so that nobody else judges these weeks now. */
    @Transactional(Transactional.TxType.MANDATORY)
    List<JudgedWeek> judge(Collection<UUID> enrollments, IsoWeek week) {
        List<JudgedWeek> judged = weeks.judge(enrollments, week);
        Map<UUID, AttendanceAlert> known = alerts.of(enrollments, week).stream()
                .collect(Collectors.toMap(AttendanceAlert::enrollmentId, Function.identity()));
        Instant now = clock.instant();
        List<AttendanceAlert> told = new ArrayList<>();
        for (JudgedWeek one : judged) {
            AttendanceAlert alert = known.get(one.enrollmentId());
            if (alert != null && alert.follow(one, now)) {
                told.add(alert);
            } else if (alert == null && one.isBelowThreshold()) {
                AttendanceAlert raised = AttendanceAlert.raise(one, week, now);
                alerts.persist(raised);
                told.add(raised);
            }
        }
        alerts.flush(); // which gives the revisions
        outbox.append(told.stream().map(AttendanceAlertChanged::of).toList());
        return judged;
    }

    AlertView get(UUID id) {
        return AlertView.of(
                alerts.findVisible(id, visibility.partner()).orElseThrow(() -> Refusal.of(NOT_FOUND, "alert")));
    }

    Page<AlertView> list(WeekFilter filter, @Nullable UUID siteId, @Nullable AlertState state, PageParams page) {
        @Nullable Object[] bound = {filter.partnerId, filter.enrollmentId, filter.week, siteId, state};
        return Page.of(
                alerts.page(
                        filter, siteId, state, visibility.partner(), page.after(UUID.class, bound), page.fetchSize()),
                page,
                AlertView::of,
                AttendanceAlert::id,
                bound);
    }

    /** Publishes the current state of the next alerts after {@code after}, and returns their ids. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public List<UUID> reEmit(UUID after, int size) {
        List<AttendanceAlert> chunk = alerts.lockChunk(after, size);
        outbox.append(chunk.stream().map(AttendanceAlertChanged::of).toList());
        return chunk.stream().map(AttendanceAlert::id).toList();
    }
}
