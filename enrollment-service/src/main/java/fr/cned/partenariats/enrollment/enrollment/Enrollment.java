package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ENROLLMENT_STATE_UNFIT;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.FUNDING_LINE_DECIDED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.NO_OPCO_LINE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.OPCO_DOSSIER_TAKEN;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.RESULT_UNCHANGED;
import static fr.cned.partenariats.enrollment.enrollment.EnrollmentState.*;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.changelog.Owner;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.admission.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.replica.site.SiteYear;
import jakarta.persistence.Basic;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreUpdate;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

/**
 * One student's place on one offering under one agreement. Every change of state goes through {@link #changeState}. The
 * service reserves and releases the seat and the place in the same transaction.
 */
@Entity
public class Enrollment {

    @Id
    private UUID id;

    @Version
    private long version;

    /** The student of the registration; the partner knows the person by this id. */
    private UUID studentId;

    /** The person behind the student: the student it is merged into, else the student itself. */
    private UUID personId;

    @Owner
    private UUID partnerId;

    /** The partner's own identifier. */
    private @Nullable String reference;

    private UUID agreementId;
    private UUID offeringId;
    private UUID trainingId;
    private String academicYear;

    @Owner
    private @Nullable UUID siteId;

    private UUID seatId;

    @Enumerated(EnumType.STRING)
    private EnrollmentState state;

    private @Nullable Long waitingRank;

    /** The number of students who wait for the offering up to this one, when the row was read. */
    @Formula("waitlist_rank(offering_id, waiting_rank)")
    private @Nullable Integer waitlistRank;

    private @Nullable LocalDate holdUntil;
    private @Nullable UUID previousId;

    /** For a merged student an officer may name a previous enrollment of another partner. */
    @Formula("(select p.partner_id from enrollment p where p.id = previous_id)")
    private @Nullable UUID previousPartnerId;

    /** The request said that another enrolled student with the same identity is another person. */
    private boolean distinctPerson;

    @Embedded
    private @Nullable ExamResult result;

    private @Nullable LocalDate withdrawnOn;

    @Basic
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<OtherCode> otherCodes;

    @Enumerated(EnumType.STRING)
    private @Nullable RemoteState remoteState;

    @Basic
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<FundingLine> fundings;

    /** Of the line with a dossier, for its unique index. Read by {@link EnrollmentRepository}. */
    @Column(name = "opco_dossier")
    private @Nullable String dossierKey;

    @Basic
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<HistoryEntry> history;

    private Instant registeredAt;
    private Instant changedAt;

    protected Enrollment() {}

    /** The references of an enrollment. Only the person changes later, by a merge. */
    public record Subject(
            UUID studentId,
            UUID personId,
            UUID partnerId,
            @Nullable String reference,
            UUID agreementId,
            UUID offeringId,
            UUID trainingId,
            String academicYear,
            UUID seatId,
            @Nullable UUID siteId,
            @Nullable UUID previousId,
            boolean distinctPerson) {}

    /** The caller has reserved a seat and a place. */
    public static Enrollment accept(
            Subject subject, List<FundingLine> fundings, LocalDate holdUntil, String by, Instant now) {
        Enrollment enrollment = new Enrollment(subject, fundings, now);
        enrollment.begin(enrollment.acceptedState(), by, now);
        enrollment.holdIfPending(holdUntil);
        return enrollment;
    }

    /**
     * The history has the real days; when it was recorded is in the audit trail. The caller has reserved a seat and a place
     * if the enrollment holds them.
     *
     * @param startedOn of an enrollment that has started
     */
    public static Enrollment past(
            Subject subject,
            List<FundingLine> fundings,
            PastEnrollment past,
            LocalDate startedOn,
            LocalDate holdUntil,
            String by,
            ZonedDateTime now) {
        Function<LocalDate, Instant> at = day -> day.atStartOfDay(now.getZone()).toInstant();
        Instant registered = at.apply(past.registeredOn());
        List<FundingLine> decided = past.state() == null
                ? fundings
                : fundings.stream().map(line -> line.agreed(registered, by)).toList();
        Enrollment enrollment = accept(subject, decided, holdUntil, by, registered);
        if (past.hasStarted()) {
            enrollment.changeState(ACTIVE, by, null, at.apply(startedOn));
        }
        if (past.state() == COMPLETED && past.endedOn() != null) {
            enrollment.complete(by, ExamResult.of(ResultState.UNKNOWN), at.apply(past.endedOn()));
        } else if (past.state() != null && past.endedOn() != null) {
            enrollment.changeState(past.state(), by, null, at.apply(past.endedOn()));
            enrollment.withdrawnOn = past.state() == WITHDRAWN ? past.endedOn() : null;
        }
        enrollment.changedAt = now.toInstant();
        return enrollment;
    }

