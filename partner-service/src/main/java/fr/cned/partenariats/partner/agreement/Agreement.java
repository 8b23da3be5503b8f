package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;

import fr.cned.partenariats.commons.ids.Ids;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.partner.PartnerProblem;
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
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

/**
 * What binds the Cned and one or more partners. Every state change goes through {@link #move}, every
 * change of content through {@link #adopt}; both leave an entry for the history.
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

    /** The framework's version that this one's effective content was last told with; see {@link #follow}. */
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

    /** Of the terms in force, inheritance included; columns of their own because the calendar looks for them. */
    private @Nullable LocalDate startsOn;

    private @Nullable LocalDate endsOn;

    /** Of the terms, for the index that finds a partner's agreements. */
    private UUID[] partnerIds;

    /** The fundings that were ever suspended; all others are available. */
    @Basic // else a list is taken for an association, and not looked at for changes
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<Funding> fundingRecords;

    private int lastAmendment;
    private int historyLength;

    @Transient
    private List<HistoryEntry> unrecorded = new ArrayList<>();

    protected Agreement() {}

    static Agreement draft(String number, NewAgreement origin, AgreementTerms terms, Act act) {
        Agreement agreement = new Agreement();
        agreement.id = Ids.next();
        agreement.number = number;
        agreement.kind = origin.kind();
        agreement.framework = origin.framework();
        agreement.templateId = origin.templateId();
        agreement.predecessorId = origin.predecessorId();
        agreement.fundingRecords = List.of();
        agreement.state = AgreementState.DRAFT;
        agreement.stateSince = act.today();
        agreement.adopt(terms, act.today());
        agreement.enter(HistoryAction.CREATED, act.today(), act).terms(terms, List.of());
        return agreement;
    }

    /** What a new agreement is and comes from; never changes. */
    record NewAgreement(
            AgreementKind kind,
            @Nullable Agreement framework,
            @Nullable UUID templateId,
            @Nullable UUID predecessorId) {}

    void edit(AgreementTerms edited, List<Change> difference, Act act) {
        requireDraft();
        adopt(edited, act.today());
        enter(HistoryAction.EDITED, act.today(), act).terms(edited, difference);
    }

    void requireDraft() {
        if (state != AgreementState.DRAFT) {
            throw Refusal.of(PartnerProblem.AGREEMENT_NOT_DRAFT, state.name());
        }
    }

    void sign(@Nullable PartialDate on, Act act) {
        requireMove(AgreementState.SIGNED);
        Days.requirePast("/signedOn/value", on, act);
        signedOn = on == null ? null : on.first();
        signedOnPrecision = on == null ? null : on.precision();
        LocalDate day = signatureDay(on, act.today());
        termsSince = day;
        move(AgreementState.SIGNED, HistoryAction.SIGNED, day, act)
                .signed(signedOn())
                .terms(terms, List.of()); // from this day on, though they may have been written down later
    }

    /**
     * From which day on it certainly was signed: the last that a partial date may mean, but not after
     * the day from which it has been in force.
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

    void suspend(@Nullable LocalDate since, Act act) {
        requireMove(AgreementState.SUSPENDED);
        move(AgreementState.SUSPENDED, HistoryAction.SUSPENDED, Days.inOrder("/since", since, stateSince, act), act);
    }

    void resume(@Nullable LocalDate since, Act act) {
        if (state != AgreementState.SUSPENDED) { // the move to IN_FORCE is also that of the calendar
            throw Refusal.illegalTransition(state, AgreementState.IN_FORCE, state.next());
        }
        move(AgreementState.IN_FORCE, HistoryAction.RESUMED, Days.inOrder("/since", since, stateSince, act), act);
    }

    void terminate(@Nullable LocalDate since, Act act) {
        requireMove(AgreementState.TERMINATED);
        LocalDate day = Days.inOrder("/since", since, stateSince, act);
        move(AgreementState.TERMINATED, HistoryAction.TERMINATED, day, act);
    }

    /** Makes the moves whose day has come. */
    void advance(@Nullable Agreement successor, Act act) {
        if (state == AgreementState.SIGNED && startsOn != null && !startsOn.isAfter(act.today())) {
            move(AgreementState.IN_FORCE, HistoryAction.CAME_INTO_FORCE, startsOn, act);
        }
        if (state != AgreementState.IN_FORCE) {
            return;
        }
        if (successor != null && successor.hasBeenInForce()) {
            LocalDate replaced = successor.startsOn == null ? successor.stateSince : successor.startsOn;
            move(AgreementState.RENEWED, HistoryAction.RENEWED, replaced, act);
        } else if (endsOn != null && endsOn.isBefore(act.today())) {
            boolean renewed = successor != null && successor.state.isLive();
            move(
                    renewed ? AgreementState.RENEWED : AgreementState.EXPIRED,
                    renewed ? HistoryAction.RENEWED : HistoryAction.EXPIRED,
                    endsOn.plusDays(1),
                    act);
        }
    }

    boolean hasBeenInForce() {
        return state != AgreementState.DRAFT && state != AgreementState.SIGNED;
    }

    void requireMove(AgreementState next) {
        if (!state.next().contains(next)) {
            throw Refusal.illegalTransition(state, next, state.next());
        }
    }

    /** After the signature, the only way in which the content changes. */
    HistoryEntry amend(AgreementTerms amended, List<Change> difference, Amending how, Act act) {
        requireSigned();
        Days.requirePast("/signedOn/value", how.signedOn(), act);
        LocalDate day = Days.inOrder("/effectiveOn", how.effectiveOn(), termsSince, act);
        adopt(amended, day);
        if (hasBeenInForce() && startsOn != null && startsOn.isAfter(act.today())) {
            throw Refusal.invalid(new Violation("/changes/startsOn", PartnerProblem.DATE_IN_FUTURE));
        }
        lastAmendment++;
        return enter(HistoryAction.AMENDED, day, act)
                .terms(amended, difference)
                .amendment(
                        lastAmendment,
                        how.signedOn() == null ? null : how.signedOn().normalised());
    }

    /** The circumstances of an amendment. */
    record Amending(
            @Nullable LocalDate effectiveOn, @Nullable PartialDate signedOn) {}

    void requireSigned() {
        if (state == AgreementState.DRAFT) {
            throw Refusal.of(PartnerProblem.AGREEMENT_NOT_SIGNED);
        }
        if (!state.isLive()) {
            throw Refusal.of(PartnerProblem.AGREEMENT_ENDED, state.name());
        }
    }

    /** The money of one kind stops or flows again; the agreement's own state stays what it is. */
    void fund(FundingKind fundingKind, FundingState next, @Nullable LocalDate since, Act act) {
        requireSigned();
        Funding current = fundings().stream()
                .filter(funding -> funding.kind() == fundingKind)
                .findFirst()
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "funding"));
        if (framework != null && framework.funding(fundingKind).stopped()) {
            throw Refusal.of(PartnerProblem.FRAMEWORK_FUNDING_SUSPENDED, framework.number());
        }
        if (!current.state().next().contains(next)) {
            throw Refusal.illegalTransition(
                    current.state(), next, current.state().next());
        }
        LocalDate earliest = current.since() == null ? LocalDate.MIN : current.since();
        LocalDate day = Days.inOrder("/since", since, earliest, act);
        Funding changed = new Funding(fundingKind, next, day, act.reason());
        fundingRecords = Stream.concat(
                        fundingRecords.stream().filter(funding -> funding.kind() != fundingKind), Stream.of(changed))
                .toList();
        boolean suspended = next == FundingState.SUSPENDED;
        enter(suspended ? HistoryAction.FUNDING_SUSPENDED : HistoryAction.FUNDING_RESTORED, day, act)
                .funding(changed);
    }

    /** Takes up what its framework now says; a new version, because the effective content is told with it. */
    void follow() {
        frameworkVersion = framework == null ? null : framework.version();
        deriveDates();
    }

    private void adopt(AgreementTerms adopted, LocalDate since) {
        terms = adopted;
        termsSince = since;
        partnerIds = adopted.partnerIds().toArray(UUID[]::new);
        deriveDates();
    }

    private void deriveDates() {
        AgreementTerms effective = effectiveTerms();
        startsOn = effective.startsOn();
        endsOn = effective.endsOn();
    }

    private HistoryEntry move(AgreementState next, HistoryAction action, LocalDate day, Act act) {
        requireMove(next);
        boolean backdated = state == AgreementState.DRAFT; // a draft of today may have been signed long ago
        state = next;
        stateSince = backdated || day.isAfter(stateSince) ? day : stateSince;
        return enter(action, stateSince, act);
    }

    private HistoryEntry enter(HistoryAction action, LocalDate day, Act act) {
        HistoryEntry entry = HistoryEntry.of(id, ++historyLength, act, action, day, state);
        unrecorded.add(entry);
        return entry;
    }

    List<Funding> fundingRecords() {
        return fundingRecords;
    }

    /** The history entries made since the last call, for the repository to keep. */
    List<HistoryEntry> takeUnrecorded() {
        List<HistoryEntry> taken = unrecorded;
        unrecorded = new ArrayList<>();
        return taken;
    }

    /** What holds: the own terms and, where they are silent, the framework's. */
    AgreementTerms effectiveTerms() {
        return framework == null ? terms : terms.under(framework.terms());
    }

    /** The fundings that are accepted, with the state of each. */
    List<Funding> fundings() {
        return effectiveTerms().fundingKinds().stream().map(this::funding).toList();
    }

    Funding funding(FundingKind fundingKind) {
        return Funding.under(
                framework == null ? null : framework.recordOf(fundingKind), recordOf(fundingKind), fundingKind);
    }

    @Nullable
    Funding recordOf(FundingKind fundingKind) {
        return fundingRecords.stream()
                .filter(funding -> funding.kind() == fundingKind)
                .findFirst()
                .orElse(null);
    }

    UUID id() {
        return id;
    }

    long version() {
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
