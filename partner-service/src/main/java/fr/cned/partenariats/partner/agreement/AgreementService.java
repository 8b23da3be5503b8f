package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.TOO_MANY_ENTRIES;
import static fr.cned.partenariats.partner.PartnerProblem.INVALID_PARENT;
import static fr.cned.partenariats.partner.PartnerProblem.MODEL_NOT_SIGNED;
import static fr.cned.partenariats.partner.PartnerProblem.UNKNOWN_AGREEMENT;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.ProblemRenderer;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.RequestLanguage;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.changelog.ChangeFeed;
import fr.cned.partenariats.commons.changelog.ChangeFeedPage;
import fr.cned.partenariats.commons.changelog.ChangeFeedParams;
import fr.cned.partenariats.commons.changelog.ChangeSource;
import fr.cned.partenariats.commons.changelog.ChangedObject;
import fr.cned.partenariats.commons.http.AsOf;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.partner.FieldVisibility;
import fr.cned.partenariats.partner.PartnerProblem;
import fr.cned.partenariats.partner.agreement.seat.SeatUsageView;
import fr.cned.partenariats.partner.agreement.seat.SeatUsages;
import fr.cned.partenariats.partner.agreement.terms.AgreementKind;
import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.SeatQuota;
import fr.cned.partenariats.partner.agreement.terms.TermsChange;
import fr.cned.partenariats.partner.agreement.terms.TermsDiff;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Creates, updates and renews drafts, and reads agreements. */
@ApplicationScoped
class AgreementService implements ChangeSource<AgreementView> {

    private final AgreementRepository agreements;
    private final HistoryRepository history;
    private final AgreementWriter writer;
    private final TermsValidator termsValidator;
    private final SeatUsages seatUsages;
    private final MergePatch mergePatch;
    private final ObjectMapper json;
    private final ProblemRenderer problems;
    private final ChangeFeed feed;
    private final Caller caller;
    private final RequestLanguage language;
    private final Clock clock;

    AgreementService(
            AgreementRepository agreements,
            HistoryRepository history,
            AgreementWriter writer,
            TermsValidator termsValidator,
            SeatUsages seatUsages,
            MergePatch mergePatch,
            ObjectMapper json,
            ProblemRenderer problems,
            ChangeFeed feed,
            Caller caller,
            RequestLanguage language,
            Clock clock) {
        this.agreements = agreements;
        this.history = history;
        this.writer = writer;
        this.termsValidator = termsValidator;
        this.seatUsages = seatUsages;
        this.mergePatch = mergePatch;
        this.json = json;
        this.problems = problems;
        this.feed = feed;
        this.caller = caller;
        this.language = language;
        this.clock = clock;
    }

    @Transactional
    AgreementView create(CreateAgreement request) {
        UUID parentId = request.parentId(); // locked: the new agreement's seats count against it
        Agreement framework = parentId == null
                ? null
                : requireFramework(request.kind(), agreements.lock(parentId).orElse(null));
        Agreement model = request.templateId() == null ? null : findModel(request.templateId());
        AgreementTerms terms = model == null ? request.terms() : request.terms().copyingFrom(model.effectiveTerms());
        return createDraft(new AgreementOrigin(request.kind(), framework, model, null), terms, List.of());
    }

    @Transactional
    AgreementView get(UUID id) {
        Agreement agreement = findVisible(id);
        List<Agreement> specifics =
                agreement.kind() == AgreementKind.FRAMEWORK ? agreements.signedSpecificsOf(id) : List.of();
        Map<UUID, SeatUsageView> usages =
                usages(Stream.concat(Stream.of(agreement), specifics.stream()).toList());
        Map<UUID, List<SeatQuota>> everHad = specifics.isEmpty()
                ? Map.of()
                : history.quotas(specifics.stream().map(Agreement::id).toList());
        return view(agreement, usages, SpecificSeats.of(specifics, everHad, usages), List.of());
    }

    /**
     * The agreement as it stood on a day, with the terms that its framework had on that day. For a partner it does not
     * exist on a day on which the partner was a party of neither.
     */
    @Transactional
    AgreementView getAsOf(UUID id, LocalDate day) {
        AsOf.requireNotInFuture(day, clock);
        Agreement agreement = findVisible(id);
        Agreement framework = agreement.framework();
        AgreementSnapshot frameworkSnapshot = framework == null
                ? null
                : AgreementSnapshot.asOf(day, history.findAll(framework.id())).orElse(null);
        AgreementSnapshot snapshot = AgreementSnapshot.asOf(day, history.findAll(id))
                .filter(then -> isVisible(then, frameworkSnapshot))
                .orElseThrow(() -> Refusal.of(PartnerProblem.AGREEMENT_NOT_YET, day.toString()));
        return AgreementView.asOf(
                day, agreement, snapshot, frameworkSnapshot, visibleFacts(snapshot, frameworkSnapshot));
    }

