package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.PartnerProblem.AGREEMENT_NOT_SIGNABLE;
import static fr.cned.partenariats.partner.PartnerProblem.FRAMEWORK_NOT_SIGNED;

import fr.cned.partenariats.commons.audit.Audit;
import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.partner.partner.Partners;
import fr.cned.partenariats.partner.seat.SeatUsages;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Use cases that move an agreement, or the state of one of its fundings, from its signature to its end. */
@ApplicationScoped
class AgreementLifecycle {

    private final AgreementRepository agreements;
    private final AgreementStore store;
    private final DateMoves dateMoves;
    private final TermsCheck termsCheck;
    private final Partners partners;
    private final SeatUsages seatUsages;
    private final Caller caller;
    private final Audit audit;
    private final Clock clock;

    AgreementLifecycle(
            AgreementRepository agreements,
            AgreementStore store,
            DateMoves dateMoves,
            TermsCheck termsCheck,
            Partners partners,
            SeatUsages seatUsages,
            Caller caller,
            Audit audit,
            Clock clock) {
        this.agreements = agreements;
        this.store = store;
        this.dateMoves = dateMoves;
        this.termsCheck = termsCheck;
        this.partners = partners;
        this.seatUsages = seatUsages;
        this.caller = caller;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    AgreementView sign(UUID id, Signature signature) {
        Agreement agreement = lockedUnderFramework(id);
        agreement.requireMove(AgreementState.SIGNED);
        checkSignable(agreement);
        Act act = act(null);
        agreement.sign(signature.signedOn(), act);
        dateMoves.make(agreement, null, act); // only what has been in force is renewed
        return saved(agreement);
    }

    @Transactional
    AgreementView suspend(UUID id, ReasonedStateChange change) {
        Agreement agreement = locked(id);
        agreement.suspend(change.since(), act(change.reason()));
        return saved(agreement);
    }

    @Transactional
    AgreementView resume(UUID id, StateChange change) {
        Agreement agreement = lockedUnderFramework(id);
        Agreement successor = agreements.successorOf(id).orElse(null);
        Act act = act(change.reason());
        agreement.resume(change.since(), act);
        dateMoves.make(agreement, successor, act);
        return saved(agreement);
    }

    @Transactional
    AgreementView terminate(UUID id, ReasonedStateChange change) {
        Agreement agreement = lockedUnderFramework(id);
        agreement.terminate(change.since(), act(change.reason()));
        return saved(agreement);
    }

    @Transactional
    AgreementView suspendFunding(UUID id, FundingKind kind, ReasonedStateChange change) {
        Agreement agreement = locked(id);
        agreement.fund(kind, FundingState.SUSPENDED, change.since(), act(change.reason()));
        return saved(agreement);
    }

    @Transactional
    AgreementView restoreFunding(UUID id, FundingKind kind, StateChange change) {
        Agreement agreement = locked(id);
        agreement.fund(kind, FundingState.AVAILABLE, change.since(), act(change.reason()));
        return saved(agreement);
    }

    /** Those whose day has come to start or to end. */
    @Transactional
    List<UUID> due() {
        return agreements.due(LocalDate.now(clock));
    }

    /** By the calendar: does what is due, unless somebody else is at it or has done it. */
    @Transactional
    void advanceIfDue(UUID id) {
        audit.actAsService("calendar");
        agreements.lockIfFree(id).ifPresent(agreement -> {
            dateMoves.make(agreement, agreements.successorOf(id).orElse(null), Act.byCalendar(clock));
            store.save(agreement);
        });
    }

    private void checkSignable(Agreement agreement) {
        AgreementTerms terms = agreement.terms();
        List<Violation> violations = new ArrayList<>(
                PartyRules.violations(agreement.kind(), terms.parties(), partners.hold(terms.partnerIds())));
        Agreement framework = agreement.framework();
        if (framework != null && !framework.state().isLive()) {
            violations.add(new Violation("/parentId", FRAMEWORK_NOT_SIGNED, framework.number()));
        }
        termsCheck.renewalFault(agreement, terms).ifPresent(violations::add);
        violations.addAll(termsCheck.ceilingViolations(agreement));
        if (!violations.isEmpty()) {
            throw Refusal.of(AGREEMENT_NOT_SIGNABLE).with(violations);
        }
    }

    private Agreement locked(UUID id) {
        return agreements.lock(id).orElseThrow(AgreementService::notFound);
    }

    private Agreement lockedUnderFramework(UUID id) {
        return agreements.lockUnderFramework(id).orElseThrow(AgreementService::notFound);
    }

    private AgreementView saved(Agreement agreement) {
        store.save(agreement);
        return AgreementView.of(agreement, seatUsages.of(List.of(agreement.id())), UnaryOperator.identity());
    }

    private Act act(@Nullable String reason) {
        return Act.by(caller.actor(), clock, reason);
    }
}
