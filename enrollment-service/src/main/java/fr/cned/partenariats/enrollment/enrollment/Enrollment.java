package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.FUNDING_LINE_DECIDED;
import static fr.cned.partenariats.enrollment.enrollment.EnrollmentState.*;

import fr.cned.partenariats.commons.ids.Ids;
import fr.cned.partenariats.commons.problem.Refusal;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * One student's place on one offering under one agreement. Every change of state goes through
 * {@link #moveTo}; seats and places are the service's business, in the same transaction.
 */
@Entity
public class Enrollment {

    private static final String OFFERING_CANCELLED = "offering-cancelled";

    @Id
    private UUID id;

    @Version
    private long version;

    /** The registration that it was made with, which its partner knows the student by. */
    private UUID studentId;

    /** The student whom that registration stands for: itself, or whom it is merged into. */
    private UUID personId;

    private UUID partnerId;
    private UUID agreementId;
    private UUID offeringId;
    private UUID trainingId;
    private String academicYear;
    private @Nullable UUID siteId;
    private UUID seatId;

    @Enumerated(EnumType.STRING)
    private EnrollmentState state;

    /** Read by the database only, which orders waiting lists by it. */
    @SuppressWarnings("UnusedVariable")
    private @Nullable Long waitingRank;

    private @Nullable LocalDate holdUntil;
    private @Nullable UUID previousId;

    /** Whose the previous one is: for a merged student, an officer may name another partner's. */
    @Formula("(select p.partner_id from enrollment p where p.id = previous_id)")
    private @Nullable UUID previousPartnerId;

    private @Nullable String result;
    private @Nullable LocalDate withdrawnOn;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<FundingLine> fundings;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<Move> history;

    private Instant registeredAt;
    private Instant changedAt;

    protected Enrollment() {}

    /** Whose enrollment it is and for what; all but the person stays as it is for the enrollment's life. */
    record Subject(
            UUID studentId,
            UUID personId,
            UUID partnerId,
            UUID agreementId,
            UUID offeringId,
            UUID trainingId,
            String academicYear,
            UUID seatId,
            @Nullable UUID siteId,
            @Nullable UUID previousId) {}

    /** With a seat and a place in hand. */
    static Enrollment accept(Subject subject, List<FundingLine> fundings, LocalDate holdUntil, String by, Instant now) {
        Enrollment enrollment = new Enrollment(subject, fundings, now);
        enrollment.begin(enrollment.acceptedState(), by, now);
        enrollment.holdIfPending(holdUntil);
        return enrollment;
    }

    /** Without; {@code rank} tells its place in the waiting list. */
    static Enrollment waitlist(Subject subject, List<FundingLine> fundings, long rank, String by, Instant now) {
        Enrollment enrollment = new Enrollment(subject, fundings, now);
        enrollment.waitingRank = rank;
        enrollment.begin(WAITLISTED, by, now);
        return enrollment;
    }

    private Enrollment(Subject subject, List<FundingLine> fundings, Instant now) {
        this.id = Ids.next();
        this.studentId = subject.studentId();
        this.personId = subject.personId();
        this.partnerId = subject.partnerId();
        this.agreementId = subject.agreementId();
        this.offeringId = subject.offeringId();
        this.trainingId = subject.trainingId();
        this.academicYear = subject.academicYear();
        this.seatId = subject.seatId();
        this.siteId = subject.siteId();
        this.previousId = subject.previousId();
        this.previousPartnerId = subject.partnerId(); // a partner can name no other's
        this.fundings = List.copyOf(fundings);
        this.history = List.of();
        this.registeredAt = now;
        this.changedAt = now;
    }

    /** @param seat the line of the quotas that its seat was taken of, which need not be the one it began to wait for */
    void promote(UUID seat, LocalDate holdUntil, Instant now) {
        moveTo(acceptedState(), "waiting-list", null, now);
        seatId = seat;
        waitingRank = null;
        holdIfPending(holdUntil);
    }

    void cancel(String by, String reason, Instant now) {
        moveTo(CANCELLED, by, reason, now);
        waitingRank = null;
        holdUntil = null;
    }

    void start(Instant now) {
        moveTo(ACTIVE, "calendar", null, now);
    }

    void withdraw(String by, String reason, LocalDate on, Instant now) {
        moveTo(WITHDRAWN, by, reason, now);
        withdrawnOn = on;
    }

    /** The offering does not take place: whoever has started it can only leave it. */
    void endWithOffering(LocalDate today, Instant now) {
        if (state == ACTIVE) {
            withdraw("calendar", OFFERING_CANCELLED, today, now);
        } else {
            cancel("calendar", OFFERING_CANCELLED, now);
        }
    }

    void complete(String by, @Nullable String outcome, Instant now) {
        moveTo(COMPLETED, by, null, now);
        result = outcome;
    }

    void transferAway(String by, String reason, Instant now) {
        moveTo(TRANSFERRED, by, reason, now);
    }

    /** The last approval that was missing confirms the enrollment. What is over is decided no more. */
    void approveFunding(UUID lineId, String by, Instant now) {
        if (state.next().isEmpty()) {
            throw Refusal.illegalTransition(state, CONFIRMED, state.next());
        }
        decide(lineId, FundingLine.State.APPROVED, by, null, now);
        if (state == PENDING_FUNDING && acceptedState() == CONFIRMED) {
            moveTo(CONFIRMED, by, null, now);
            holdUntil = null;
        }
    }

    /** One refusal rejects the enrollment: the lines no longer sum to the price. */
    void refuseFunding(UUID lineId, String by, String reason, Instant now) {
        decide(lineId, FundingLine.State.REFUSED, by, reason, now);
        moveTo(REJECTED, by, reason, now);
        holdUntil = null;
    }

    /** Its registration was merged into another student, or is one for itself again. */
    void countFor(UUID person, Instant now) {
        personId = person;
        changedAt = now;
    }

    /** Reasons, funders' names and the result may tell who the student is. */
    void forgetWhatPeopleWrote(Instant now) {
        history = history.stream().map(Move::withoutReason).toList();
        fundings = fundings.stream().map(FundingLine::withoutTexts).toList();
        result = null;
        changedAt = now;
    }

    private void decide(UUID lineId, FundingLine.State decision, String by, @Nullable String why, Instant now) {
        FundingLine line = fundings.stream()
                .filter(l -> l.id().equals(lineId))
                .findFirst()
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "funding line"));
        if (line.state() != FundingLine.State.REQUESTED) {
            throw Refusal.of(FUNDING_LINE_DECIDED, line.state().name());
        }
        fundings = fundings.stream()
                .map(l -> l.equals(line) ? l.decided(decision, now, by, why) : l)
                .toList();
        changedAt = now;
    }

    /** Whether its seat was kept for funding until a day that is over. */
    boolean isHeldInVain(LocalDate today) {
        return state == PENDING_FUNDING && holdUntil != null && holdUntil.isBefore(today);
    }

    private EnrollmentState acceptedState() {
        return fundings.stream().allMatch(l -> l.state() == FundingLine.State.APPROVED) ? CONFIRMED : PENDING_FUNDING;
    }

    private void holdIfPending(LocalDate until) {
        holdUntil = state == PENDING_FUNDING ? until : null;
    }

    private void begin(EnrollmentState first, String by, Instant now) {
        state = first;
        history = List.of(new Move(null, first, now, by, null));
    }

    private void moveTo(EnrollmentState next, String by, @Nullable String reason, Instant now) {
        if (!state.next().contains(next)) {
            throw Refusal.illegalTransition(state, next, state.next());
        }
        List<Move> moves = new ArrayList<>(history);
        moves.add(new Move(state, next, now, by, reason));
        history = List.copyOf(moves);
        state = next;
        changedAt = now;
    }

    public UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    UUID studentId() {
        return studentId;
    }

    UUID personId() {
        return personId;
    }

    UUID partnerId() {
        return partnerId;
    }

    UUID agreementId() {
        return agreementId;
    }

    UUID offeringId() {
        return offeringId;
    }

    UUID trainingId() {
        return trainingId;
    }

    String academicYear() {
        return academicYear;
    }

    @Nullable
    UUID siteId() {
        return siteId;
    }

    UUID seatId() {
        return seatId;
    }

    EnrollmentState state() {
        return state;
    }

    @Nullable
    LocalDate holdUntil() {
        return holdUntil;
    }

    /** As far as this partner may see it; all, when none is given. */
    @Nullable
    UUID previousId(Optional<UUID> partner) {
        return partner.isEmpty() || partner.get().equals(previousPartnerId) ? previousId : null;
    }

    @Nullable
    String result() {
        return result;
    }

    @Nullable
    LocalDate withdrawnOn() {
        return withdrawnOn;
    }

    List<FundingLine> fundings() {
        return fundings;
    }

    List<Move> history() {
        return history;
    }

    Instant registeredAt() {
        return registeredAt;
    }

    Instant changedAt() {
        return changedAt;
    }
}
