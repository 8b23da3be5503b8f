package fr.cned.partenariats.enrollment.schooling.alert;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.commons.security.tenancy.WholeTenantRows;
import fr.cned.partenariats.enrollment.Lists;
import fr.cned.partenariats.enrollment.schooling.week.EnrollmentLockRepository;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import fr.cned.partenariats.enrollment.schooling.week.WeekFilter;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Raises, reopens and resolves attendance alerts. Callers evaluate a week in the transaction that changes its hours, its
 * absences or the closures of its site. {@link UndeclaredWeeks} evaluates the weeks for which no hours arrive. A later
 * change of a threshold evaluates nothing.
 */
@ApplicationScoped
public class AlertService implements PersonalDataSource {

    private final AlertRepository alerts;
    private final WholeTenantRows wholeTenant;
    private final Caller caller;
    private final Clock clock;
    private final Period grace;

    AlertService(
            AlertRepository alerts,
            WholeTenantRows wholeTenant,
            Caller caller,
            Clock clock,
            @ConfigProperty(name = "enrollment.attendance.declaration-grace") Period grace) {
        this.alerts = alerts;
        this.wholeTenant = wholeTenant;
        this.caller = caller;
        this.clock = clock;
        this.grace = grace;
    }

    /**
     * Compares the week of each enrollment's person with the threshold and updates the alerts. The caller holds the locks
     * of {@link EnrollmentLockRepository}. A week without declared hours raises an alert when the time to declare it is
     * over. A person has one week at a partner, so the hours at all its sites count.
     *
     * @return by enrollment; other enrollments of the persons are included
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<UUID, WeeklyAttendance> evaluate(Collection<UUID> enrollments, IsoWeek week) {
        return wholeTenant.call(() -> evaluateAtAllSites(enrollments, week));
    }

    private Map<UUID, WeeklyAttendance> evaluateAtAllSites(Collection<UUID> enrollments, IsoWeek week) {
        List<WeeklyAttendance> persons = alerts.weeklyAttendance(enrollments, week);
        Map<UUID, WeeklyAttendance> evaluated = byEnrollment(persons);
        Map<WeeklyAttendance, List<AttendanceAlert>> existing = alerts.of(evaluated.keySet(), week).stream()
                .collect(Collectors.groupingBy(alert -> Objects.requireNonNull(evaluated.get(alert.enrollmentId()))));
        persons.forEach(person -> judge(person, existing.getOrDefault(person, List.of()), week));
        alerts.flush(); // queries in SQL follow
        return evaluated;
    }

    /** By enrollment, without the enrollments that the caller does not see. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<UUID, WeeklyAttendance> visible(Collection<UUID> enrollments, IsoWeek week) {
        return byEnrollment(alerts.weeklyAttendance(enrollments, week));
    }

    private static Map<UUID, WeeklyAttendance> byEnrollment(List<WeeklyAttendance> persons) {
        Map<UUID, WeeklyAttendance> weeks = new HashMap<>();
        persons.forEach(person -> person.enrollmentIds().forEach(id -> weeks.put(id, person)));
        return weeks;
    }

    /**
     * The hours that each enrollment expects in the weeks, without other enrollments of its person. An enrollment without
     * a threshold in these weeks is left out.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<UUID, BigDecimal> expectedHours(Collection<UUID> enrollments, IsoWeek first, IsoWeek last) {
        Map<UUID, BigDecimal> sums = new HashMap<>();
        for (LocalDate monday = first.monday(); !monday.isAfter(last.monday()); monday = monday.plusWeeks(1)) {
            for (WeeklyAttendance person : alerts.weeklyAttendance(enrollments, new IsoWeek(monday))) {
                for (EnrolledWeek week : person.enrollments()) {
                    BigDecimal expected = new WeeklyAttendance(List.of(week)).expectedHours();
                    if (expected != null && enrollments.contains(week.enrollmentId())) {
                        sums.merge(week.enrollmentId(), expected, BigDecimal::add);
                    }
                }
            }
        }
        return sums;
    }

    /** Raises an alert, or changes those that exist. Keeps the oldest open alert of the person, or the oldest one. */
    private void judge(WeeklyAttendance person, List<AttendanceAlert> existing, IsoWeek week) {
        Instant now = clock.instant();
        Optional<AttendanceAlert> kept =
                existing.stream().min(Comparator.comparing(AttendanceAlert::state)); // OPEN is the first
        if (kept.isPresent()) {
            for (AttendanceAlert alert : existing) {
                if (alert == kept.get()) {
                    alert.update(person, now);
                } else {
                    alert.resolveAsSecond(person, now);
                }
            }
        } else if (person.raisesAlert(isOverdue(week))) {
            alerts.persist(AttendanceAlert.raise(person, week, now));
        }
    }

    /** Evaluates the weeks of several enrollments again after a merge of their persons, or its undo. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void evaluateAfterMerge(Collection<UUID> persons) {
        alerts.sharedWeeks(persons).forEach((week, enrollments) -> evaluate(enrollments, week));
    }

    /** Whether the hours of the week should have been declared by now. */
    boolean isOverdue(IsoWeek week) {
        return week.sunday().plus(grace).isBefore(LocalDate.now(clock));
    }

    /** The enrollments whose week changes with a closure of the site. */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<UUID> concernedBy(UUID siteId, IsoWeek week) {
        return alerts.atSite(siteId, week);
    }

    @Transactional
    AlertView get(UUID id) {
        TenantScope scope = caller.scope();
        return alerts.findByIdOptional(id)
                .filter(alert -> scope.covers(alert.partnerId()))
                .map(alert -> alert.view(scope))
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "alert"));
    }

    @Transactional
    Page<AlertView> list(
            WeekFilter filter,
            @Nullable UUID siteId,
            @Nullable AlertState state,
            @Nullable AlertCause cause,
            PageParams page) {
        TenantScope scope = caller.scope();
        return Lists.byId(
                alerts,
                filter.conditions(scope, AlertRepository.ENROLLMENT_OF_PERSON)
                        .equal("state", state)
                        .equal("cause", cause)
                        .matching("array_contains(siteIds, ?)", siteId)
                        .with(siteId == null || scope.coversSite(siteId) ? "1 = 1" : "1 = 0", Map.of()),
                page,
                alert -> alert.view(scope),
                AttendanceAlert::id);
    }

    @Override
    public String section() {
        return "attendanceAlerts";
    }

    @Override
    public List<?> export(Person person, TenantScope scope) {
        return alerts.list("enrollmentId in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(AttendanceAlert::view)
                .toList();
    }

    /** Keeps all alerts: after the erasure they identify no person. */
    @Override
    public int erase(Person person) {
        return 0;
    }
}
