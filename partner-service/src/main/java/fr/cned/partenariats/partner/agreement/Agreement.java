package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;

import fr.cned.partenariats.commons.ids.Ids;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.partner.PartnerProblem;
import fr.cned.partenariats.partner.history.AgreementSnapshot;
import fr.cned.partenariats.partner.history.AgreementState;
import fr.cned.partenariats.partner.history.ChangeContext;
import fr.cned.partenariats.partner.history.Funding;
import fr.cned.partenariats.partner.history.FundingState;
import fr.cned.partenariats.partner.history.Gap;
import fr.cned.partenariats.partner.history.HistoryAction;
import fr.cned.partenariats.partner.history.HistoryEntry;
import fr.cned.partenariats.partner.terms.AgreementKind;
import fr.cned.partenariats.partner.terms.AgreementTerms;
import fr.cned.partenariats.partner.terms.EnrollmentsDecision;
import fr.cned.partenariats.partner.terms.FundingKind;
import fr.cned.partenariats.partner.terms.PartialDate;
import fr.cned.partenariats.partner.terms.TermsChange;
import jakarta.persistence.Basic;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

/**
 * An agreement between the Cned and one or more partners. Every state change goes through {@link #transition}, every
 * change of content through {@link #setTerms}; each operation records a history entry.
 */
@Entity
class Agreement {

    @Id
    private UUID id;

    @Version
    private long version;

    private String number;

    @Enumerated(EnumType.STRING)
    private AgreementKind kind;

    @Enumerated(EnumType.STRING)
    private AgreementState state;

