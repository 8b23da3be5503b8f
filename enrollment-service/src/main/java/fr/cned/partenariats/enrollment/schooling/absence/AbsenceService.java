package fr.cned.partenariats.enrollment.schooling.absence;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ABSENCE_JUSTIFIED_BEFORE;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.schooling.alert.AlertService;
import fr.cned.partenariats.enrollment.schooling.week.EnrollmentLockRepository;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import fr.cned.partenariats.enrollment.schooling.week.LockedEnrollment;
import fr.cned.partenariats.enrollment.schooling.week.WeekFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records and withdraws justified absences. Each change evaluates the alerts of its week. */
@ApplicationScoped
class AbsenceService {

    private final AbsenceRepository absences;
    private final EnrollmentLockRepository enrollments;
    private final AlertService alerts;
    private final Caller caller;
    private final ActorNames actors;
    private final Clock clock;

    AbsenceService(
            AbsenceRepository absences,
            EnrollmentLockRepository enrollments,
            AlertService alerts,
            Caller caller,
            ActorNames actors,
            Clock clock) {
        this.absences = absences;
        this.enrollments = enrollments;
        this.alerts = alerts;
        this.caller = caller;
        this.actors = actors;
        this.clock = clock;
    }

    @Transactional
    AbsenceView create(AbsenceRequest request) {
        IsoWeek week = IsoWeek.of(request.week());
        LockedEnrollment enrollment = enrollments.lock(List.of(request.enrollmentId()), caller.scope()).stream()
                .findFirst()
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "enrollment")
                        .with(new Violation("/enrollmentId", NOT_FOUND, "enrollment")));
        enrollment.violation(week, "/enrollmentId").ifPresent(violation -> {
            throw Refusal.ofAll(List.of(violation));
        });
        absences.findExisting(enrollment.personId(), enrollment.partnerId(), week, request.reason())
                .ifPresent(existing -> {
                    throw Refusal.of(ABSENCE_JUSTIFIED_BEFORE).property("existingId", existing);
                });
        Absence absence = Absence.create(enrollment, request, actors.current(), clock.instant());
        absences.persistAndFlush(absence);
        alerts.evaluate(List.of(enrollment.id()), week);
        return AbsenceView.of(absence, actors);
    }

    @Transactional
    AbsenceView withdraw(UUID id, String reason) {
        Absence absence = find(id);
        enrollments.lock(List.of(absence.enrollmentId()), caller.scope());
        absence.withdraw(reason, actors.current(), clock.instant());
        absences.flush();
        alerts.evaluate(List.of(absence.enrollmentId()), absence.week());
        return AbsenceView.of(absence, actors);
    }

    @Transactional
    AbsenceView get(UUID id) {
        return AbsenceView.of(find(id), actors);
    }

    @Transactional
    Page<AbsenceView> list(WeekFilter filter, PageParams page) {
        @Nullable Object[] bound = {filter.partnerId, filter.enrollmentId, filter.week};
        return Page.of(
                absences.page(filter, caller.scope(), page.after(UUID.class, bound), page.fetchSize()),
                page,
                absence -> AbsenceView.of(absence, actors),
                Absence::id,
                bound);
    }

    private Absence find(UUID id) {
        TenantScope scope = caller.scope();
        return absences.findByIdOptional(id)
                .filter(absence -> scope.covers(absence.partnerId()))
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "absence"));
    }
}
