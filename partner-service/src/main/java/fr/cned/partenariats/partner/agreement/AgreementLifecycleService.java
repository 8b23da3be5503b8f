package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.PartnerProblem.AFTER_END_OF_AGREEMENT;
import static fr.cned.partenariats.partner.PartnerProblem.AGREEMENT_NOT_SIGNABLE;
import static fr.cned.partenariats.partner.PartnerProblem.ENROLLMENTS_DECISION_REQUIRED;
import static fr.cned.partenariats.partner.PartnerProblem.FRAMEWORK_HAS_SPECIFICS;
import static fr.cned.partenariats.partner.PartnerProblem.FRAMEWORK_NOT_SIGNED;
import static fr.cned.partenariats.partner.PartnerProblem.NOTHING_CHANGED;
import static fr.cned.partenariats.partner.PartnerProblem.NO_PARTY_LEAVES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.RequestLanguage;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.base.start.OrderlyStop;
import fr.cned.partenariats.commons.base.start.ServiceStopping;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.partner.agreement.seat.SeatUsageView;
import fr.cned.partenariats.partner.agreement.seat.SeatUsages;
import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.EnrollmentsDecision;
import fr.cned.partenariats.partner.agreement.terms.FundingKind;
import fr.cned.partenariats.partner.agreement.terms.SeatQuota;
import fr.cned.partenariats.partner.agreement.terms.TermsChange;
import fr.cned.partenariats.partner.agreement.terms.TermsDiff;
import fr.cned.partenariats.partner.agreement.terms.TermsRules;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Signs and amends agreements, and changes their state and that of their fundings, from the signature to the end: at once,
 * or by the calendar on the day for which a change is planned.
 */
@ApplicationScoped
class AgreementLifecycleService {

    private static final Logger LOG = Logger.getLogger(AgreementLifecycleService.class);
    private static final String CHANGES = "/changes";
    private static final String EFFECTIVE_ON = "/effectiveOn";
    private static final String ENROLLMENTS = "/enrollments";

    private final AgreementRepository agreements;
    private final HistoryRepository history;
    private final AgreementWriter writer;
    private final TermsValidator termsValidator;
    private final PartnerLookup partners;
    private final SeatUsages seatUsages;
    private final MergePatch mergePatch;
    private final ObjectMapper json;
    private final Caller caller;
    private final RequestLanguage language;
    private final ChangeRecorder recorder;
    private final Clock clock;

    AgreementLifecycleService(
            AgreementRepository agreements,
            HistoryRepository history,
            AgreementWriter writer,
            TermsValidator termsValidator,
            PartnerLookup partners,
            SeatUsages seatUsages,
            MergePatch mergePatch,
            ObjectMapper json,
            Caller caller,
            RequestLanguage language,
            ChangeRecorder recorder,
            Clock clock) {
        this.agreements = agreements;
        this.history = history;
        this.writer = writer;
        this.termsValidator = termsValidator;
        this.partners = partners;
        this.seatUsages = seatUsages;
        this.mergePatch = mergePatch;
        this.json = json;
        this.caller = caller;
        this.language = language;
        this.recorder = recorder;
        this.clock = clock;
    }

    @Transactional
    AgreementView sign(UUID id, Signature signature) {
        Agreement agreement = agreements.lockUnderFramework(id).orElseThrow(AgreementRepository::notFound);
        StateRules.requireTransition(agreement.state(), AgreementState.SIGNED);
        requireSignable(agreement);
        ChangeContext context = context(null);
        agreement.sign(signature.signedOn(), predecessorOf(agreement), context);
        writer.applyDueTransitions(agreement, null, context); // a draft has no renewal
        return save(agreement);
    }

    @Transactional
    AmendmentView amend(UUID id, AmendmentRequest request) {
        Agreement agreement = agreements.lockUnderFramework(id).orElseThrow(AgreementRepository::notFound);
        HistoryEntry amendment = amend(agreement, request, context(request.reason()));
        writer.save(agreement);
        return amendment.amendmentView(amendment.changes(), caller);
    }

    private HistoryEntry amend(Agreement agreement, AmendmentRequest request, ChangeContext context) {
        Agreement successor = agreements.successorOf(agreement.id()).orElse(null);
        Amended amended = judge(agreement, agreement.terms(), successor, request);
        HistoryEntry amendment = agreement.amend(amended.terms(), amended.diff(), request, context);
        writer.applyDueTransitions(agreement, successor, context);
        return amendment;
    }

