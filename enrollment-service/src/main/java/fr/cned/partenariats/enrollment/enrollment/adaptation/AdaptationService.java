package fr.cned.partenariats.enrollment.enrollment.adaptation;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ADAPTATION_OVERLAP;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ENDS_BEFORE_IT_STARTS;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.Lists;
import fr.cned.partenariats.enrollment.Period;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentService;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** Approves and ends adaptations, and shows them to officers and to the athlete's partner. */
@ApplicationScoped
class AdaptationService implements PersonalDataSource {

    private final AdaptationRepository adaptations;
    private final EnrollmentService enrollments;
    private final Caller caller;
    private final ActorNames actors;
    private final Clock clock;

    AdaptationService(
            AdaptationRepository adaptations,
            EnrollmentService enrollments,
            Caller caller,
            ActorNames actors,
            Clock clock) {
        this.adaptations = adaptations;
        this.enrollments = enrollments;
        this.caller = caller;
        this.actors = actors;
        this.clock = clock;
    }

    /** Refuses with every broken rule, then for an overlap with an adaptation of the same code. */
    @Transactional
    AdaptationView create(UUID enrollmentId, AdaptationRequest request) {
        AdaptationFacts facts =
                adaptations.lockFacts(enrollmentId).orElseThrow(() -> Refusal.of(NOT_FOUND, "enrollment"));
        LocalDate startsOn = request.startsOn() == null ? facts.offeringStarts() : request.startsOn();
        LocalDate endsOn = request.endsOn() == null ? facts.offeringEnds() : request.endsOn();
        Refusal.refuse(facts.violations(request.code(), startsOn, endsOn, request.price() != null));
        if (endsOn.isBefore(startsOn)) {
            throw Refusal.invalid(new Violation("/endsOn", ENDS_BEFORE_IT_STARTS));
        }
        refuseOverlap(adaptations.withCode(enrollmentId, request.code()), new Period(startsOn, endsOn));
        Adaptation adaptation =
                Adaptation.approve(enrollmentId, request.code(), startsOn, endsOn, actors.current(), clock.instant());
        if (request.price() != null) {
            changePrice(adaptation, request.price());
        }
        adaptations.persistAndFlush(adaptation);
        return adaptation.view(actors);
    }

    /** The enrollment has the new price from now on; its history keeps the old one. */
    private void changePrice(Adaptation adaptation, AdaptationRequest.PriceChange change) {
        BigDecimal amount = change.amount().setScale(2); // the request has at most two decimals
        BigDecimal before = enrollments.changePrice(
                adaptation.enrollmentId(),
                amount,
                change.fundings() == null ? List.of() : change.fundings(),
                change.reason());
        adaptation.changePrice(before, amount, change.reason());
    }

    static void refuseOverlap(List<Adaptation> withSameCode, Period period) {
        withSameCode.stream()
                .filter(adaptation -> adaptation.period().overlaps(period))
                .findFirst()
                .ifPresent(existing -> {
                    throw Refusal.of(ADAPTATION_OVERLAP).property("existingId", existing.id());
                });
    }

    @Transactional
    AdaptationView end(UUID enrollmentId, UUID id, LocalDate lastDay, String reason) {
        Adaptation adaptation =
                adaptations.lock(enrollmentId, id).orElseThrow(() -> Refusal.of(NOT_FOUND, "adaptation"));
        adaptation.end(lastDay, reason, actors.current(), clock.instant());
        adaptations.flush();
        return adaptation.view(actors);
    }

    @Transactional
    AdaptationView get(UUID enrollmentId, UUID id) {
        refuseUnlessVisible(enrollmentId);
        return adaptations
                .find(enrollmentId, id)
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "adaptation"))
                .view(actors);
    }

    @Transactional
    Page<AdaptationView> list(UUID enrollmentId, PageParams page) {
        refuseUnlessVisible(enrollmentId);
        return Lists.byId(
                adaptations,
                new Conditions().equal("enrollmentId", enrollmentId),
                page,
                adaptation -> adaptation.view(actors),
                Adaptation::id);
    }

    private void refuseUnlessVisible(UUID enrollmentId) {
        if (!adaptations.isVisible(enrollmentId, caller.scope())) {
            throw Refusal.of(NOT_FOUND, "enrollment");
        }
    }

    @Override
    public String section() {
        return "adaptations";
    }

    @Override
    public List<?> export(Person person, TenantScope scope) {
        return adaptations.list("enrollmentId in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(adaptation -> adaptation.view(actors))
                .toList();
    }

    /** The dates of an adaptation may identify an athlete, so an erasure deletes adaptations. */
    @Override
    public int erase(Person person) {
        return (int) adaptations.delete("enrollmentId in ?1", person.enrollmentIds());
    }
}