    @Transactional
    Page<AgreementView> list(AgreementFilter filter, PageParams page) {
        if (filter.endsTo != null) {
            return listByEnd(filter, page);
        }
        UUID after = page.after(UUID.class, filter).orElse(null);
        List<Agreement> rows = agreements.list(filter, caller.scope(), after, page.fetchSize());
        return Page.of(views(rows), page, Function.identity(), AgreementView::id, filter);
    }

    private Page<AgreementView> listByEnd(AgreementFilter filter, PageParams page) {
        AgreementRepository.End after =
                page.after(AgreementRepository.End.class, filter).orElse(null);
        List<Agreement> rows = agreements.listByEnd(filter, caller.scope(), after, page.fetchSize());
        Map<UUID, SeatUsageView> usages = usages(rows);
        return Page.of(rows, page, row -> view(row, usages), AgreementService::end, filter);
    }

    private static AgreementRepository.End end(Agreement agreement) {
        return new AgreementRepository.End(requireNonNull(agreement.lifetime().endsOn()), agreement.id());
    }

    private Map<UUID, SeatUsageView> usages(List<Agreement> rows) {
        return seatUsages.findByAgreements(rows.stream().map(Agreement::id).toList());
    }

    private List<AgreementView> views(List<Agreement> rows) {
        Map<UUID, SeatUsageView> usages = usages(rows);
        return rows.stream().map(row -> view(row, usages)).toList();
    }

    @Transactional
    ChangeFeedPage<AgreementView> listChanges(ChangeFeedParams params) {
        return feed.read(this, caller.scope().ofWholeTenant(), params);
    }

    @Override
    public String objectType() {
        return "agreement";
    }

    @Override
    public List<ChangedObject<AgreementView>> listAfter(UUID id, TenantScope scope, int size) {
        AgreementFilter filter = new AgreementFilter();
        filter.partnerId = scope.restrictedTo().orElse(null); // the log has no changes for a party of the framework
        return changed(agreements.list(filter, scope, id, size));
    }

    @Override
    public List<ChangedObject<AgreementView>> find(Collection<UUID> ids, TenantScope scope) {
        return changed(agreements.findWithFrameworks(ids).stream()
                .filter(agreement -> scope.coversAny(agreement.partnerIds()))
                .toList());
    }

    private List<ChangedObject<AgreementView>> changed(List<Agreement> rows) {
        return views(rows).stream()
                .map(view -> ChangedObject.shown(view.id(), view))
                .toList();
    }

    @Transactional
    AgreementView update(UUID id, ExpectedRevision expected, JsonNode patch) {
        Agreement agreement = agreements.lockUnderFramework(id).orElseThrow(AgreementRepository::notFound);
        expected.check(agreement.revision());
        StateRules.requireDraft(agreement.state());
        AgreementTerms before = agreement.terms();
        AgreementTerms patched = mergePatch.apply(before, patch, AgreementTerms.class);
        termsValidator.validate(agreement, before, patched);
        AgreementTerms after = patched.withQuotaIds(history.quotas(id));
        List<TermsChange> diff = TermsDiff.between(before, after, json);
        if (!diff.isEmpty()) {
            agreement.updateDraft(after, diff, ChangeContext.by(caller.actor(), clock, null));
            writer.save(agreement);
        }
        return view(agreement, Map.of(), null, termsValidator.unknownTrainings(after));
    }

    @Transactional
    AgreementView renew(UUID id, Renewal renewal) {
        UUID parentId = renewal.parentId();
        Agreement parent = parentId == null ? null : agreements.lock(parentId).orElse(null);
        Agreement renewed = (parentId == null ? agreements.lockUnderFramework(id) : agreements.lock(id))
                .orElseThrow(AgreementRepository::notFound);
        agreements.successorOf(id).ifPresent(successor -> {
            throw Refusal.of(PartnerProblem.ALREADY_RENEWED, successor.number()).property("existingId", successor.id());
        });
        requireRenewable(renewed);
        RenewalRules.renewalViolation(renewed.effectiveTerms().startsOn(), renewal.startsOn())
                .ifPresent(violation -> {
                    throw Refusal.invalid(violation);
                });
        Agreement framework = parentId == null ? renewed.framework() : requireFramework(renewed.kind(), parent);
        AgreementTerms terms = renewed.terms().renewed(renewal.startsOn(), renewal.endsOn());
        List<Violation> leftOut = new ArrayList<>();
        if (terms.seatQuotas().size() > AgreementTerms.MOST_QUOTAS) {
            leftOut.add(new Violation("/seatQuotas", TOO_MANY_ENTRIES, AgreementTerms.MOST_QUOTAS));
            terms = terms.withoutYearsOf(terms.withoutYearsOf(renewed.terms())); // without the next year
        }
        List<Violation> exceeding =
                framework == null ? List.of() : termsValidator.ceilingViolations(framework, terms, null);
        leftOut.addAll(exceeding);
        return createDraft(
                new AgreementOrigin(renewed.kind(), framework, null, renewed),
                exceeding.isEmpty() ? terms : terms.withoutYearsOf(renewed.terms()),
                leftOut);
    }

