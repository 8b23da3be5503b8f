package fr.cned.partenariats.enrollment.adaptation;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ADAPTATION_OVERLAP;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ENDS_BEFORE_IT_STARTS;

import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.enrollment.Actors;
import fr.cned.partenariats.enrollment.Visibility;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/** Use cases of adaptations: an enrollment officer approves and ends them, the athlete's partner reads them. */
@ApplicationScoped
@Transactional
class AdaptationService {

    private final AdaptationRepository adaptations;
    private final Visibility visibility;
    private final Actors actors;
    private final Clock clock;

    AdaptationService(AdaptationRepository adaptations, Visibility visibility, Actors actors, Clock clock) {
        this.adaptations = adaptations;
        this.visibility = visibility;
        this.actors = actors;
        this.clock = clock;
    }

    /** Refuses with every rule in the way; that no two overlap is the database's to say. */
    AdaptationView approve(UUID enrollmentId, AdaptationRequest request) {
        AdaptationFacts facts = adaptations.facts(enrollmentId).orElseThrow(() -> Refusal.of(NOT_FOUND, "enrollment"));
        LocalDate startsOn = request.startsOn() == null ? facts.offeringStarts() : request.startsOn();
        LocalDate endsOn = request.endsOn() == null ? facts.offeringEnds() : request.endsOn();
        facts.refuseUnlessPossible(request.code(), startsOn, endsOn);
        if (endsOn.isBefore(startsOn)) {
            throw Refusal.invalid(new Violation("/endsOn", ENDS_BEFORE_IT_STARTS));
        }
        Adaptation adaptation =
                Adaptation.approve(enrollmentId, request.code(), startsOn, endsOn, actors.current(), clock.instant());
        persist(adaptation);
        return AdaptationView.of(adaptation, actors);
    }

    private void persist(Adaptation adaptation) {
        try {
            adaptations.persistAndFlush(adaptation);
        } catch (ConstraintViolationException overlap) {
            Refusal refusal = Refusal.of(ADAPTATION_OVERLAP);
            // A transaction of its own: the current one is over for PostgreSQL.
            QuarkusTransaction.requiringNew()
                    .call(() -> adaptations.overlapping(adaptation))
                    .ifPresent(id -> refusal.property("existingId", id));
            throw refusal;
        }
    }

    AdaptationView end(UUID enrollmentId, UUID id, LocalDate lastDay, String reason) {
        Adaptation adaptation =
                adaptations.lock(enrollmentId, id).orElseThrow(() -> Refusal.of(NOT_FOUND, "adaptation"));
        adaptation.end(lastDay, reason, actors.current(), clock.instant());
        adaptations.flush();
        return AdaptationView.of(adaptation, actors);
    }

    AdaptationView get(UUID enrollmentId, UUID id) {
        refuseUnlessVisible(enrollmentId);
        return AdaptationView.of(
                adaptations.find(enrollmentId, id).orElseThrow(() -> Refusal.of(NOT_FOUND, "adaptation")), actors);
    }

    Page<AdaptationView> list(UUID enrollmentId, PageParams page) {
        refuseUnlessVisible(enrollmentId);
        return Page.of(
                adaptations.page(enrollmentId, page.after(UUID.class, enrollmentId), page.fetchSize()),
                page,
                adaptation -> AdaptationView.of(adaptation, actors),
                Adaptation::id,
                enrollmentId);
    }

    private void refuseUnlessVisible(UUID enrollmentId) {
        if (!adaptations.isVisible(enrollmentId, visibility.partner())) {
            throw Refusal.of(NOT_FOUND, "enrollment");
        }
    }
}