    private record Amended(AgreementTerms terms, List<TermsChange> diff) {}

    /** @param before the terms when the amendment takes effect */
    private Amended judge(
            Agreement agreement, AgreementTerms before, @Nullable Agreement successor, AmendmentRequest request) {
        StateRules.requireSigned(agreement.state());
        AgreementTerms after = amendedTerms(agreement, before, successor, request.changes());
        List<TermsChange> diff = TermsDiff.between(before, after, json);
        if (diff.isEmpty()) {
            throw Refusal.invalid(new Violation(CHANGES, NOTHING_CHANGED));
        }
        requireDecision(
                agreement.id(), FormerParty.leaving(before.partnerIds(), after.partnerIds()), request.enrollments());
        return new Amended(after, diff);
    }

    @Transactional
    AgreementView plan(UUID id, PlanChange request) {
        Agreement agreement = agreements.lockUnderFramework(id).orElseThrow(AgreementRepository::notFound);
        ChangeContext context = context(request.reason());
        PlannedChange change = request.planned(context);
        agreement.plan(change, context);
        requirePossible(agreement, change);
        return save(agreement);
    }

    /** Judges by what is known now. The calendar judges again on the day. */
    private void requirePossible(Agreement agreement, PlannedChange change) {
        LocalDate day = change.effectiveOn();
        AgreementTerms before = agreement.terms();
        List<SeatQuota> known = history.quotas(agreement.id());
        for (PlannedChange earlier : agreement.plannedChanges().amendmentsBefore(day)) {
            before = withQuotaIds(
                    known, mergePatch.apply(before, earlier.amendment().changes(), AgreementTerms.class), before);
        }
        LocalDate lastDay = agreement
                .plannedChanges()
                .lastDay(day, agreement.effective(before).endsOn());
        if (lastDay != null && day.isAfter(lastDay)) {
            throw Refusal.invalid(new Violation(EFFECTIVE_ON, AFTER_END_OF_AGREEMENT, lastDay.toString()));
        }
        if (change.kind() == PlannedChangeKind.AMENDMENT) {
            Agreement successor = agreements.successorOf(agreement.id()).orElse(null);
            Amended amended = judge(agreement, before, successor, change.amendment());
            agreement.requireStarted(amended.terms(), day);
        }
    }

    @Transactional
    AgreementView withdraw(UUID id, UUID changeId, String reason) {
        Agreement agreement = agreements.lock(id).orElseThrow(AgreementRepository::notFound);
        agreement.withdraw(changeId, context(reason));
        return save(agreement);
    }

    /**
     * A partner that leaves can have live enrollments, which only enrollment-service knows. The refusal tells how many
     * hold a seat of the agreement, of all its parties: these figures arrive here.
     */
    private void requireDecision(UUID id, List<UUID> leaving, @Nullable EnrollmentsDecision decision) {
        if (leaving.isEmpty() && decision != null) {
            throw Refusal.at(ENROLLMENTS, NO_PARTY_LEAVES);
        }
        if (!leaving.isEmpty() && decision == null) {
            String count = Integer.toString(seatUsages.findByAgreements(List.of(id)).values().stream()
                    .mapToInt(SeatUsageView::used)
                    .sum());
            throw Refusal.at(ENROLLMENTS, ENROLLMENTS_DECISION_REQUIRED, count).property("leavingPartnerIds", leaving);
        }
    }

    private AgreementTerms amendedTerms(
            Agreement agreement, AgreementTerms before, @Nullable Agreement successor, JsonNode changes) {
        try {
            AgreementTerms after = mergePatch.apply(before, changes, AgreementTerms.class);
            termsValidator.validate(agreement, before, after);
            requireSignatories(agreement, before, after);
            termsValidator
                    .renewalViolation(agreement, after)
                    .or(() -> termsValidator.renewedViolation(agreement, after, successor))
                    .ifPresent(violation -> {
                        throw Refusal.invalid(violation);
                    });
            List<Violation> unusable = new ArrayList<>(
                    TermsRules.quotasLeavingTerm(agreement.effective(before), agreement.effective(after)));
            unusable.addAll(termsValidator.addedUnknownTrainings(before, after));
            Refusal.requireNone(unusable);
            return withQuotaIds(history.quotas(agreement.id()), after, before);
        } catch (Refusal refusal) {
            throw refusal.under(CHANGES);
        }
    }