    /** Without a seat and a place. {@code rank} is the position on the waiting list. */
    public static Enrollment waitlist(Subject subject, List<FundingLine> fundings, long rank, String by, Instant now) {
        Enrollment enrollment = new Enrollment(subject, fundings, now);
        enrollment.waitingRank = rank;
        enrollment.begin(WAITLISTED, by, now);
        return enrollment;
    }

    /** For an enrollment that has just joined the waiting list: it is the last one. */
    public Enrollment withWaitlistRank(int waiting) {
        waitlistRank = waiting;
        return this;
    }

    /** For an enrollment that is not stored yet: a client may choose the id. */
    public void withId(UUID chosen) {
        id = chosen;
    }

    private Enrollment(Subject subject, List<FundingLine> fundings, Instant now) {
        this.id = Ids.next();
        this.studentId = subject.studentId();
        this.personId = subject.personId();
        this.partnerId = subject.partnerId();
        this.reference = subject.reference();
        this.agreementId = subject.agreementId();
        this.offeringId = subject.offeringId();
        this.trainingId = subject.trainingId();
        this.academicYear = subject.academicYear();
        this.seatId = subject.seatId();
        this.siteId = subject.siteId();
        this.previousId = subject.previousId();
        this.previousPartnerId = subject.partnerId(); // a partner can only name its own enrollments
        this.distinctPerson = subject.distinctPerson();
        this.otherCodes = List.of();
        this.fundings = List.copyOf(fundings);
        this.history = List.of();
        this.registeredAt = now;
        this.changedAt = now;
    }

    /** @param seat the quota of the reserved seat; it may differ from the quota at the time of registration */
    void promote(UUID seat, LocalDate holdUntil, Instant now) {
        changeState(acceptedState(), "waiting-list", null, now);
        seatId = seat;
        waitingRank = null;
        holdIfPending(holdUntil);
    }

    void cancel(String by, String reason, Instant now) {
        changeState(CANCELLED, by, reason, now);
        waitingRank = null;
        holdUntil = null;
    }

    void start(Instant now) {
        changeState(ACTIVE, "calendar", null, now);
    }

    /** The start of the offering was moved to a later day. */
    void returnToConfirmed(Instant now) {
        changeState(CONFIRMED, "calendar", "start-postponed", now);
    }

    /** The student withdraws, and gets back what the agreement says. */
    void withdraw(String by, String reason, LocalDate on, RefundTerms terms, Instant now) {
        requireNext(WITHDRAWN);
        fundings = List.copyOf(terms.refunded(fundings, on));
        BigDecimal refund = fundings.stream()
                .flatMap(line -> Stream.ofNullable(line.refund()))
                .reduce(BigDecimal::add)
                .orElse(null);
        append(new HistoryEntry(
                state, WITHDRAWN, now, on, by, reason, null, null, null, null, null, refund, null, null));
        withdrawnOn = on;
    }

    /** Ends on behalf of the Cned: a started enrollment is withdrawn, any other is cancelled. */
    void end(String reason, LocalDate today, Supplier<RefundTerms> terms, Instant now) {
        if (state == ACTIVE) {
            withdraw("calendar", reason, today, terms.get(), now);
        } else {
            cancel("calendar", reason, now);
        }
    }

    void complete(String by, ExamResult known, Instant now) {
        requireNext(COMPLETED);
        append(new HistoryEntry(
                state, COMPLETED, now, known.decidedOn(), by, null, null, null, null, known, null, null, null, null));
        result = known;
    }

    /** The history keeps the earlier result. */
    void correctResult(ExamResult known, String by, String reason, Instant now) {
        if (state != COMPLETED) {
            throw Refusal.of(ENROLLMENT_STATE_UNFIT, state.name(), COMPLETED.name());
        }
        if (known.equals(result)) {
            throw Refusal.of(RESULT_UNCHANGED);
        }
        append(new HistoryEntry(
                state, state, now, known.decidedOn(), by, reason, null, null, null, known, null, null, null, null));
        result = known;
    }

