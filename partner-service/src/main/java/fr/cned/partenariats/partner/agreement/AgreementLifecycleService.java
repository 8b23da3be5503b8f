package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_REQUEST;
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
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Signs and amends agreements, and changes their state and that of their fundings, from the signature to the end. */
@ApplicationScoped
class AgreementLifecycleService {

    private static final Logger LOG = Logger.getLogger(AgreementLifecycleService.class);
    private static final String CHANGES = "/changes";
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
        Agreement successor = agreements.successorOf(id).orElse(null);
        StateRules.requireSigned(agreement.state());
        AgreementTerms before = agreement.terms();
        AgreementTerms after = amendedTerms(agreement, successor, request.changes());
        List<TermsChange> diff = TermsDiff.between(before, after, json);
        if (diff.isEmpty()) {
            throw Refusal.invalid(new Violation(CHANGES, NOTHING_CHANGED));
        }
        requireDecision(id, FormerParty.leaving(agreement.partnerIds(), after.partnerIds()), request.enrollments());
        ChangeContext context = context(request.reason());
        HistoryEntry amendment = agreement.amend(after, diff, request, context);
        writer.applyDueTransitions(agreement, successor, context);
        writer.save(agreement);
        return amendment.amendmentView(diff, caller);
    }

    /**
     * A partner that leaves can have live enrollments, which only enrollment-service knows. The refusal tells how many
     * hold a seat of the agreement, of all its parties: these figures arrive here.
     */
    private void requireDecision(UUID id, List<UUID> leaving, @Nullable EnrollmentsDecision decision) {
        if (leaving.isEmpty() && decision != null) {
            throw Refusal.of(NO_PARTY_LEAVES).with(new Violation(ENROLLMENTS, NO_PARTY_LEAVES));
        }
        if (!leaving.isEmpty() && decision == null) {
            String count = Integer.toString(seatUsages.findByAgreements(List.of(id)).values().stream()
                    .mapToInt(SeatUsageView::used)
                    .sum());
            throw Refusal.of(ENROLLMENTS_DECISION_REQUIRED, count)
                    .with(new Violation(ENROLLMENTS, ENROLLMENTS_DECISION_REQUIRED, count))
                    .property("leavingPartnerIds", leaving);
        }
    }

    private AgreementTerms amendedTerms(Agreement agreement, @Nullable Agreement successor, JsonNode changes) {
        try {
            AgreementTerms after = mergePatch.apply(agreement.terms(), changes, AgreementTerms.class);
            termsValidator.validate(agreement, after);
            requireSignatories(agreement, after);
            termsValidator
                    .renewalViolation(agreement, after)
                    .or(() -> termsValidator.renewedViolation(agreement, after, successor))
                    .ifPresent(violation -> {
                        throw Refusal.invalid(violation);
                    });
            List<Violation> unusable = new ArrayList<>(
                    TermsRules.quotasLeavingTerm(agreement.effectiveTerms(), agreement.effective(after)));
            unusable.addAll(termsValidator.addedUnknownTrainings(agreement.terms(), after));
            if (!unusable.isEmpty()) {
                throw Refusal.of(INVALID_REQUEST).with(unusable);
            }
            return after.withQuotaIds(history.quotas(agreement.id()));
        } catch (Refusal refusal) {
            throw refusal.under(CHANGES);
        }
    }

    /** The parties that join by the amendment must be partners that can sign. */
    private void requireSignatories(Agreement agreement, AgreementTerms after) {
        List<UUID> joining = after.partnerIds().stream()
                .filter(Predicate.not(agreement.partnerIds()::contains))
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
        Agreement successor = agreements.successorOf(id).orElse(null);
        ChangeContext context = context(change.reason());
        agreement.resume(change.since(), context);
        writer.applyDueTransitions(agreement, successor, context);
        return save(agreement);
    }

    @Transactional
    AgreementView terminate(UUID id, ReasonedStateChange change) {
        Agreement agreement = agreements.lockUnderFramework(id).orElseThrow(AgreementRepository::notFound);
        StateRules.requireTransition(agreement.state(), AgreementState.TERMINATED);
        requireNoLiveSpecifics(id);
        agreement.terminate(change.since(), context(change.reason()));
        return save(agreement);
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

    /** Runs the transitions that are due by date: coming into force, expiry and renewal. */
    @Scheduled(
            identity = "agreement-calendar",
            every = "{partner.agreement-calendar.every}",
            delayed = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void applyDueTransitions() {
        List<UUID> due = QuarkusTransaction.requiringNew().call(() -> agreements.findDue(LocalDate.now(clock)));
        for (UUID id : due) {
            try {
                QuarkusTransaction.requiringNew().run(() -> applyDue(id));
            } catch (RuntimeException e) {
                if (OrderlyStop.hasBegun()) {
                    throw new ServiceStopping("the first run after the next start repeats the transition", e);
                }
                if (DatabaseFailures.isTransient(e) && !DatabaseFailures.isConcurrentChange(e)) {
                    throw e;
                }
                LOG.errorf(e, "Dated transition of agreement %s failed; the next run retries it", id);
            }
        }
    }

    /** Skips an agreement that another transaction has locked. */
    private void applyDue(UUID id) {
        recorder.actAsService("calendar");
        agreements.lockIfFree(id).ifPresent(agreement -> {
            writer.applyDueTransitions(
                    agreement, agreements.successorOf(id).orElse(null), ChangeContext.byCalendar(clock));
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
        return AgreementView.of(agreement, seatUsages.findByAgreements(List.of(agreement.id())), VisibleReasons.ALL);
    }

    private ChangeContext context(@Nullable String reason) {
        return ChangeContext.by(caller.actor(), clock, reason);
    }
}
