package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.partner.PartnerProblem.INVALID_PARENT;
import static fr.cned.partenariats.partner.PartnerProblem.MODEL_NOT_SIGNED;
import static fr.cned.partenariats.partner.PartnerProblem.UNKNOWN_AGREEMENT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.http.Preconditions;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.partner.Disclosure;
import fr.cned.partenariats.partner.PartnerProblem;
import fr.cned.partenariats.partner.Sight;
import fr.cned.partenariats.partner.seat.SeatUsageView;
import fr.cned.partenariats.partner.seat.SeatUsages;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Use cases of agreements until their signature, and reading them. */
@ApplicationScoped
class AgreementService {

    private final AgreementRepository agreements;
    private final HistoryRepository history;
    private final AgreementStore store;
    private final TermsCheck termsCheck;
    private final SeatUsages seatUsages;
    private final MergePatch mergePatch;
    private final ObjectMapper json;
    private final Caller caller;
    private final Clock clock;

    AgreementService(
            AgreementRepository agreements,
            HistoryRepository history,
            AgreementStore store,
            TermsCheck termsCheck,
            SeatUsages seatUsages,
            MergePatch mergePatch,
            ObjectMapper json,
            Caller caller,
            Clock clock) {
        this.agreements = agreements;
        this.history = history;
        this.store = store;
        this.termsCheck = termsCheck;
        this.seatUsages = seatUsages;
        this.mergePatch = mergePatch;
        this.json = json;
        this.caller = caller;
        this.clock = clock;
    }

    @Transactional
    AgreementView create(CreateAgreement request) {
        UUID parentId = request.parentId(); // locked, since what the new agreement asks for counts against it
        Agreement framework = parentId == null
                ? null
                : framework(request.kind(), agreements.lock(parentId).orElse(null));
        AgreementTerms terms = request.templateId() == null
                ? request.terms()
                : request.terms().onModel(model(request.templateId()).effectiveTerms());
        return drafted(new Agreement.NewAgreement(request.kind(), framework, request.templateId(), null), terms);
    }

    @Transactional
    AgreementView read(UUID id) {
        Agreement agreement = agreements.read(id).filter(this::isVisible).orElseThrow(AgreementService::notFound);
        return view(agreement, seatUsages.of(List.of(id)));
    }

    /**
     * As it stood on a day: its own history and, for what it inherits, its framework's. For a partner there was none
     * while it was no party.
     */
    @Transactional
    AgreementView readAsOf(UUID id, LocalDate day) {
        Agreement agreement = agreements.read(id).filter(this::isVisible).orElseThrow(AgreementService::notFound);
        if (day.isAfter(LocalDate.now(clock))) {
            throw Refusal.of(PartnerProblem.AS_OF_IN_FUTURE);
        }
        UUID only = Sight.onlyPartner(caller);
        AsOf then = AsOf.of(history.all(id), day)
                .filter(stood -> only == null || stood.terms().partnerIds().contains(only))
                .orElseThrow(() -> Refusal.of(PartnerProblem.AGREEMENT_NOT_YET, day.toString()));
        Agreement framework = agreement.framework();
        AsOf above = framework == null
                ? null
                : AsOf.of(history.all(framework.id()), day).orElse(null);
        return AgreementView.asOf(
                day,
                agreement,
                then,
                above,
                above == null
                        ? fundingReasons(List.of(), List.of())
                        : fundingReasons(
                                above.terms().partnerIds(), above.fundings().values()));
    }

    @Transactional
    Page<AgreementView> list(AgreementFilter filter, PageParams page) {
        UUID after = page.after(UUID.class, filter.values()).orElse(null);
        List<Agreement> rows = agreements.list(filter, Sight.onlyPartner(caller), after, page.fetchSize());
        Map<UUID, SeatUsageView> usages =
                seatUsages.of(rows.stream().map(Agreement::id).toList());
        return Page.of(rows, page, row -> view(row, usages), Agreement::id, filter.values());
    }

