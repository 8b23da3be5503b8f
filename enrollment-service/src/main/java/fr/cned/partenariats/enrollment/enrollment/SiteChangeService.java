package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.DATE_OUTSIDE_PERIOD;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ENROLLMENT_STATE_UNFIT;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.SITE_UNCHANGED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_ERASED;

import fr.cned.partenariats.commons.base.problem.ProblemRenderer;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.Requester;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityService;
import fr.cned.partenariats.enrollment.replica.site.SiteOccupancyService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Moves an enrollment to another site of its partner, under the rules that a registration has for sites. */
@ApplicationScoped
public class SiteChangeService {

    private final EligibilityService eligibility;
    private final EnrollmentRepository enrollments;
    private final SiteOccupancyService occupancies;
    private final ProblemRenderer problems;
    private final ActorNames actors;
    private final Caller caller;
    private final Clock clock;

    SiteChangeService(
            EligibilityService eligibility,
            EnrollmentRepository enrollments,
            SiteOccupancyService occupancies,
            ProblemRenderer problems,
            ActorNames actors,
            Caller caller,
            Clock clock) {
        this.eligibility = eligibility;
        this.enrollments = enrollments;
        this.occupancies = occupancies;
        this.problems = problems;
        this.actors = actors;
        this.caller = caller;
        this.clock = clock;
    }

    @Transactional
    public EnrollmentView change(UUID id, SiteChangeRequest request) {
        Enrollment enrollment = change(actors.requester(), id, request);
        return EnrollmentView.of(enrollment, caller.scope(), null, problems.warnings(overCapacity(enrollment)));
    }

    Enrollment change(Requester by, UUID id, SiteChangeRequest request) {
        Enrollment enrollment =
                enrollments.lockVisible(id, by.scope()).orElseThrow(() -> Refusal.of(NOT_FOUND, "enrollment"));
        LocalDate today = LocalDate.now(clock);
        LocalDate day = request.effectiveOn() == null ? today : request.effectiveOn();
        by.scope().requireSite(request.siteId(), "/siteId");
        requirePossible(enrollment, request, day, today);
        eligibility.requirePossibleSite(
                by.scope(),
                enrollment.partnerId(),
                enrollment.agreementId(),
                enrollment.offeringId(),
                request.siteId(),
                day);
        enrollment.changeSite(request.siteId(), day, by.name(), request.reason(), clock.instant());
        enrollments.flush();
        return enrollment;
    }

    private void requirePossible(Enrollment enrollment, SiteChangeRequest request, LocalDate day, LocalDate today) {
        if (enrollments.isErased(enrollment.studentId())) {
            throw Refusal.of(STUDENT_ERASED);
        }
        if (!enrollment.state().mayChangeSite()) {
            throw Refusal.of(
                    ENROLLMENT_STATE_UNFIT,
                    enrollment.state().name(),
                    EnrollmentState.names(EnrollmentState::mayChangeSite));
        }
        LocalDate first = enrollment.siteChangesFrom(clock.getZone());
        if (day.isBefore(first) || day.isAfter(today)) {
            throw Refusal.at("/effectiveOn", DATE_OUTSIDE_PERIOD, first.toString(), today.toString());
        }
        if (Objects.equals(enrollment.siteId(), request.siteId())) {
            throw Refusal.at("/siteId", SITE_UNCHANGED);
        }
    }

    private List<Violation> overCapacity(Enrollment enrollment) {
        return enrollment
                .occupiedSite()
                .map(hosting -> occupancies.overCapacity(List.of(hosting)).get(hosting))
                .map(SiteOccupancyService::warning)
                .stream()
                .toList();
    }
}