    /** It was entered by mistake. The right registration may have its reference. */
    void annul(String by, String reason, Instant now) {
        changeState(ANNULLED, by, reason, now);
        waitingRank = null;
        holdUntil = null;
        result = null;
        reference = null;
    }

    /** A dossier at an OPCO goes to the next enrollment with its funding line. */
    void transferAway(String by, String reason, Instant now) {
        changeState(TRANSFERRED, by, reason, now);
        fundings = fundings.stream().map(line -> line.withDossier(null)).toList();
    }

    /** The last missing approval confirms the enrollment. An enrollment that is over takes no decision. */
    void approveFunding(UUID lineId, String by, Instant now) {
        if (!state.isLive()) {
            throw Refusal.illegalTransition(state, CONFIRMED, state.next());
        }
        decide(lineId, FundingLine.State.APPROVED, by, null, now);
        if (state == PENDING_FUNDING && acceptedState() == CONFIRMED) {
            changeState(CONFIRMED, by, null, now);
            holdUntil = null;
        }
    }

    /** One refusal rejects the enrollment, because the other lines do not sum to the price. */
    void refuseFunding(UUID lineId, String by, String reason, Instant now) {
        decide(lineId, FundingLine.State.REFUSED, by, reason, now);
        changeState(REJECTED, by, reason, now);
        holdUntil = null;
    }

    /** A recorded dossier is replaced by one with another number. */
    void recordDossier(UUID lineId, Opco opco, String number, String by, Instant now) {
        FundingLine line = line(lineId);
        if (line.kind() != FundingKind.OPCO) {
            throw Refusal.of(NO_OPCO_LINE);
        }
        if (!isLive()) {
            throw Refusal.of(ENROLLMENT_STATE_UNFIT, state.name(), EnrollmentState.names(EnrollmentState::isLive));
        }
        OpcoDossier recorded = OpcoDossier.recorded(opco, number, now);
        if (hasDossier(recorded) || (dossier() != null && line.dossier() == null)) {
            throw Refusal.of(OPCO_DOSSIER_TAKEN);
        }
        follow(line, line.withDossier(recorded), by, now);
    }

    boolean hasDossier(OpcoDossier report) {
        OpcoDossier known = dossier();
        return known != null && known.key() != null && known.key().equals(report.key());
    }

    /** Whether {@link #follow} would change anything. */
    boolean isNews(OpcoDossier report) {
        return hasDossier(report)
                && fundings.stream()
                        .anyMatch(
                                line -> !line.reported(report).equals(line) || decision(line.reported(report)) != null);
    }

    /**
     * Keeps what the OPCO reports of a dossier, and decides its line as an officer would. A state that goes back takes
     * back no decision but a rupture.
     */
    void follow(OpcoDossier report, String by, Instant now) {
        for (FundingLine line : fundings) {
            FundingLine followed = line.reported(report);
            FundingLine.State decision = decision(followed);
            if (decision == FundingLine.State.RUPTURED) {
                followed = followed.decided(FundingLine.State.RUPTURED, now, by, null);
            } else if (decision != null && line.state() == FundingLine.State.RUPTURED) {
                followed = followed.reopened();
            }
            follow(line, followed, by, now);
            if (decision == FundingLine.State.APPROVED) {
                approveFunding(line.id(), by, now);
            } else if (decision == FundingLine.State.REFUSED) {
                refuseFunding(line.id(), by, report.opco() + ": " + report.state(), now);
            }
        }
    }

    private void follow(FundingLine line, FundingLine followed, String by, Instant now) {
        if (!followed.equals(line)) {
            List<FundingLine> before = followed.state() == line.state() ? null : fundings;
            replace(line, followed);
            append(new HistoryEntry(
                    state, state, now, null, by, null, null, null, null, null, before, null, null, followed.dossier()));
        }
    }

    private FundingLine.@Nullable State decision(FundingLine line) {
        return isLive() ? line.decisionOfOpco(state == PENDING_FUNDING) : null;
    }

    private void replace(FundingLine line, FundingLine other) {
        fundings = fundings.stream().map(l -> l.equals(line) ? other : l).toList();
    }

    @PrePersist
    @PreUpdate
    void keepDossierKey() {
        OpcoDossier dossier = dossier();
        dossierKey = dossier == null ? null : dossier.key();
    }

