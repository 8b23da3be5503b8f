package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.REQUIRED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.APPRENTICESHIPS_OVERLAP;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ASK_AN_OFFICER;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.CONTRACT_OVERLAP;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ENDS_BEFORE_IT_STARTS;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.GIVEN_TWICE;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.ProblemRenderer;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.http.register.NamedCompanies;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.Lists;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Creates, corrects and ruptures apprenticeship contracts. The contracts of one person do not overlap. */
@ApplicationScoped
public class ContractService implements PersonalDataSource {

    private final ContractRepository contracts;
    private final MergePatch mergePatch;
    private final Caller caller;
    private final ActorNames actors;
    private final NamedCompanies companies;
    private final ProblemRenderer problems;
    private final Clock clock;

    ContractService(
            ContractRepository contracts,
            MergePatch mergePatch,
            Caller caller,
            ActorNames actors,
            NamedCompanies companies,
            ProblemRenderer problems,
            Clock clock) {
        this.contracts = contracts;
        this.mergePatch = mergePatch;
        this.caller = caller;
        this.actors = actors;
        this.companies = companies;
        this.problems = problems;
        this.clock = clock;
    }

    /** Refuses with every broken rule, then for an overlap with another contract of the person. */
    @Transactional
    ContractView create(ContractRequest request, boolean insist) {
        ContractData data = request.data();
        refuseContradictions(data);
        ContractFacts facts = contracts
                .lockFacts(request.enrollmentId(), data, caller.scope())
                .orElseThrow(() -> Refusal.at("/enrollmentId", NOT_FOUND, "enrollment"));
        Refusal.refuse(facts.violations(data));
        ApprenticeshipContract contract = ApprenticeshipContract.create(
                request.enrollmentId(), facts.studentId(), facts.partnerId(), data, actors.current(), clock.instant());
        refuseOverlap(contract, data);
        List<Violation> warnings = companies.check(employers(data), insist);
        contracts.persistAndFlush(contract);
        return contract.view(actors, problems.warnings(warnings));
    }

    @Transactional
    ContractView update(UUID id, ExpectedRevision expected, JsonNode patch, boolean insist) {
        ApprenticeshipContract contract = find(id);
        expected.check(contract.revision());
        ContractData data = mergePatch.apply(contract.data(), patch, ContractData.class);
        refuseContradictions(data);
        ContractFacts facts = contracts
                .lockFacts(contract.enrollmentId(), data, caller.scope())
                .orElseThrow();
        boolean sameDates = data.hasSameDatesAs(contract.data());
        List<Violation> violations = new ArrayList<>(facts.periodViolations(contract.data(), data));
        violations.addAll(facts.partnerViolations(data));
        Refusal.refuse(violations);
        contract.refuseIfRuptured();
        if (!sameDates) {
            refuseOverlap(contract, data);
        }
        Map<String, String> newEmployers = employers(data);
        newEmployers.values().removeAll(employers(contract.data()).values());
        List<Violation> warnings = companies.check(newEmployers, insist);
        contract.correct(data, actors.current(), clock.instant());
        contracts.flush();
        return contract.view(actors, problems.warnings(warnings));
    }

    private static Map<String, String> employers(ContractData data) {
        Map<String, String> sirets = new LinkedHashMap<>();
        sirets.put("/employerSiret", data.employerSiret());
        if (data.secondEmployerSiret() != null) {
            sirets.put("/secondEmployerSiret", data.secondEmployerSiret());
        }
        return sirets;
    }

    @Transactional
    ContractView rupture(UUID id, LocalDate lastDay, RuptureCause cause) {
        ApprenticeshipContract contract = find(id);
        contract.rupture(lastDay, cause, actors.current(), LocalDate.now(clock), clock.instant());
        contracts.flush();
        return contract.view(actors);
    }

    @Transactional
    ContractView get(UUID id) {
        return find(id).view(actors);
    }

    @Transactional
    Page<ContractView> list(ContractFilter filter, PageParams page) {
        return Lists.byId(
                contracts,
                filter.conditions(caller.scope()),
                page,
                contract -> contract.view(actors),
                ApprenticeshipContract::id);
    }

    /** Refuses a merge of two persons with overlapping contracts. The caller holds the locks of both persons. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void refuseMergeWithOverlap(UUID person, UUID other) {
        List<UUID> overlapping = PersonContract.overlapping(contracts.ofPersons(person, other));
        if (!overlapping.isEmpty()) {
            throw Refusal.at("/mergedStudentId", APPRENTICESHIPS_OVERLAP).property("contractIds", overlapping);
        }
    }

    /** Ends the contracts of an enrollment that the student left, or that was never taken up. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void endWithEnrollment(UUID enrollmentId, LocalDate lastDay, String by) {
        LocalDate today = LocalDate.now(clock);
        contracts
                .goingOnAfter(lastDay, today, enrollmentId)
                .forEach(contract -> contract.endWithEnrollment(lastDay, by, today, clock.instant()));
    }

    /**
     * Moves the contracts that are not ruptured to the enrollment that a transfer has created. For a training without
     * apprenticeship they end with the old enrollment.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void transfer(UUID enrollmentId, UUID next, String by) {
        if (contracts.mayBelongTo(next)) {
            contracts.notRuptured(enrollmentId).forEach(contract -> contract.transferTo(next, by, clock.instant()));
        } else {
            endWithEnrollment(enrollmentId, LocalDate.now(clock), by);
        }
    }

    private ApprenticeshipContract find(UUID id) {
        return contracts.findVisible(id, caller.scope()).orElseThrow(() -> Refusal.of(NOT_FOUND, "contract"));
    }

    private static void refuseContradictions(ContractData data) {
        if (data.employerSiret().equals(data.secondEmployerSiret())) {
            throw Refusal.invalid(new Violation("/secondEmployerSiret", GIVEN_TWICE));
        }
        if (data.endsOn().isBefore(data.startsOn())) {
            throw Refusal.invalid(new Violation("/endsOn", ENDS_BEFORE_IT_STARTS));
        }
        if (data.hostSchoolStructure() != null && data.hostSchoolId() == null) {
            throw Refusal.invalid(new Violation("/hostSchoolId", REQUIRED));
        }
    }

    /** Names the other contract only if the caller may see it: after a merge it may belong to another partner. */
    private void refuseOverlap(ApprenticeshipContract contract, ContractData data) {
        contracts.overlapping(contract.id(), contract.enrollmentId(), data).ifPresent(existing -> {
            throw contracts
                    .findVisible(existing, caller.scope())
                    .map(visible -> Refusal.of(CONTRACT_OVERLAP).property("existingId", visible.id()))
                    .orElseGet(() -> Refusal.of(ASK_AN_OFFICER));
        });
    }

    @Override
    public String section() {
        return "apprenticeshipContracts";
    }

    @Override
    public List<?> export(Person person, TenantScope scope) {
        return contracts.list("enrollmentId in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(contract -> contract.view(actors))
                .toList();
    }

    /** The employer may identify an apprentice, so an erasure deletes contracts, one by one: the feed tells of each. */
    @Override
    public int erase(Person person) {
        List<ApprenticeshipContract> erased = contracts.list("enrollmentId in ?1", person.enrollmentIds());
        erased.forEach(contracts::delete);
        return erased.size();
    }
}