    @Transactional
    AgreementView patch(UUID id, @Nullable String ifMatch, JsonNode patch) {
        Agreement agreement = agreements.lockUnderFramework(id).orElseThrow(AgreementService::notFound);
        Preconditions.ifMatch(ifMatch, agreement.version());
        agreement.requireDraft();
        AgreementTerms before = agreement.terms();
        AgreementTerms patched = mergePatch.apply(before, patch, AgreementTerms.class);
        termsCheck.check(agreement, patched);
        AgreementTerms after = patched.withQuotaIds(history.quotas(id));
        List<Change> difference = Difference.between(before, after, json);
        if (!difference.isEmpty()) {
            agreement.edit(after, difference, Act.by(caller.actor(), clock, null));
            store.save(agreement);
        }
        return view(agreement, Map.of());
    }

    /** Drafts the one agreement that renews this one, with each of its quotas moved on to the next year. */
    @Transactional
    AgreementView renew(UUID id, Renewal renewal) {
        UUID parentId = renewal.parentId();
        Agreement above = parentId == null ? null : agreements.lock(parentId).orElse(null);
        Agreement renewed = (parentId == null ? agreements.lockUnderFramework(id) : agreements.lock(id))
                .orElseThrow(AgreementService::notFound);
        agreements.successorOf(id).ifPresent(successor -> {
            throw Refusal.of(PartnerProblem.ALREADY_RENEWED, successor.number()).property("existingId", successor.id());
        });
        renewed.requireMove(AgreementState.RENEWED);
        Days.renewalFault(renewed.effectiveTerms().startsOn(), renewal.startsOn())
                .ifPresent(fault -> {
                    throw Refusal.invalid(fault);
                });
        Agreement framework = parentId == null ? renewed.framework() : framework(renewed.kind(), above);
        return drafted(
                new Agreement.NewAgreement(renewed.kind(), framework, renewed.templateId(), id),
                renewed.terms().renewed(renewal.startsOn(), renewal.endsOn()));
    }

    private AgreementView drafted(Agreement.NewAgreement origin, AgreementTerms terms) {
        termsCheck.check(origin.kind(), origin.framework(), terms);
        Act act = Act.by(caller.actor(), clock, null);
        Agreement draft = Agreement.draft(
                agreements.nextNumber(act.today().getYear()), origin, terms.withQuotaIds(List.of()), act);
        store.add(draft);
        return view(draft, Map.of());
    }

    private AgreementView view(Agreement agreement, Map<UUID, SeatUsageView> usages) {
        Agreement framework = agreement.framework();
        return AgreementView.of(
                agreement,
                usages,
                framework == null
                        ? fundingReasons(List.of(), List.of())
                        : fundingReasons(framework.partnerIds(), framework.fundingRecords()));
    }

    /**
     * Why money stopped: officers read all of it, operators nothing, a partner what was written on its own agreement,
     * and on a framework that it is a party of.
     */
    private UnaryOperator<Funding> fundingReasons(List<UUID> frameworkParties, Collection<Funding> inherited) {
        if (!Disclosure.showsContacts(caller)) {
            return Funding::withoutReason;
        }
        return Sight.coversAny(caller, frameworkParties)
                ? UnaryOperator.identity()
                : funding -> inherited.contains(funding) ? funding.withoutReason() : funding;
    }

    private boolean isVisible(Agreement agreement) {
        return Sight.coversAny(caller, agreement.partnerIds());
    }

    static Refusal notFound() {
        return Refusal.of(NOT_FOUND, "agreement");
    }

    /** What an agreement of this kind is to stand under, when it can. */
    private static Agreement framework(AgreementKind kind, @Nullable Agreement parent) {
        if (parent == null) {
            throw invalid("/parentId", UNKNOWN_AGREEMENT);
        }
        if (kind != AgreementKind.SPECIFIC || parent.kind() != AgreementKind.FRAMEWORK) {
            throw invalid("/parentId", INVALID_PARENT);
        }
        return parent;
    }

    /** A template, or any agreement that was signed: O2's was made on Babychou's. */
    private Agreement model(UUID templateId) {
        Agreement model = agreements.read(templateId).orElseThrow(() -> invalid("/templateId", UNKNOWN_AGREEMENT));
        if (model.state() == AgreementState.DRAFT) {
            throw Refusal.of(MODEL_NOT_SIGNED, model.number());
        }
        return model;
    }

    private static Refusal invalid(String pointer, PartnerProblem problem) {
        return Refusal.invalid(new Violation(pointer, problem));
    }
}
