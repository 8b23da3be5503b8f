package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.changelog.Owner;
import fr.cned.partenariats.partner.PartnerProblem;
import fr.cned.partenariats.partner.agreement.terms.AgreementKind;
import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.FundingKind;
import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import fr.cned.partenariats.partner.agreement.terms.TermsChange;
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
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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

    /** Whether it was ever signed. An abandoned draft was not. */
    private boolean signed;

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
    @Owner
    private UUID[] partnerIds;

    /** The fundings that were suspended at least once; all others are available. */
    @Basic
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<Funding> fundingRecords = List.of();

    @Basic
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<FormerParty> formerParties = List.of();

    @Basic
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<PlannedChange> plannedChanges = List.of();

    /** Copied from the planned changes for the calendar and the list. */
    @Column(name = "next_change_on")
    private @Nullable LocalDate nextChangeOn;

    @Column(name = "change_failed")
    private boolean changeFailed;

    private int lastAmendment;
    private int historyLength;

    /** When the revision grew. */
    private Instant changedAt;

    @Transient
    private List<HistoryEntry> newEntries = new ArrayList<>();

    protected Agreement() {}

    static Agreement draft(String number, AgreementOrigin origin, AgreementTerms terms, ChangeContext context) {
        Agreement agreement = new Agreement();
        agreement.id = Ids.next();
        agreement.number = number;
        agreement.kind = origin.kind();
        agreement.framework = origin.framework();
        agreement.templateId = origin.templateId();
        Agreement predecessor = origin.predecessor();
        if (predecessor != null) {
            agreement.predecessorId = predecessor.id;
            agreement.predecessorEndsOn = predecessor.lifetime().lastDay();
        }
        agreement.state = AgreementState.DRAFT;
        agreement.stateSince = context.today();
        agreement.setTerms(terms, context.today());
        agreement.addEntry(HistoryAction.CREATED, context.today(), context).withTerms(terms, List.of());
        agreement.copySuspensions(origin.suspensions(), context);
        return agreement;
    }

    void updateDraft(AgreementTerms updated, List<TermsChange> diff, ChangeContext context) {
        StateRules.requireDraft(state);
        setTerms(updated, context.today());
        addEntry(HistoryAction.EDITED, context.today(), context).withTerms(updated, diff);
    }

    /** @param predecessor the agreement that this one renews, whose fundings may be suspended since the draft */
    void sign(@Nullable PartialDate on, @Nullable Agreement predecessor, ChangeContext context) {
        StateRules.requireTransition(state, AgreementState.SIGNED);
        EffectiveDateRules.requireNotInFuture("/signedOn/value", on, context);
        if (predecessor != null) {
            copySuspensions(predecessor.suspensionsToCopy(framework), context);
        }
        signedOn = on == null ? null : on.first();
        signedOnPrecision = on == null ? null : on.precision();
        signed = true;
        LocalDate day = EffectiveDateRules.signatureDay(on, startsOn, context.today());
        termsSince = day;
        transition(AgreementState.SIGNED, HistoryAction.SIGNED, day, context)
                .withSignedOn(signedOn())
                .withTerms(terms, List.of()); // effective from that day, although the draft may be newer
    }

    void suspend(@Nullable LocalDate since, ChangeContext context) {
        changeState(AgreementState.SUSPENDED, HistoryAction.SUSPENDED, since, context);
    }

    void resume(@Nullable LocalDate since, ChangeContext context) {
        StateRules.requireSuspended(state);
        changeState(AgreementState.IN_FORCE, HistoryAction.RESUMED, since, context);
    }

    void terminate(@Nullable LocalDate since, ChangeContext context) {
        changeState(AgreementState.TERMINATED, HistoryAction.TERMINATED, since, context);
    }

    private void changeState(
            AgreementState next, HistoryAction action, @Nullable LocalDate since, ChangeContext context) {
        StateRules.requireTransition(state, next);
        transition(next, action, EffectiveDateRules.resolve("/since", since, stateSince, context), context);
    }

    void applyDueTransitions(@Nullable Agreement successor, ChangeContext context) {
        lifetime().dueStart(predecessorEndsOn, context.today()).ifPresent(due -> apply(due, context));
        Lifetime renewal = successor == null ? null : successor.lifetime();
        lifetime().dueEnd(renewal, context.today()).ifPresent(due -> apply(due, context));
    }

    private void apply(Lifetime.Due due, ChangeContext context) {
        transition(due.next(), due.action(), due.day(), context).withGap(due.gap());
    }

    HistoryEntry amend(
            AgreementTerms amended, List<TermsChange> diff, AmendmentRequest request, ChangeContext context) {
        StateRules.requireSigned(state);
        EffectiveDateRules.requireNotInFuture("/signedOn/value", request.signedOn(), context);
        LocalDate day = EffectiveDateRules.resolve("/effectiveOn", request.effectiveOn(), termsSince, context);
        formerParties =
                FormerParty.after(formerParties, partnerIds(), amended.partnerIds(), request.enrollments(), day);
        requireStarted(amended, context.today());
        setTerms(amended, day);
        lastAmendment++;
        return addEntry(HistoryAction.AMENDED, day, context)
                .withTerms(amended, diff)
                .withAmendment(lastAmendment, request.enrollments())
                .withSignedOn(
                        request.signedOn() == null ? null : request.signedOn().normalised());
    }

    /** Refuses terms that move the start of an agreement, which is or was in force, behind a day. */
    void requireStarted(AgreementTerms amended, LocalDate day) {
        new Lifetime(state, stateSince, effective(amended).startsOn(), null).requireStarted("/changes/startsOn", day);
    }

    void plan(PlannedChange change, ChangeContext context) {
        StateRules.requireSigned(state);
        setPlannedChanges(plannedChanges().with(change));
        addEntry(HistoryAction.CHANGE_PLANNED, context.today(), context).withPlanned(change);
    }

    /** Also removes a change that failed. */
    void withdraw(UUID changeId, ChangeContext context) {
        PlannedChange change =
                plannedChanges().find(changeId).orElseThrow(() -> Refusal.of(PartnerProblem.NO_PLANNED_CHANGE));
        setPlannedChanges(plannedChanges().without(changeId));
        addEntry(HistoryAction.CHANGE_WITHDRAWN, context.today(), context).withPlanned(change);
    }

    /** Takes a change from the plan, to make it. */
    void takePlanned(PlannedChange change) {
        setPlannedChanges(plannedChanges().without(change.id()));
    }

    /** Does nothing when the change was withdrawn in between. */
    void recordFailure(UUID changeId, PlannedChange.Failure failure, ChangeContext context) {
        plannedChanges().find(changeId).map(change -> change.failed(failure)).ifPresent(failed -> {
            setPlannedChanges(plannedChanges().replacing(failed));
            addEntry(HistoryAction.CHANGE_FAILED, context.today(), context).withPlanned(failed);
        });
    }

    private void setPlannedChanges(PlannedChanges changes) {
        plannedChanges = changes.all();
        nextChangeOn = changes.nextDay();
        changeFailed = changes.anyFailed();
    }

    /** Suspends or restores one kind of funding; the agreement's own state does not change. */
    Funding changeFunding(
            FundingKind fundingKind, FundingState next, @Nullable LocalDate since, ChangeContext context) {
        StateRules.requireFundingChange(state, kind, next);
        Funding current = FundingRecords.require(fundings(), fundingKind);
        if (framework != null && framework.funding(fundingKind).suspended()) {
            throw Refusal.of(PartnerProblem.FRAMEWORK_FUNDING_SUSPENDED, framework.number());
        }
        Funding changed = FundingRecords.change(current, next, since, context);
        recordFunding(changed, FundingRecords.actionOf(changed), context);
        return changed;
    }

    /** Makes the change of a funding of the renewed agreement in this renewal, if {@link FundingRecords#follows}. */
    void followFunding(@Nullable Funding before, Funding changed, ChangeContext context) {
        if (fundingRecords().follows(before, changed)) {
            recordFunding(changed, FundingRecords.actionOf(changed), context);
        }
    }

    /** The suspensions that a new agreement takes over from this one; {@link FundingRecords#suspensionsToCopy}. */
    List<Funding> suspensionsToCopy(@Nullable Agreement newFramework) {
        return fundingRecords().suspensionsToCopy(recordsOf(framework), recordsOf(newFramework));
    }

    private static FundingRecords recordsOf(@Nullable Agreement framework) {
        return framework == null ? FundingRecords.NONE : framework.fundingRecords();
    }

    /** Skips a kind of funding that has a record: somebody has suspended or restored it here. */
    private void copySuspensions(List<Funding> suspensions, ChangeContext context) {
        suspensions.stream()
                .filter(suspension -> fundingRecords().find(suspension.kind()) == null)
                .forEach(suspension -> recordFunding(suspension, HistoryAction.FUNDING_SUSPENSION_COPIED, context));
    }

    private void recordFunding(Funding changed, HistoryAction action, ChangeContext context) {
        fundingRecords = fundingRecords().with(changed).all();
        LocalDate since = changed.since();
        addEntry(action, since == null ? context.today() : since, context).withFunding(changed);
    }

    /** Adopts the framework's changed terms. The revision grows because the event contains the effective terms. */
    void inheritFromFramework(Instant at) {
        changedAt = at;
        frameworkVersion = framework == null ? null : framework.revision();
        deriveDates();
    }

    /** The seats held under this framework changed: its revision grows, because the event contains the grantable ones. */
    void recordAllocation(Instant at) {
        changedAt = at;
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
        StateRules.requireTransition(state, next);
        boolean backdated = state == AgreementState.DRAFT; // today's draft may have been signed long ago
        state = next;
        stateReason = context.reason();
        stateSince = backdated || day.isAfter(stateSince) ? day : stateSince;
        return addEntry(action, stateSince, context);
    }

    private HistoryEntry addEntry(HistoryAction action, LocalDate day, ChangeContext context) {
        HistoryEntry entry = HistoryEntry.of(id, ++historyLength, context, action, day, state);
        newEntries.add(entry);
        changedAt = context.at();
        return entry;
    }

    /** The history entries since the last call; the caller must persist them. */
    List<HistoryEntry> drainNewEntries() {
        List<HistoryEntry> drained = newEntries;
        newEntries = new ArrayList<>();
        return drained;
    }

    AgreementSnapshot snapshot() {
        return new AgreementSnapshot(
                state,
                stateSince,
                stateReason,
                signedOn(),
                terms,
                fundingRecords().byKind(),
                lastAmendment);
    }

    @Nullable
    AgreementSnapshot frameworkSnapshot() {
        return framework == null ? null : framework.snapshot();
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

    Instant changedAt() {
        return changedAt;
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

    boolean wasSigned() {
        return signed;
    }

    List<UUID> partnerIds() {
        return List.of(partnerIds);
    }

    Lifetime lifetime() {
        return new Lifetime(state, stateSince, startsOn, endsOn);
    }

    FundingRecords fundingRecords() {
        return new FundingRecords(fundingRecords);
    }

    PlannedChanges plannedChanges() {
        return new PlannedChanges(plannedChanges);
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
}
