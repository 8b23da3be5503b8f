package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_REQUEST;
import static fr.cned.partenariats.partner.PartnerProblem.AGREEMENT_NOT_SIGNABLE;
import static fr.cned.partenariats.partner.PartnerProblem.ENROLLMENTS_DECISION_REQUIRED;
import static fr.cned.partenariats.partner.PartnerProblem.NOTHING_CHANGED;
import static fr.cned.partenariats.partner.PartnerProblem.NO_PARTY_LEAVES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.partner.agreement.seat.SeatUsageView;
import fr.cned.partenariats.partner.agreement.seat.SeatUsages;
import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.EnrollmentsDecision;
import fr.cned.partenariats.partner.agreement.terms.TermsChange;
import fr.cned.partenariats.partner.agreement.terms.TermsDiff;
import fr.cned.partenariats.partner.agreement.terms.TermsRules;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class AmendmentService {

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
    private final Clock clock;

    AmendmentService(
            AgreementRepository agreements,
            HistoryRepository history,
            AgreementWriter writer,
            TermsValidator termsValidator,
            PartnerLookup partners,
            SeatUsages seatUsages,
            MergePatch mergePatch,
            ObjectMapper json,
            Caller caller,
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
        this.clock = clock;
    }

    @Transactional
    AmendmentView create(UUID id, AmendmentRequest request) {
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
        ChangeContext context = ChangeContext.by(caller.actor(), clock, request.reason());
        HistoryEntry amendment = agreement.amend(
                after,
                diff,
                request,
                context);
        writer.applyDueTransitions(agreement, successor, context);
        writer.save(agreement);
        return AmendmentView.of(amendment, caller);
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
}