    /** One whose renewal was terminated before it came into force was never renewed, although the calendar said so. */
    private void requireRenewable(Agreement agreement) {
        boolean neverRenewed = agreement.state() == AgreementState.RENEWED
                && agreements.terminatedRenewalsOf(agreement.id()).stream()
                        .noneMatch(renewal ->
                                renewal.wasSigned() && renewal.lifetime().hasBeenInForce());
        if (!neverRenewed) {
            StateRules.requireTransition(agreement.state(), AgreementState.RENEWED);
        }
    }

    /** @param leftOut what the terms lack, although the request asked for it */
    private AgreementView createDraft(AgreementOrigin origin, AgreementTerms terms, List<Violation> leftOut) {
        termsValidator.validate(origin.kind(), origin.framework(), terms);
        ChangeContext context = ChangeContext.by(caller.actor(), clock, null);
        Agreement draft = Agreement.draft(
                agreements.nextNumber(context.today().getYear()), origin, terms.withQuotaIds(List.of()), context);
        writer.add(draft);
        List<Violation> warnings = new ArrayList<>(leftOut);
        warnings.addAll(termsValidator.unknownTrainings(terms));
        return view(draft, Map.of(), null, warnings);
    }

    private AgreementView view(Agreement agreement, Map<UUID, SeatUsageView> usages) {
        return view(agreement, usages, null, List.of());
    }

    private AgreementView view(
            Agreement agreement,
            Map<UUID, SeatUsageView> usages,
            @Nullable List<SpecificSeats> specificSeats,
            List<Violation> warnings) {
        AgreementSnapshot snapshot = agreement.snapshot();
        return AgreementView.of(
                agreement,
                usages,
                visibleFacts(snapshot, agreement.frameworkSnapshot()),
                isParty(snapshot) ? PlannedChangeView.of(agreement.plannedChanges(), caller, language.get()) : null,
                specificSeats,
                problems.warnings(warnings));
    }

    /**
     * Hides all reasons from operators, the framework's reasons from a partner that is not a party of it, and reasons and
     * prices from a partner that is a party of the framework only.
     */
    private VisibleFacts visibleFacts(AgreementSnapshot agreement, @Nullable AgreementSnapshot framework) {
        if (!isParty(agreement)) {
            return VisibleFacts.UNDER_FRAMEWORK;
        }
        if (!FieldVisibility.showsPersonalData(caller)) {
            return VisibleFacts.WITHOUT_REASONS;
        }
        return framework == null || isParty(framework)
                ? VisibleFacts.ALL
                : new VisibleFacts(
                        true,
                        true,
                        funding -> framework.fundings().containsValue(funding) ? funding.withoutReason() : funding);
    }

    private Agreement findVisible(UUID id) {
        return agreements
                .findWithFramework(id)
                .filter(agreement -> agreement.wasSigned() || isParty(agreement.snapshot()))
                .filter(agreement -> isVisible(agreement.snapshot(), agreement.frameworkSnapshot()))
                .orElseThrow(AgreementRepository::notFound);
    }

    /** A party of the framework sees an agreement under it from the signature on. */
    private boolean isVisible(AgreementSnapshot agreement, @Nullable AgreementSnapshot framework) {
        return isParty(agreement)
                || (framework != null && agreement.state() != AgreementState.DRAFT && isParty(framework));
    }

    private boolean isParty(AgreementSnapshot agreement) {
        return caller.scope().coversAny(agreement.terms().partnerIds());
    }

    private static Agreement requireFramework(AgreementKind kind, @Nullable Agreement parent) {
        if (parent == null) {
            throw invalid("/parentId", UNKNOWN_AGREEMENT);
        }
        if (kind != AgreementKind.SPECIFIC || parent.kind() != AgreementKind.FRAMEWORK) {
            throw invalid("/parentId", INVALID_PARENT);
        }
        return parent;
    }

    /** A template or any other signed agreement can be a model: O2's agreement was made on Babychou's. */
    private Agreement findModel(UUID templateId) {
        Agreement model =
                agreements.findWithFramework(templateId).orElseThrow(() -> invalid("/templateId", UNKNOWN_AGREEMENT));
        if (!model.wasSigned()) {
            throw Refusal.of(MODEL_NOT_SIGNED, model.number());
        }
        return model;
    }

    private static Refusal invalid(String pointer, PartnerProblem problem) {
        return Refusal.invalid(new Violation(pointer, problem));
    }
}
