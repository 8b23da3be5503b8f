package fr.cned.partenariats.enrollment.schooling.absence;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ABSENCE_JUSTIFIED_BEFORE;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.commons.security.tenancy.WholeTenantRows;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.Lists;
import fr.cned.partenariats.enrollment.schooling.alert.AlertService;
import fr.cned.partenariats.enrollment.schooling.week.EnrollmentLockRepository;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import fr.cned.partenariats.enrollment.schooling.week.LockedEnrollment;
import fr.cned.partenariats.enrollment.schooling.week.WeekFilter;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Records and withdraws justified absences. Each change evaluates the alerts of its week. */
@ApplicationScoped
class AbsenceService implements PersonalDataSource {

    private final AbsenceRepository absences;
    private final EnrollmentLockRepository enrollments;
    private final AlertService alerts;
    private final WholeTenantRows wholeTenant;
    private final Caller caller;
    private final ActorNames actors;
    private final Clock clock;

    AbsenceService(
            AbsenceRepository absences,
            EnrollmentLockRepository enrollments,
            AlertService alerts,
            WholeTenantRows wholeTenant,
            Caller caller,
            ActorNames actors,
            Clock clock) {
        this.absences = absences;
        this.enrollments = enrollments;
        this.alerts = alerts;
        this.wholeTenant = wholeTenant;
        this.caller = caller;
        this.actors = actors;
        this.clock = clock;
    }

    @Transactional
    AbsenceView create(AbsenceRequest request) {
        IsoWeek week = IsoWeek.of(request.week());
        LockedEnrollment enrollment =
                enrollments.lock(List.of(request.enrollmentId()), caller.scope()).values().stream()
                        .findFirst()
                        .orElseThrow(() -> Refusal.at("/enrollmentId", NOT_FOUND, "enrollment"));
        Refusal.refuse(enrollment.violation(week, "/enrollmentId").stream().toList());
        wholeTenant
                .call(() ->
                        absences.findExisting(enrollment.personId(), enrollment.partnerId(), week, request.reason()))
                .ifPresent(existing -> {
                    Refusal refusal = Refusal.of(ABSENCE_JUSTIFIED_BEFORE);
                    // the enrollment with the other absence may be at another site
                    throw caller.scope().isLimitedToSites() ? refusal : refusal.property("existingId", existing);
                });
        Absence absence = Absence.create(enrollment, request, actors.current(), clock.instant());
        absences.persistAndFlush(absence);
        alerts.evaluate(List.of(enrollment.id()), week);
        return absence.view(actors);
    }

    @Transactional
    AbsenceView withdraw(UUID id, String reason) {
        Absence absence = find(id);
        enrollments.lock(List.of(absence.enrollmentId()), caller.scope());
        absence.withdraw(reason, actors.current(), clock.instant());
        absences.flush();
        alerts.evaluate(List.of(absence.enrollmentId()), absence.week());
        return absence.view(actors);
    }

    @Transactional
    AbsenceView get(UUID id) {
        return find(id).view(actors);
    }

    @Transactional
    Page<AbsenceView> list(WeekFilter filter, PageParams page) {
        return Lists.byId(
                absences, filter.conditions(caller.scope()), page, absence -> absence.view(actors), Absence::id);
    }

    private Absence find(UUID id) {
        TenantScope scope = caller.scope();
        return absences.findByIdOptional(id)
                .filter(absence -> scope.covers(absence.partnerId()))
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "absence"));
    }

    @Override
    public String section() {
        return "absences";
    }

    @Override
    public List<?> export(Person person, TenantScope scope) {
        return absences.list("enrollmentId in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(absence -> absence.view(actors))
                .toList();
    }

    /** The reason may reveal something about the student's health, so an erasure deletes absences. */
    @Override
    public int erase(Person person) {
        return (int) absences.delete("enrollmentId in ?1", person.enrollmentIds());
    }
}