    /** A quota of an earlier planned amendment is not in the history: it keeps the id that it has in the terms before. */
    private static AgreementTerms withQuotaIds(List<SeatQuota> known, AgreementTerms terms, AgreementTerms before) {
        return terms.withQuotaIds(
                Stream.concat(known.stream(), before.seatQuotas().stream()).toList());
    }

    /** The parties that join by the amendment must be partners that can sign. */
    private void requireSignatories(Agreement agreement, AgreementTerms before, AgreementTerms after) {
        List<UUID> joining = after.partnerIds().stream()
                .filter(Predicate.not(before.partnerIds()::contains))
                .toList();
        List<Violation> violations =
                SignatoryRules.violations(agreement.kind(), after.parties(), partners.findAndLock(joining));
        if (!violations.isEmpty()) {
            throw Refusal.of(AGREEMENT_NOT_SIGNABLE).with(violations);
        }
    }

    @Transactional
    AgreementView suspend(UUID id, ReasonedStateChange change) {
        Agreement agreement = agreements.lock(id).orElseThrow(AgreementRepository::notFound);
        agreement.suspend(change.since(), context(change.reason()));
        return save(agreement);
    }

    @Transactional
    AgreementView resume(UUID id, StateChange change) {
        Agreement agreement = agreements.lockUnderFramework(id).orElseThrow(AgreementRepository::notFound);
        resume(agreement, change.since(), context(change.reason()));
        return save(agreement);
    }

    private void resume(Agreement agreement, @Nullable LocalDate since, ChangeContext context) {
        Agreement successor = agreements.successorOf(agreement.id()).orElse(null);
        agreement.resume(since, context);
        writer.applyDueTransitions(agreement, successor, context);
    }

    @Transactional
    AgreementView terminate(UUID id, ReasonedStateChange change) {
        Agreement agreement = agreements.lockUnderFramework(id).orElseThrow(AgreementRepository::notFound);
        terminate(agreement, change.since(), context(change.reason()));
        return save(agreement);
    }

    private void terminate(Agreement agreement, @Nullable LocalDate since, ChangeContext context) {
        StateRules.requireTransition(agreement.state(), AgreementState.TERMINATED);
        requireNoLiveSpecifics(agreement.id());
        agreement.terminate(since, context);
    }

    @Transactional
    AgreementView changeFunding(
            UUID id, FundingKind kind, FundingState next, @Nullable LocalDate since, @Nullable String reason) {
        Optional<Agreement> early = agreements.lockPendingRenewal(id); // before its predecessor, as in the lock order
        Agreement agreement = agreements.lock(id).orElseThrow(AgreementRepository::notFound);
        ChangeContext context = context(reason);
        Funding before = agreement.fundingRecords().find(kind);
        Funding changed = agreement.changeFunding(kind, next, since, context);
        early.or(() -> agreements.lockPendingRenewal(id)).ifPresent(renewal -> {
            renewal.followFunding(before, changed, context);
            writer.save(renewal);
        });
        return save(agreement);
    }

    /** Locks it: the signature reads its suspended fundings and can end it. */
    private @Nullable Agreement predecessorOf(Agreement agreement) {
        UUID predecessorId = agreement.predecessorId();
        return predecessorId == null ? null : agreements.lock(predecessorId).orElse(null);
    }

