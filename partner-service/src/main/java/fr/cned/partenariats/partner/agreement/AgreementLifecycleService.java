package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.PartnerProblem.AGREEMENT_NOT_SIGNABLE;
import static fr.cned.partenariats.partner.PartnerProblem.FRAMEWORK_HAS_SPECIFICS;
import static fr.cned.partenariats.partner.PartnerProblem.FRAMEWORK_NOT_SIGNED;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.base.start.OrderlyStop;
import fr.cned.partenariats.commons.base.start.ServiceStopping;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.partner.agreement.seat.SeatUsages;
import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.FundingKind;
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
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Changes the state of agreements and of their fundings, from the signature to the end. */
@ApplicationScoped
class AgreementLifecycleService {

    private static final Logger LOG = Logger.getLogger(AgreementLifecycleService.class);

    private final AgreementRepository agreements;
    private final AgreementWriter writer;
    private final TermsValidator termsValidator;
    private final PartnerLookup partners;
    private final SeatUsages seatUsages;
    private final Caller caller;
    private final ChangeRecorder recorder;
    private final Clock clock;

    AgreementLifecycleService(
            AgreementRepository agreements,
            AgreementWriter writer,
            TermsValidator termsValidator,
            PartnerLookup partners,
            SeatUsages seatUsages,
            Caller caller,
            ChangeRecorder recorder,
            Clock clock) {
        this.agreements = agreements;
        this.writer = writer;
        this.termsValidator = termsValidator;
        this.partners = partners;
        this.seatUsages = seatUsages;
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
    AgreementView suspendFunding(UUID id, FundingKind kind, ReasonedStateChange change) {
        return changeFunding(id, kind, FundingState.SUSPENDED, change.since(), change.reason());
    }

    @Transactional
    AgreementView restoreFunding(UUID id, FundingKind kind, StateChange change) {
        return changeFunding(id, kind, FundingState.AVAILABLE, change.since(), change.reason());
    }

    private AgreementView changeFunding(
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
            writer.applyDueTransitions(agreement, agreements.successorOf(id).orElse(null), ChangeContext.byCalendar(clock));
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