    /**
     * Gives an amount of a line to another payer. Seat, place and price stay. A payer of a confirmed or active enrollment
     * has agreed already: nobody loses a place for a change of payer.
     */
    void changePayer(UUID lineId, BigDecimal amount, Payer payer, String by, String reason, Instant now) {
        FundingLine line = line(lineId);
        boolean undecided = state == WAITLISTED || state == PENDING_FUNDING;
        FundingLine asked = FundingLine.request(payer.kind(), payer.funder(), amount);
        FundingLine taken = undecided ? asked : asked.agreed(now, by);
        BigDecimal rest = line.amount().subtract(amount);
        List<FundingLine> before = fundings;
        fundings = fundings.stream()
                .flatMap(l -> !l.equals(line)
                        ? Stream.of(l)
                        : rest.signum() == 0 ? Stream.of(taken) : Stream.of(l.withAmount(rest), taken))
                .toList();
        EnrollmentState after = state == PENDING_FUNDING ? acceptedState() : state;
        append(new HistoryEntry(state, after, now, null, by, reason, null, null, null, null, before, null, null, null));
        holdIfPending(holdUntil);
    }

    FundingLine line(UUID lineId) {
        return fundings.stream()
                .filter(l -> l.id().equals(lineId))
                .findFirst()
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "funding line"));
    }

    /** The whole price: the sum of the funding lines. */
    BigDecimal price() {
        return fundings.stream().map(FundingLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Replaces the funding lines by others that are all approved, so an enrollment that waited for one is confirmed. */
    void changePrice(List<FundingLine> lines, String by, String reason, Instant now) {
        List<FundingLine> before = fundings;
        fundings = List.copyOf(lines);
        EnrollmentState after = state == PENDING_FUNDING ? CONFIRMED : state;
        append(new HistoryEntry(
                state, after, now, null, by, reason, null, price(), null, null, before, null, null, null));
        holdIfPending(holdUntil);
    }

    /** Changes neither the seat and the place nor the rank and the price. */
    void changeSite(@Nullable UUID site, LocalDate effectiveOn, String by, @Nullable String reason, Instant now) {
        SiteChange change = new SiteChange(siteId, site, effectiveOn);
        siteId = site;
        append(new HistoryEntry(state, state, now, null, by, reason, null, null, change, null, null, null, null, null));
    }

    EnrollmentDetails details() {
        return new EnrollmentDetails(otherCodes, remoteState);
    }

    /** The history keeps the partner's states, and no code: an erasure removes the codes. */
    void update(EnrollmentDetails changed, String by, Instant now) {
        if (changed.equals(details())) {
            return;
        }
        RemoteState reported = changed.remoteState();
        if (reported != null && reported != remoteState) {
            append(new HistoryEntry(
                    state, state, now, null, by, null, null, null, null, null, null, null, reported, null));
        }
        otherCodes = changed.otherCodes();
        remoteState = reported;
        changedAt = now;
    }

    /** The first day on which the site may change: that of the last change, or of the registration. */
    LocalDate siteChangesFrom(ZoneId zone) {
        return history.stream()
                .flatMap(entry -> Stream.ofNullable(entry.siteChange()))
                .map(SiteChange::effectiveOn)
                .max(Comparator.naturalOrder())
                .orElseGet(() -> LocalDate.ofInstant(registeredAt, zone));
    }

    /** After its student was merged into another one, or such a merge was undone. */
    void assignTo(UUID person, Instant now) {
        personId = person;
        changedAt = now;
    }

    /** Reasons, names of funders, numbers of dossiers, details of the result and all codes may identify the student. */
    void erase(Instant now) {
        history = history.stream().map(HistoryEntry::erased).toList();
        fundings = fundings.stream().map(FundingLine::withoutFreeText).toList();
        result = result == null ? null : result.erased();
        reference = null;
        otherCodes = List.of();
        changedAt = now;
    }

    /** Refuses a second decision on a line. */
    private void decide(UUID lineId, FundingLine.State decision, String by, @Nullable String reason, Instant now) {
        FundingLine line = line(lineId);
        if (line.state() != FundingLine.State.REQUESTED) {
            throw Refusal.of(FUNDING_LINE_DECIDED, line.state().name());
        }
        replace(line, line.decided(decision, now, by, reason));
        changedAt = now;
    }

    /** Whether the seat was kept for a funding decision until a day in the past. */
    boolean isHoldExpired(LocalDate today) {
        return state == PENDING_FUNDING && holdUntil != null && holdUntil.isBefore(today);
    }

    /** Whether it waits, runs or will run. A person has at most one such enrollment on an offering. */
    public boolean isLive() {
        return state.isLive();
    }

    /** The state of an enrollment that has a seat and a place. */
    private EnrollmentState acceptedState() {
        boolean approved = fundings.stream().allMatch(line -> line.state() == FundingLine.State.APPROVED);
        return approved ? CONFIRMED : PENDING_FUNDING;
    }

    private void holdIfPending(@Nullable LocalDate until) {
        holdUntil = state == PENDING_FUNDING ? until : null;
    }

    private void begin(EnrollmentState first, String by, Instant now) {
        state = first;
        Boolean distinct = distinctPerson ? true : null;
        history = List.of(
                new HistoryEntry(null, first, now, null, by, null, distinct, null, null, null, null, null, null, null));
    }

    private void changeState(EnrollmentState next, String by, @Nullable String reason, Instant now) {
        requireNext(next);
        append(HistoryEntry.of(state, next, now, by, reason));
    }

    private void requireNext(EnrollmentState next) {
        Refusal.requireTransition(state, next, state.next());
    }

    private void append(HistoryEntry entry) {
        List<HistoryEntry> entries = new ArrayList<>(history);
        entries.add(entry);
        history = List.copyOf(entries);
        state = entry.to();
        changedAt = entry.at();
    }

    public UUID id() {
        return id;
    }

    long revision() {
        return version;
    }

    public UUID studentId() {
        return studentId;
    }

    public UUID personId() {
        return personId;
    }

    public UUID partnerId() {
        return partnerId;
    }

    @Nullable
    String reference() {
        return reference;
    }

    /** Null when no other system has a code. */
    @Nullable
    List<OtherCode> otherCodes() {
        return otherCodes.isEmpty() ? null : otherCodes;
    }

    UUID agreementId() {
        return agreementId;
    }

    public UUID offeringId() {
        return offeringId;
    }

    UUID trainingId() {
        return trainingId;
    }

    public String academicYear() {
        return academicYear;
    }

    public @Nullable UUID siteId() {
        return siteId;
    }

    /** The site whose hosting capacity the enrollment takes, in its academic year. */
    public Optional<SiteYear> occupiedSite() {
        return siteId == null || !state.holdsSeat()
                ? Optional.empty()
                : Optional.of(new SiteYear(siteId, academicYear));
    }

    UUID seatId() {
        return seatId;
    }

    public EnrollmentState state() {
        return state;
    }

    /** The 1-based place on the waiting list of the offering; null when the student does not wait. */
    @Nullable
    Integer waitlistRank() {
        return state == WAITLISTED ? waitlistRank : null;
    }

    /** When the enrollment got its seat and place from the waiting list; null when it never did. */
    @Nullable
    Instant promotedAt() {
        return history.stream()
                .filter(entry -> entry.from() == WAITLISTED && entry.to().holdsSeat())
                .map(HistoryEntry::at)
                .findFirst()
                .orElse(null);
    }

    @Nullable
    LocalDate holdUntil() {
        return holdUntil;
    }

    /** The last hold; null when funding never had to be decided. */
    @Nullable
    Hold hold() {
        return history.stream()
                .filter(entry -> (entry.from() == PENDING_FUNDING) != (entry.to() == PENDING_FUNDING))
                .reduce((first, second) -> second)
                .map(entry -> entry.to() == PENDING_FUNDING
                        ? new Hold(holdUntil, null, entry.at())
                        : new Hold(null, entry.to(), entry.at()))
                .orElse(null);
    }

    /** Absent when the previous enrollment is outside of the scope. */
    @Nullable
    UUID previousId(TenantScope scope) {
        return previousPartnerId != null && scope.covers(previousPartnerId) ? previousId : null;
    }

    @Nullable
    Long waitingRank() {
        return waitingRank;
    }

    /** Whether or not a reader may see it. */
    @Nullable
    UUID previousId() {
        return previousId;
    }

    boolean isDistinctPerson() {
        return distinctPerson;
    }

    @Nullable
    ExamResult result() {
        return result;
    }

    @Nullable
    LocalDate withdrawnOn() {
        return withdrawnOn;
    }

    List<FundingLine> fundings() {
        return fundings;
    }

    /** At most one line has a dossier. */
    @Nullable
    OpcoDossier dossier() {
        return fundings.stream()
                .flatMap(line -> Stream.ofNullable(line.dossier()))
                .findFirst()
                .orElse(null);
    }

    List<HistoryEntry> history() {
        return history;
    }

    Instant registeredAt() {
        return registeredAt;
    }

    Instant changedAt() {
        return changedAt;
    }
}