    private LocalDate stateSince;
    private @Nullable String stateReason;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "framework_id")
    private @Nullable Agreement framework;

    /** The framework's revision that the last event of this agreement contained; see {@link #inheritFromFramework}. */
    @Column(name = "framework_version")
    private @Nullable Long frameworkVersion;

    private @Nullable UUID templateId;
    private @Nullable UUID predecessorId;

    /** The last day of the agreement that this one renews, if the caller may see it. */
    @Formula("(select case when p.state = 'TERMINATED' then p.state_since - 1 else p.ends_on end"
            + " from agreement p where p.id = predecessor_id)")
    private @Nullable LocalDate predecessorEndsOn;

    private @Nullable LocalDate signedOn;

    @Enumerated(EnumType.STRING)
    private PartialDate.@Nullable Precision signedOnPrecision;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private AgreementTerms terms;

    private LocalDate termsSince;

    /** The effective dates, inherited ones included; columns because the scheduler queries them. */
    private @Nullable LocalDate startsOn;

    private @Nullable LocalDate endsOn;

    /** Copied from the terms for the index on a partner's agreements. */
    private UUID[] partnerIds;

    /** The fundings that were suspended at least once; all others are available. */
    @Basic // without it Hibernate maps a list as an association and does not detect changes
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<Funding> fundingRecords;

    @Basic // as above
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<FormerParty> formerParties;

    private int lastAmendment;
    private int historyLength;

    @Transient
    private List<HistoryEntry> newEntries = new ArrayList<>();

    protected Agreement() {}

    static Agreement draft(String number, Origin origin, AgreementTerms terms, ChangeContext context) {
        Agreement agreement = new Agreement();
        agreement.id = Ids.next();
        agreement.number = number;
        agreement.kind = origin.kind();
        agreement.framework = origin.framework();
        agreement.templateId = origin.templateId();
        agreement.predecessorId = origin.predecessor() == null ? null : origin.predecessor().id;
        agreement.predecessorEndsOn =
                origin.predecessor() == null ? null : origin.predecessor().lastDay();
        agreement.fundingRecords = List.of();
        agreement.formerParties = List.of();
        agreement.state = AgreementState.DRAFT;
        agreement.stateSince = context.today();
        agreement.setTerms(terms, context.today());
        agreement.addEntry(HistoryAction.CREATED, context.today(), context).withTerms(terms, List.of());
        agreement.copySuspensions(origin.suspensions(), context);
        return agreement;
    }

    /** The kind of a new agreement and the agreements that it refers to; never changes. */
    record Origin(
            AgreementKind kind,
            @Nullable Agreement framework,
            @Nullable Agreement model,
            @Nullable Agreement predecessor) {

        /** A renewal keeps the model of the agreement that it renews. */
        private @Nullable UUID templateId() {
            if (model != null) {
                return model.id;
            }
            return predecessor == null ? null : predecessor.templateId;
        }

        private List<Funding> suspensions() {
            if (predecessor != null) {
                return predecessor.suspensionsFor(framework);
            }
            return model == null
                    ? List.of()
                    : model.suspensionsFor(framework).stream()
                            .map(Funding::withoutReason) // it is about the partners of the model
                            .toList();
        }
    }

    void updateDraft(AgreementTerms updated, List<TermsChange> diff, ChangeContext context) {
        requireDraft();
        setTerms(updated, context.today());
        addEntry(HistoryAction.EDITED, context.today(), context).withTerms(updated, diff);
    }

    void requireDraft() {
        if (state != AgreementState.DRAFT) {
            throw Refusal.of(PartnerProblem.AGREEMENT_NOT_DRAFT, state.name());
        }
    }

    /** @param predecessor the agreement that this one renews, whose fundings may be suspended since the draft */
    void sign(@Nullable PartialDate on, @Nullable Agreement predecessor, ChangeContext context) {
        requireTransition(AgreementState.SIGNED);
        EffectiveDateRules.requireNotInFuture("/signedOn/value", on, context);
        if (predecessor != null) {
            copySuspensions(predecessor.suspensionsFor(framework), context);
        }
        signedOn = on == null ? null : on.first();
        signedOnPrecision = on == null ? null : on.precision();
        LocalDate day = signatureDay(on, context.today());
        termsSince = day;
        transition(AgreementState.SIGNED, HistoryAction.SIGNED, day, context)
                .withSignedOn(signedOn())
                .withTerms(terms, List.of()); // effective from that day, although the draft may be newer
    }

    /**
     * The first day on which the agreement was certainly signed: the last day of the partial date, but not after the
     * day from which the agreement is in force.
     */
    private LocalDate signatureDay(@Nullable PartialDate on, LocalDate today) {
        boolean started = startsOn != null && !startsOn.isAfter(today);
        if (on == null) {
            return started ? startsOn : today;
        }
        LocalDate latest = on.last().isAfter(today) ? today : on.last();
        if (!started || startsOn.isAfter(latest)) {
            return latest;
        }
        return startsOn.isBefore(on.first()) ? on.first() : startsOn;
    }

    void suspend(@Nullable LocalDate since, ChangeContext context) {
        requireTransition(AgreementState.SUSPENDED);
        LocalDate day = EffectiveDateRules.resolve("/since", since, stateSince, context);
        transition(AgreementState.SUSPENDED, HistoryAction.SUSPENDED, day, context);
    }

    void resume(@Nullable LocalDate since, ChangeContext context) {
        if (state != AgreementState.SUSPENDED) { // SIGNED can also change to IN_FORCE, but only by date
            throw Refusal.illegalTransition(
                    state,
                    AgreementState.IN_FORCE,
                    state.next().stream()
                            .filter(next -> next != AgreementState.IN_FORCE)
                            .toList());
        }
        LocalDate day = EffectiveDateRules.resolve("/since", since, stateSince, context);
        transition(AgreementState.IN_FORCE, HistoryAction.RESUMED, day, context);
    }

    void terminate(@Nullable LocalDate since, ChangeContext context) {
        requireTransition(AgreementState.TERMINATED);
        LocalDate day = EffectiveDateRules.resolve("/since", since, stateSince, context);
        transition(AgreementState.TERMINATED, HistoryAction.TERMINATED, day, context);
    }

    /** Makes the transitions that are due by date. */
    void applyDueTransitions(@Nullable Agreement successor, ChangeContext context) {
        if (state == AgreementState.SIGNED && startsOn != null && !startsOn.isAfter(context.today())) {
            Gap gap = gapBefore(startsOn);
            transition(AgreementState.IN_FORCE, HistoryAction.CAME_INTO_FORCE, startsOn, context)
                    .withGap(gap);
        }
        if (state != AgreementState.IN_FORCE && state != AgreementState.EXPIRED) {
            return;
        }
        if (successor != null && successor.hasBeenInForce()) {
            LocalDate replaced = successor.startsOn == null ? successor.stateSince : successor.startsOn;
            Gap gap = Gap.between(lastDay(), replaced);
            transition(AgreementState.RENEWED, HistoryAction.RENEWED, replaced, context)
                    .withGap(gap);
        } else if (state == AgreementState.IN_FORCE && endsOn != null && endsOn.isBefore(context.today())) {
            Agreement signedRenewal = successor != null && successor.state.isLive() ? successor : null;
            boolean renewed = signedRenewal != null;
            Gap gap = signedRenewal == null ? null : Gap.between(endsOn, signedRenewal.startsOn);
            transition(
                            renewed ? AgreementState.RENEWED : AgreementState.EXPIRED,
                            renewed ? HistoryAction.RENEWED : HistoryAction.EXPIRED,
                            endsOn.plusDays(1),
                            context)
                    .withGap(gap);
        }
    }

    void requireTransition(AgreementState next) {
        if (!state.next().contains(next)) {
            throw Refusal.illegalTransition(state, next, state.next());
        }
    }

    /** Changes the terms of a signed agreement. */
    HistoryEntry amend(
            AgreementTerms amended, List<TermsChange> diff, AmendmentDetails details, ChangeContext context) {
        requireSigned();
        EffectiveDateRules.requireNotInFuture("/signedOn/value", details.signedOn(), context);
        LocalDate day = EffectiveDateRules.resolve("/effectiveOn", details.effectiveOn(), termsSince, context);
        updateFormerParties(amended, details.enrollments(), day);
        setTerms(amended, day);
        if (state.hasBeenInForce() && startsOn != null && startsOn.isAfter(context.today())) {
            throw Refusal.invalid(new Violation("/changes/startsOn", PartnerProblem.DATE_IN_FUTURE));
        }
        lastAmendment++;
        return addEntry(HistoryAction.AMENDED, day, context)
                .withTerms(amended, diff)
                .withAmendment(lastAmendment)
                .withEnrollments(details.enrollments())
                .withSignedOn(
                        details.signedOn() == null ? null : details.signedOn().normalised());
    }

    /** @param enrollments what happens to the enrollments of the parties that leave; null when no party leaves */
    record AmendmentDetails(
            @Nullable LocalDate effectiveOn,
            @Nullable PartialDate signedOn,
            @Nullable EnrollmentsDecision enrollments) {}

    /** The parties that are not in the amended terms. */
    List<UUID> leavingParties(AgreementTerms amended) {
        List<UUID> staying = amended.partnerIds();
        return partnerIds().stream()
                .filter(partnerId -> !staying.contains(partnerId))
                .toList();
    }

    /** A partner that returns is no former party any more. */
    private void updateFormerParties(
            AgreementTerms amended, @Nullable EnrollmentsDecision enrollments, LocalDate leftOn) {
        List<UUID> leaving = leavingParties(amended);
        if (leaving.isEmpty() != (enrollments == null)) {
            throw new IllegalArgumentException("a decision on enrollments needs a party that leaves");
        }
        List<UUID> present = amended.partnerIds();
        formerParties = Stream.concat(
                        formerParties.stream().filter(former -> !present.contains(former.partnerId())),
                        Stream.ofNullable(enrollments)
                                .flatMap(decision -> leaving.stream()
                                        .map(partnerId -> new FormerParty(partnerId, leftOn, decision))))
                .toList();
    }

    void requireSigned() {
        if (state == AgreementState.DRAFT) {
            throw Refusal.of(PartnerProblem.AGREEMENT_NOT_SIGNED);
        }
        if (!state.isLive()) {
            throw Refusal.of(PartnerProblem.AGREEMENT_ENDED, state.name());
        }
    }

    /** Suspends or restores one kind of funding; the agreement's own state does not change. */
    Funding changeFunding(
            FundingKind fundingKind, FundingState next, @Nullable LocalDate since, ChangeContext context) {
        requireFundingChange(next);
        Funding current = fundings().stream()
                .filter(funding -> funding.kind() == fundingKind)
                .findFirst()
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "funding"));
        if (framework != null && framework.funding(fundingKind).suspended()) {
            throw Refusal.of(PartnerProblem.FRAMEWORK_FUNDING_SUSPENDED, framework.number());
        }
        if (!current.state().next().contains(next)) {
            throw Refusal.illegalTransition(
                    current.state(), next, current.state().next());
        }
        LocalDate earliest = current.since() == null ? LocalDate.MIN : current.since();
        LocalDate day = EffectiveDateRules.resolve("/since", since, earliest, context);
        Funding changed = new Funding(fundingKind, next, day, context.reason());
        recordFunding(changed, fundingAction(next), context);
        return changed;
    }

    /**
     * A draft can carry a suspension of the agreement that it renews. The specific agreements of a framework can
     * outlive it, so its fundings can still be restored.
     */
    private void requireFundingChange(FundingState next) {
        boolean restorable = state == AgreementState.DRAFT || kind == AgreementKind.FRAMEWORK;
        if (next == FundingState.SUSPENDED || !restorable) {
            requireSigned();
        }
    }

    /**
     * Makes the change of a funding of the renewed agreement in this renewal, which is not in force yet. A suspension
     * that was recorded on the renewal alone is kept when the renewed agreement's is restored.
     *
     * @param before the renewed agreement's record before the change
     */
    void followFunding(@Nullable Funding before, Funding changed, ChangeContext context) {
        Funding own = recordOf(changed.kind());
        boolean follows = changed.suspended() ? own == null || !own.suspended() : own != null && own.equals(before);
        if (follows) {
            recordFunding(changed, fundingAction(changed.state()), context);
        }
    }

    /** The record of a funding that was suspended at least once, without the framework's. */
    @Nullable
    Funding recordOf(FundingKind fundingKind) {
        return fundingRecords.stream()
                .filter(funding -> funding.kind() == fundingKind)
                .findFirst()
                .orElse(null);
    }

    /**
     * The suspensions that an agreement takes over when it renews this one or is made on its model. A suspension of the
     * framework is taken over, without its reason, if the new agreement's framework does not have it.
     */
    private List<Funding> suspensionsFor(@Nullable Agreement newFramework) {
        return Stream.of(FundingKind.values())
                .map(fundingKind -> suspensionFor(fundingKind, newFramework))
                .flatMap(Stream::ofNullable)
                .toList();
    }

    private @Nullable Funding suspensionFor(FundingKind fundingKind, @Nullable Agreement newFramework) {
        Funding own = recordOf(fundingKind);
        if (own != null && own.suspended()) {
            return own;
        }
        Funding inherited = framework == null ? null : framework.recordOf(fundingKind);
        Funding still = newFramework == null ? null : newFramework.recordOf(fundingKind);
        return inherited == null || !inherited.suspended() || (still != null && still.suspended())
                ? null
                : inherited.withoutReason();
    }

    /** Skips a kind of funding that has a record: somebody has suspended or restored it here. */
    private void copySuspensions(List<Funding> suspensions, ChangeContext context) {
        suspensions.stream()
                .filter(suspension -> recordOf(suspension.kind()) == null)
                .forEach(suspension -> recordFunding(suspension, HistoryAction.FUNDING_SUSPENSION_COPIED, context));
    }

    private void recordFunding(Funding changed, HistoryAction action, ChangeContext context) {
        fundingRecords = Stream.concat(
                        fundingRecords.stream().filter(funding -> funding.kind() != changed.kind()), Stream.of(changed))
                .toList();
        LocalDate since = changed.since();
        addEntry(action, since == null ? context.today() : since, context).withFunding(changed);
    }

    private static HistoryAction fundingAction(FundingState next) {
        return next == FundingState.SUSPENDED ? HistoryAction.FUNDING_SUSPENDED : HistoryAction.FUNDING_RESTORED;
    }

    /** Adopts the framework's changed terms. The revision grows because the event contains the effective terms. */
    void inheritFromFramework() {
        frameworkVersion = framework == null ? null : framework.revision();
        deriveDates();
    }

    private void setTerms(AgreementTerms next, LocalDate since) {
        terms = next;
        termsSince = since;
        partnerIds = next.partnerIds().toArray(UUID[]::new);
        deriveDates();
    }

    private void deriveDates() {
        AgreementTerms effective = effectiveTerms();
        startsOn = effective.startsOn();
        endsOn = effective.endsOn();
    }

    private HistoryEntry transition(AgreementState next, HistoryAction action, LocalDate day, ChangeContext context) {
        requireTransition(next);
        boolean backdated = state == AgreementState.DRAFT; // today's draft may have been signed long ago
        state = next;
        stateReason = context.reason();
        stateSince = backdated || day.isAfter(stateSince) ? day : stateSince;
        return addEntry(action, stateSince, context);
    }

    private HistoryEntry addEntry(HistoryAction action, LocalDate day, ChangeContext context) {
        HistoryEntry entry = HistoryEntry.of(id, ++historyLength, context, action, day, state);
        newEntries.add(entry);
        return entry;
    }

    /** The history entries since the last call; the caller must persist them. */
    List<HistoryEntry> drainNewEntries() {
        List<HistoryEntry> drained = newEntries;
        newEntries = new ArrayList<>();
        return drained;
    }

    AgreementSnapshot snapshot() {
        Map<FundingKind, Funding> fundings =
                fundingRecords.stream().collect(Collectors.toMap(Funding::kind, Function.identity()));
        return new AgreementSnapshot(state, stateSince, stateReason, signedOn(), terms, fundings, lastAmendment);
    }

    @Nullable
    AgreementSnapshot frameworkSnapshot() {
        return framework == null ? null : framework.snapshot();
    }

    /** The last day by the terms, inherited or own; null without an end. */
    @Nullable
    LocalDate endsOn() {
        return endsOn;
    }

    /** The last day of a term that has an end. */
    private @Nullable LocalDate lastDay() {
        return state == AgreementState.TERMINATED ? stateSince.minusDays(1) : endsOn;
    }

    /** The days between the end of the renewed agreement and a start of this one. */
    @Nullable
    Gap gapBefore(@Nullable LocalDate start) {
        return Gap.between(predecessorEndsOn, start);
    }

    AgreementTerms effectiveTerms() {
        return effective(terms);
    }

    /** These terms with the fields that are inherited from the framework. */
    AgreementTerms effective(AgreementTerms own) {
        return framework == null ? own : own.inheriting(framework.terms());
    }

    /** The accepted fundings, inherited ones included, with their states. */
    List<Funding> fundings() {
        return effectiveTerms().fundingKinds().stream().map(this::funding).toList();
    }

    Funding funding(FundingKind fundingKind) {
        return snapshot().funding(fundingKind, frameworkSnapshot());
    }

    UUID id() {
        return id;
    }

    long revision() {
        return version;
    }

    String number() {
        return number;
    }

    AgreementKind kind() {
        return kind;
    }

    AgreementState state() {
        return state;
    }

    List<UUID> partnerIds() {
        return List.of(partnerIds);
    }

    /** Whether it is or was in force. A terminated agreement was, if it had started by then. */
    boolean hasBeenInForce() {
        return state == AgreementState.TERMINATED
                ? startsOn != null && !startsOn.isAfter(stateSince)
                : state.hasBeenInForce();
    }

    LocalDate stateSince() {
        return stateSince;
    }

    @Nullable
    Agreement framework() {
        return framework;
    }

    @Nullable
    UUID templateId() {
        return templateId;
    }

    @Nullable
    UUID predecessorId() {
        return predecessorId;
    }

    @Nullable
    PartialDate signedOn() {
        return signedOn == null || signedOnPrecision == null ? null : new PartialDate(signedOn, signedOnPrecision);
    }

    AgreementTerms terms() {
        return terms;
    }

    List<FormerParty> formerParties() {
        return formerParties;
    }

    int lastAmendment() {
        return lastAmendment;
    }
}
