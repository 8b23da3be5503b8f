package fr.cned.partenariats.enrollment.schooling.attendance;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.http.propagation.NotYetPropagated;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.Lists;
import fr.cned.partenariats.enrollment.schooling.alert.AlertService;
import fr.cned.partenariats.enrollment.schooling.alert.WeeklyAttendance;
import fr.cned.partenariats.enrollment.schooling.attendance.AttendanceDeclaration.Entry;
import fr.cned.partenariats.enrollment.schooling.attendance.AttendanceRepository.DeclaredHours;
import fr.cned.partenariats.enrollment.schooling.attendance.AttendanceRepository.WrittenRow;
import fr.cned.partenariats.enrollment.schooling.week.EnrollmentLockRepository;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import fr.cned.partenariats.enrollment.schooling.week.LockedEnrollment;
import fr.cned.partenariats.enrollment.schooling.week.WeekFilter;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records the hours that a site declares for a week, and lists them. */
@ApplicationScoped
public class AttendanceService implements PersonalDataSource {

    private final AttendanceRepository attendances;
    private final EnrollmentLockRepository enrollments;
    private final AlertService alerts;
    private final Caller caller;
    private final ActorNames actors;
    private final ChangeRecorder recorder;
    private final Clock clock;

    AttendanceService(
            AttendanceRepository attendances,
            EnrollmentLockRepository enrollments,
            AlertService alerts,
            Caller caller,
            ActorNames actors,
            ChangeRecorder recorder,
            Clock clock) {
        this.attendances = attendances;
        this.enrollments = enrollments;
        this.alerts = alerts;
        this.caller = caller;
        this.actors = actors;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Accepts all entries or none, and evaluates the alerts of the week. */
    @Transactional
    DeclaredWeekView declare(AttendanceDeclaration declaration) {
        List<Entry> entries = declaration.entries();
        IsoWeek week = IsoWeek.of(declaration.week());
        TenantScope scope = caller.scope();
        scope.requireSite(declaration.siteId(), "/siteId");
        DeclarationRules.refuseRepeatedEnrollments(entries);
        DeclarationRules.refuseFutureWeek(week, LocalDate.now(clock));
        if (attendances
                .partnerOfSite(declaration.siteId())
                .filter(scope::covers)
                .isEmpty()) {
            throw NotYetPropagated.or(Refusal.at("/siteId", NOT_FOUND, "site"), declaration.siteId(), "/siteId");
        }
        Map<UUID, LockedEnrollment> locked =
                enrollments.lock(entries.stream().map(Entry::enrollmentId).toList(), scope);
        DeclarationRules.refuseUndeclarable(entries, locked, week);
        audit(attendances.declare(
                declaration.siteId(), week, hours(entries, locked), actors.current(), clock.instant()));
        Set<UUID> persons =
                locked.values().stream().map(LockedEnrollment::personId).collect(Collectors.toSet());
        DeclarationRules.refuseOverfullWeeks(entries, locked, attendances.overfull(persons, week, scope));
        Map<UUID, WeeklyAttendance> whole = alerts.evaluate(locked.keySet(), week);
        Map<UUID, WeeklyAttendance> visible = scope.isLimitedToSites() ? alerts.visible(locked.keySet(), week) : whole;
        return new DeclaredWeekView(
                declaration.siteId(),
                week.toString(),
                entries.stream()
                        .map(entry -> DeclaredWeekView.Entry.of(
                                entry.enrollmentId(),
                                Objects.requireNonNull(visible.get(entry.enrollmentId())),
                                Objects.requireNonNull(whole.get(entry.enrollmentId()))))
                        .toList());
    }

    private static List<DeclaredHours> hours(List<Entry> entries, Map<UUID, LockedEnrollment> locked) {
        return entries.stream()
                .map(entry -> new DeclaredHours(
                        entry.enrollmentId(),
                        Objects.requireNonNull(locked.get(entry.enrollmentId())).partnerId(),
                        entry.hours()))
                .toList();
    }

    /** Writes an entry for each changed row, and one entry when no row changed. */
    private void audit(List<WrittenRow> written) {
        recorder.record(
                written.isEmpty()
                        ? List.of(ChangeRecord.of("attendance", null))
                        : written.stream().map(WrittenRow::change).toList());
    }

    /** Whether a site declared hours of the enrollment; a declaration of zero hours has none. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean hasHours(UUID enrollmentId) {
        return attendances.count("enrollmentId = ?1 and hours > 0", enrollmentId) > 0;
    }

    @Transactional
    Page<AttendanceView> list(WeekFilter filter, @Nullable UUID siteId, PageParams page) {
        return Lists.byId(
                attendances,
                filter.conditions(caller.scope()).equal("siteId", siteId),
                page,
                attendance -> attendance.view(actors),
                Attendance::id);
    }

    @Override
    public String section() {
        return "attendance";
    }

    @Override
    public List<?> export(Person person, TenantScope scope) {
        return attendances.list("enrollmentId in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(attendance -> attendance.view(actors))
                .toList();
    }

    /** Keeps all hours: after the erasure they identify no person. */
    @Override
    public int erase(Person person) {
        return 0;
    }
}
