package fr.cned.partenariats.enrollment.apprenticeship;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.APPRENTICESHIPS_OVERLAP;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ASK_AN_OFFICER;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.CONTRACT_OVERLAP;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ENDS_BEFORE_IT_STARTS;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.http.Preconditions;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.enrollment.Actors;
import fr.cned.partenariats.enrollment.Visibility;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Use cases of apprenticeship contracts, by the apprentice's partner or an enrollment officer. */
@ApplicationScoped
@Transactional
public class ContractService {

    private final ContractRepository contracts;
    private final MergePatch mergePatch;
    private final Visibility visibility;
    private final Actors actors;
    private final Clock clock;

    ContractService(
            ContractRepository contracts, MergePatch mergePatch, Visibility visibility, Actors actors, Clock clock) {
        this.contracts = contracts;
        this.mergePatch = mergePatch;
        this.visibility = visibility;
        this.actors = actors;
        this.clock = clock;
    }

    /** Refuses with every rule in the way; also when another contract of the person overlaps. */
    ContractView register(ContractRequest request) {
        ContractData data = request.data();
        refuseUnlessInOrder(data);
        ContractFacts facts = contracts
                .facts(request.enrollmentId(), data, visibility.partner())
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "enrollment")
                        .with(new Violation("/enrollmentId", NOT_FOUND, "enrollment")));
        facts.refuseUnlessPossible(data);
        ApprenticeshipContract contract = ApprenticeshipContract.register(
                request.enrollmentId(), facts.studentId(), facts.partnerId(), data, actors.current(), clock.instant());
        refuseIfOverlapping(contract, data);
        contracts.persistAndFlush(contract);
        return ContractView.of(contract, actors);
    }

    ContractView patch(UUID id, @Nullable String ifMatch, JsonNode patch) {
        ApprenticeshipContract contract = visible(id);
        Preconditions.ifMatch(ifMatch, contract.version());
        ContractData data = mergePatch.apply(contract.data(), patch, ContractData.class);
        refuseUnlessInOrder(data);
        ContractFacts facts = contracts
                .facts(contract.enrollmentId(), data, visibility.partner())
                .orElseThrow();
        facts.refuseUnlessPartnersFit(data);
        contract.refuseIfRuptured();
        if (!data.hasDatesOf(contract.data())) {
            refuseIfOverlapping(contract, data);
        }
        contract.correct(data, actors.current(), clock.instant());
        contracts.flush();
        return ContractView.of(contract, actors);
    }

    ContractView rupture(UUID id, LocalDate on, RuptureCause cause) {
        ApprenticeshipContract contract = visible(id);
        contract.rupture(on, cause, actors.current(), clock.instant());
        contracts.flush();
        return ContractView.of(contract, actors);
    }

    ContractView get(UUID id) {
        return ContractView.of(visible(id), actors);
    }

    Page<ContractView> list(ContractFilter filter, PageParams page) {
        Object[] bound = filter.values();
        return Page.of(
                contracts.page(filter, visibility.partner(), page.after(UUID.class, bound), page.fetchSize()),
                page,
                contract -> ContractView.of(contract, actors),
                ApprenticeshipContract::id,
                bound);
    }

    private ApprenticeshipContract visible(UUID id) {
        return contracts.findVisible(id, visibility.partner()).orElseThrow(() -> Refusal.of(NOT_FOUND, "contract"));
    }

    private static void refuseUnlessInOrder(ContractData data) {
        if (data.endsOn().isBefore(data.startsOn())) {
            throw Refusal.invalid(new Violation("/endsOn", ENDS_BEFORE_IT_STARTS));
        }
    }

    /** Names the other contract to a caller that may see it. Of a merged student it may be another partner's. */
    private void refuseIfOverlapping(ApprenticeshipContract contract, ContractData data) {
        contracts.overlapping(contract.id(), contract.enrollmentId(), data).ifPresent(existing -> {
            throw contracts
                    .findVisible(existing, visibility.partner())
                    .map(visible -> Refusal.of(CONTRACT_OVERLAP).property("existingId", visible.id()))
                    .orElseGet(() -> Refusal.of(ASK_AN_OFFICER));
        });
    }

    /** Before two persons, held by the caller, become one, who could not have such contracts. */
    public void refuseOverlapOf(UUID person, UUID other) {
        List<UUID> overlapping = contracts.overlappingOfBoth(person, other);
        if (!overlapping.isEmpty()) {
            throw Refusal.of(APPRENTICESHIPS_OVERLAP)
                    .with(new Violation("/mergedStudentId", APPRENTICESHIPS_OVERLAP))
                    .property("contractIds", overlapping);
        }
    }
}
