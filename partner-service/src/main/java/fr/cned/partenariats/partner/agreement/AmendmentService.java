package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.partner.PartnerProblem.AGREEMENT_NOT_SIGNABLE;
import static fr.cned.partenariats.partner.PartnerProblem.NOTHING_CHANGED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.partner.Sight;
import fr.cned.partenariats.partner.partner.Partners;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Use cases of what happens to an agreement's content after its signature, and of its history. */
@ApplicationScoped
class AmendmentService {

    private static final String CHANGES = "/changes";

    private final AgreementRepository agreements;
    private final HistoryRepository history;
    private final AgreementStore store;
    private final DateMoves dateMoves;
    private final TermsCheck termsCheck;
    private final Partners partners;
    private final MergePatch mergePatch;
    private final ObjectMapper json;
    private final Caller caller;
    private final Clock clock;

    AmendmentService(
            AgreementRepository agreements,
            HistoryRepository history,
            AgreementStore store,
            DateMoves dateMoves,
            TermsCheck termsCheck,
            Partners partners,
            MergePatch mergePatch,
            ObjectMapper json,
            Caller caller,
            Clock clock) {
        this.agreements = agreements;
        this.history = history;
        this.store = store;
        this.dateMoves = dateMoves;
        this.termsCheck = termsCheck;
        this.partners = partners;
        this.mergePatch = mergePatch;
        this.json = json;
        this.caller = caller;
        this.clock = clock;
    }

    @Transactional
    AmendmentView amend(UUID id, AmendmentRequest request) {
        Agreement agreement = agreements.lockUnderFramework(id).orElseThrow(AgreementService::notFound);
        Agreement successor = agreements.successorOf(id).orElse(null);
        agreement.requireSigned();
        AgreementTerms before = agreement.terms();
        AgreementTerms after = amended(agreement, successor, request.changes());
        List<Change> difference = Difference.between(before, after, json);
        if (difference.isEmpty()) {
            throw Refusal.invalid(new Violation(CHANGES, NOTHING_CHANGED));
        }
        Act act = Act.by(caller.actor(), clock, request.reason());
        HistoryEntry amendment = agreement.amend(
                after, difference, new Agreement.Amending(request.effectiveOn(), request.signedOn()), act);
        dateMoves.make(agreement, successor, act);
        store.save(agreement);
        return AmendmentView.of(ReadEntry.whole(amendment), caller);
    }

    @Transactional
    Page<AmendmentView> amendments(UUID id, PageParams page) {
        requireVisible(id);
        Integer after = page.after(Integer.class, id).orElse(null);
        UUID only = Sight.onlyPartner(caller);
        List<ReadEntry> rows = only == null
                ? history.page(id, true, after, page.fetchSize()).stream()
                        .map(ReadEntry::whole)
                        .toList()
                : amendmentsOfParty(id, only)
                        .filter(read -> after == null || read.position() > after)
                        .limit(page.fetchSize())
                        .toList();
        return Page.of(rows, page, read -> AmendmentView.of(read, caller), ReadEntry::position, id);
    }

    @Transactional
    AmendmentView amendment(UUID id, int number) {
        requireVisible(id);
        UUID only = Sight.onlyPartner(caller);
        Optional<ReadEntry> found = only == null
                ? history.amendment(id, number).map(ReadEntry::whole)
                : amendmentsOfParty(id, only)
                        .filter(read ->
                                Integer.valueOf(number).equals(read.entry().amendment()))
                        .findFirst();
        return AmendmentView.of(found.orElseThrow(() -> Refusal.of(NOT_FOUND, "amendment")), caller);
    }

    /** The amendments that were recorded while the partner was a party. */
    private Stream<ReadEntry> amendmentsOfParty(UUID id, UUID partner) {
        return ReadEntry.ofParty(history.all(id), partner).stream()
                .filter(read -> read.entry().amendment() != null);
    }

    @Transactional
    Page<HistoryView> history(UUID id, PageParams page) {
        requireVisible(id);
        Integer after = page.after(Integer.class, id).orElse(null);
        List<HistoryEntry> rows = history.page(id, false, after, page.fetchSize());
        return Page.of(rows, page, entry -> HistoryView.of(entry, caller), HistoryEntry::position, id);
    }

    private AgreementTerms amended(Agreement agreement, @Nullable Agreement successor, JsonNode changes) {
        AgreementTerms before = agreement.terms();
        try {
            AgreementTerms after = mergePatch.apply(before, changes, AgreementTerms.class);
            termsCheck.check(agreement, after);
            checkParties(agreement, after);
            termsCheck
                    .renewalFault(agreement, after)
                    .or(() -> termsCheck.renewedFault(agreement, after, successor))
                    .ifPresent(fault -> {
                        throw Refusal.invalid(fault);
                    });
            return after.withQuotaIds(history.quotas(agreement.id()));
        } catch (Refusal refusal) {
            throw refusal.under(CHANGES);
        }
    }

    /** Who joins by amendment must be one who could have signed. */
    private void checkParties(Agreement agreement, AgreementTerms after) {
        List<UUID> joining = after.partnerIds().stream()
                .filter(Predicate.not(agreement.partnerIds()::contains))
                .toList();
        List<Violation> violations = PartyRules.violations(agreement.kind(), after.parties(), partners.hold(joining));
        if (!violations.isEmpty()) {
            throw Refusal.of(AGREEMENT_NOT_SIGNABLE).with(violations);
        }
    }

    private void requireVisible(UUID id) {
        boolean visible = agreements
                .findByIdOptional(id)
                .filter(agreement -> Sight.coversAny(caller, agreement.partnerIds()))
                .isPresent();
        if (!visible) {
            throw AgreementService.notFound();
        }
    }
}