    /** Runs what is due by date: planned changes, coming into force, expiry and renewal. */
    @Scheduled(
            identity = "agreement-calendar",
            every = "{partner.agreement-calendar.every}",
            delayed = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void applyDueTransitions() {
        List<UUID> due = QuarkusTransaction.requiringNew().call(() -> agreements.findDue(LocalDate.now(clock)));
        List<UUID> refusing = new ArrayList<>();
        for (UUID id : due) {
            if (!applyDue(id, false)) {
                refusing.add(id);
            }
        }
        // Changes of a framework and of its specific agreements can be planned for one day and need each other.
        refusing.forEach(id -> applyDue(id, true));
    }

    /**
     * Each planned change has its own transaction.
     *
     * @param again whether a change that the agreement refuses has failed; otherwise it is tried again after the others
     * @return false when it has to be tried again
     */
    private boolean applyDue(UUID id, boolean again) {
        boolean more = true;
        while (more) {
            try {
                more = applyNextOrRecordFailure(id, again);
            } catch (PlannedChangeRefused refused) {
                return false;
            } catch (RuntimeException e) {
                if (OrderlyStop.hasBegun()) {
                    throw new ServiceStopping("the first run after the next start repeats the transition", e);
                }
                if (DatabaseFailures.isTransient(e) && !DatabaseFailures.isConcurrentChange(e)) {
                    throw e;
                }
                LOG.errorf(e, "Dated transition of agreement %s failed; the next run retries it", id);
                more = false;
            }
        }
        return true;
    }

    private boolean applyNextOrRecordFailure(UUID id, boolean again) {
        try {
            return QuarkusTransaction.requiringNew().call(() -> applyNext(id));
        } catch (PlannedChangeRefused refused) {
            if (!again) {
                throw refused;
            }
            QuarkusTransaction.requiringNew().run(() -> recordFailure(id, refused));
            return true;
        }
    }

    /**
     * Makes the first planned change that is due, after the transitions that were due by its day. Without one, the
     * transitions that are due today. Skips an agreement that another transaction has locked.
     *
     * @return whether there was a planned change, so that another one can be due
     */
    private boolean applyNext(UUID id) {
        recorder.actAsService("calendar");
        Agreement agreement = agreements.lockIfFree(id).orElse(null);
        if (agreement == null) {
            return false;
        }
        ChangeContext now = ChangeContext.byCalendar(clock);
        PlannedChange change = agreement.plannedChanges().due(now.today()).orElse(null);
        writer.applyDueTransitions(
                agreement,
                agreements.successorOf(id).orElse(null),
                change == null ? now : now.planned(change.effectiveOn(), null));
        if (change != null) {
            try {
                carryOut(agreement, change, now.planned(change.effectiveOn(), change.reason()));
            } catch (Refusal refusal) {
                throw new PlannedChangeRefused(change.id(), refusal);
            }
        }
        writer.save(agreement);
        return change != null;
    }

    private void carryOut(Agreement agreement, PlannedChange change, ChangeContext context) {
        agreement.takePlanned(change);
        LocalDate day = change.effectiveOn();
        switch (change.kind()) {
            case AMENDMENT -> amend(agreement, change.amendment(), context);
            case SUSPENSION -> agreement.suspend(day, context);
            case RESUMPTION -> resume(agreement, day, context);
            case TERMINATION -> terminate(agreement, day, context);
        }
    }

    private void recordFailure(UUID id, PlannedChangeRefused refused) {
        recorder.actAsService("calendar");
        agreements.lock(id).ifPresent(agreement -> {
            agreement.recordFailure(refused.changeId(), refused.failure(), ChangeContext.byCalendar(clock));
            writer.save(agreement);
        });
    }

    /** A specific agreement cannot outlive a terminated framework. The framework's lock keeps new ones away. */
    private void requireNoLiveSpecifics(UUID id) {
        List<UUID> live = agreements.signedSpecificsOf(id).stream()
                .filter(specific -> specific.state().isLive())
                .map(Agreement::id)
                .toList();
        if (!live.isEmpty()) {
            throw Refusal.of(FRAMEWORK_HAS_SPECIFICS).property("agreementIds", live);
        }
    }

    private void requireSignable(Agreement agreement) {
        AgreementTerms terms = agreement.terms();
        List<Violation> violations = new ArrayList<>(
                SignatoryRules.violations(agreement.kind(), terms.parties(), partners.findAndLock(terms.partnerIds())));
        Agreement framework = agreement.framework();
        if (framework != null && !framework.state().isLive()) {
            violations.add(new Violation("/parentId", FRAMEWORK_NOT_SIGNED, framework.number()));
        }
        termsValidator.renewalViolation(agreement, terms).ifPresent(violations::add);
        violations.addAll(TermsRules.quotasOutsideTerm(agreement.effectiveTerms()));
        violations.addAll(termsValidator.trainingViolations(agreement));
        violations.addAll(termsValidator.ceilingViolations(agreement));
        if (!violations.isEmpty()) {
            throw Refusal.of(AGREEMENT_NOT_SIGNABLE).with(violations);
        }
    }

    private AgreementView save(Agreement agreement) {
        writer.save(agreement);
        return AgreementView.of(
                agreement,
                seatUsages.findByAgreements(List.of(agreement.id())),
                VisibleFacts.ALL,
                PlannedChangeView.of(agreement.plannedChanges(), caller, language.get()),
                null,
                null);
    }

    private ChangeContext context(@Nullable String reason) {
        return ChangeContext.by(caller.actor(), clock, reason);
    }
}
