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
import fr.cned.partenariats.partner.history.HistoryAction;
import fr.cned.partenariats.partner.history.HistoryEntry;
import fr.cned.partenariats.partner.terms.AgreementKind;
import fr.cned.partenariats.partner.terms.AgreementTerms;
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

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "framework_id")
    private @Nullable Agreement framework;

    /** The framework's revision that the last event of this agreement contained; see {@link #inheritFromFramework}. */
    @Column(name = "framework_version")
    private @Nullable Long frameworkVersion;

    private @Nullable UUID templateId;
    private @Nullable UUID predecessorId;
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
        agreement.predecessorId = origin.predecessorId();
        agreement.fundingRecords = List.of();
        agreement.state = AgreementState.DRAFT;
        agreement.stateSince = context.today();
        agreement.setTerms(terms, context.today());
        agreement.addEntry(HistoryAction.CREATED, context.today(), context).withTerms(terms, List.of());
        return agreement;
    }

    /** The kind of a new agreement and the agreements that it refers to; never changes. */
    record Origin(
            AgreementKind kind,
            @Nullable Agreement framework,
            @Nullable UUID templateId,
            @Nullable UUID predecessorId) {}

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

    void sign(@Nullable PartialDate on, ChangeContext context) {
        requireTransition(AgreementState.SIGNED);
        EffectiveDateRules.requireNotInFuture("/signedOn/value", on, context);
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
            throw Refusal.illegalTransition(state, AgreementState.IN_FORCE, state.next());
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
            transition(AgreementState.IN_FORCE, HistoryAction.CAME_INTO_FORCE, startsOn, context);
        }
        if (state != AgreementState.IN_FORCE) {
            return;
        }
        if (successor != null && successor.state.hasBeenInForce()) {
            LocalDate replaced = successor.startsOn == null ? successor.stateSince : successor.startsOn;
            transition(AgreementState.RENEWED, HistoryAction.RENEWED, replaced, context);
        } else if (endsOn != null && endsOn.isBefore(context.today())) {
            boolean renewed = successor != null && successor.state.isLive();
            transition(
                    renewed ? AgreementState.RENEWED : AgreementState.EXPIRED,
                    renewed ? HistoryAction.RENEWED : HistoryAction.EXPIRED,
                    endsOn.plusDays(1),
                    context);
        }
    }

    void requireTransition(AgreementState next) {
        if (!state.next().contains(next)) {
            throw Refusal.illegalTransition(state, next, state.next());
        }
    }

    /** Changes the terms of a signed agreement. */
    HistoryEntry amend(AgreementTerms amended, List<TermsChange> diff, AmendmentDates dates, ChangeContext context) {
        requireSigned();
        EffectiveDateRules.requireNotInFuture("/signedOn/value", dates.signedOn(), context);
        LocalDate day = EffectiveDateRules.resolve("/effectiveOn", dates.effectiveOn(), termsSince, context);
        setTerms(amended, day);
        if (state.hasBeenInForce() && startsOn != null && startsOn.isAfter(context.today())) {
            throw Refusal.invalid(new Violation("/changes/startsOn", PartnerProblem.DATE_IN_FUTURE));
        }
        lastAmendment++;
        return addEntry(HistoryAction.AMENDED, day, context)
                .withTerms(amended, diff)
                .withAmendment(lastAmendment)
                .withSignedOn(dates.signedOn() == null ? null : dates.signedOn().normalised());
    }

    record AmendmentDates(
            @Nullable LocalDate effectiveOn, @Nullable PartialDate signedOn) {}

    void requireSigned() {
        if (state == AgreementState.DRAFT) {
            throw Refusal.of(PartnerProblem.AGREEMENT_NOT_SIGNED);
        }
        if (!state.isLive()) {
            throw Refusal.of(PartnerProblem.AGREEMENT_ENDED, state.name());
        }
    }

    /** Suspends or restores one kind of funding; the agreement's own state does not change. */
    void changeFunding(FundingKind fundingKind, FundingState next, @Nullable LocalDate since, ChangeContext context) {
        requireSigned();
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
        fundingRecords = Stream.concat(
                        fundingRecords.stream().filter(funding -> funding.kind() != fundingKind), Stream.of(changed))
                .toList();
        boolean suspended = next == FundingState.SUSPENDED;
        addEntry(suspended ? HistoryAction.FUNDING_SUSPENDED : HistoryAction.FUNDING_RESTORED, day, context)
                .withFunding(changed);
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
        return new AgreementSnapshot(state, stateSince, signedOn(), terms, fundings, lastAmendment);
    }

    @Nullable
    AgreementSnapshot frameworkSnapshot() {
        return framework == null ? null : framework.snapshot();
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

    int lastAmendment() {
        return lastAmendment;
    }
}
