package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.NO_PLACE_LEFT;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.NO_SEAT_LEFT;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.TRANSFER_TO_ITSELF;

import fr.cned.partenariats.commons.outbox.Outbox;
import fr.cned.partenariats.commons.outbox.OutboxEvent;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.enrollment.Actors;
import fr.cned.partenariats.enrollment.Visibility;
import fr.cned.partenariats.enrollment.counter.Counters;
import fr.cned.partenariats.enrollment.counter.Counters.Moved;
import fr.cned.partenariats.enrollment.counter.WaitingListWork;
import fr.cned.partenariats.enrollment.eligibility.Eligibility;
import fr.cned.partenariats.enrollment.eligibility.Eligibility.Verdict;
import fr.cned.partenariats.enrollment.eligibility.Question;
import fr.cned.partenariats.enrollment.student.StudentService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Moves a student to another offering or agreement: the old enrollment ends, the new one points to it,
 * and their seats and places change hands, all in one transaction or not at all.
 */
@ApplicationScoped
@Transactional
public class TransferService {

    private final Eligibility eligibility;
    private final EnrollmentRepository enrollments;
    private final StudentService students;
    private final Counters counters;
    private final WaitingListWork waitingLists;
    private final Outbox outbox;
    private final Actors actors;
    private final Visibility visibility;
    private final Clock clock;
    private final Period hold;

    TransferService(
            Eligibility eligibility,
            EnrollmentRepository enrollments,
            StudentService students,
            Counters counters,
            WaitingListWork waitingLists,
            Outbox outbox,
            Actors actors,
            Visibility visibility,
            Clock clock,
            @ConfigProperty(name = "enrollment.funding.hold") Period hold) {
        this.eligibility = eligibility;
        this.enrollments = enrollments;
        this.students = students;
        this.counters = counters;
        this.waitingLists = waitingLists;
        this.outbox = outbox;
        this.actors = actors;
        this.visibility = visibility;
        this.clock = clock;
        this.hold = hold;
    }

    /** Refuses with every rule that the target blocks by; a transfer never waits for a place. */
    public EnrollmentView transfer(UUID id, TransferRequest request) {
        Instant now = clock.instant();
        Enrollment old = enrollments
                .findVisible(id, visibility.partner())
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "enrollment"));
        students.hold(Map.of(old.studentId(), old.personId())); // before the enrollment, as merges and erasures do
        enrollments.lock(old);
        old.transferAway(actors.current(), request.reason(), now);
        UUID agreementId = request.agreementId() == null ? old.agreementId() : request.agreementId();
        if (agreementId.equals(old.agreementId()) && request.offeringId().equals(old.offeringId())) {
            throw Refusal.of(TRANSFER_TO_ITSELF);
        }
        List<FundingLine> asked = request.linesAfter(old);
        Verdict verdict = eligibility.judge(question(old, agreementId, request.offeringId(), asked));
        EnrollmentService.refuseIfBlocked(verdict);
        List<FundingLine> lines = Requests.orAllByStudent(asked, verdict.price());
        Enrollment.Subject subject = new Enrollment.Subject(
                old.studentId(),
                old.personId(),
                old.partnerId(),
                agreementId,
                request.offeringId(),
                verdict.offering().trainingId(),
                verdict.offering().academicYear(),
                Objects.requireNonNull(verdict.facts().seat()).id(),
                old.siteId(),
                old.id());
        Moved moved = counters.move(old.seatId(), subject.seatId(), old.offeringId(), subject.offeringId());
        if (!moved.complete()) {
            throw moved.seatHad() ? Refusal.of(NO_PLACE_LEFT) : noSeatLeft(verdict);
        }
        enrollments.flush(); // the old one is no longer live when the new one meets the unique index
        Enrollment transferred =
                Enrollment.accept(subject, lines, LocalDate.now(clock).plus(hold), actors.current(), now);
        enrollments.persist(transferred);
        enrollments.flushOrRefuseSecond(transferred, visibility.partner());
        waitingLists.note(old.offeringId());
        waitingLists.noteAgreement(old.agreementId());
        publish(old, transferred, moved);
        return EnrollmentView.of(transferred, visibility, actors);
    }

    private static Question question(Enrollment old, UUID agreementId, UUID offeringId, List<FundingLine> lines) {
        return new Question(
                old.partnerId(),
                agreementId,
                offeringId,
                old.siteId(),
                old.studentId(),
                null,
                lines.stream()
                        .map(line -> new Question.Payment(line.kind(), line.amount()))
                        .toList(),
                new Question.Held(old.seatId(), old.offeringId()));
    }

    private static Refusal noSeatLeft(Verdict verdict) {
        return Refusal.of(
                NO_SEAT_LEFT, verdict.agreementNumber(), verdict.offering().academicYear());
    }

    private void publish(Enrollment old, Enrollment transferred, Moved moved) {
        List<OutboxEvent> events = new ArrayList<>(6);
        events.add(EnrollmentChanged.of(old));
        events.add(EnrollmentChanged.of(transferred));
        events.addAll(moved.events());
        outbox.append(events);
    }
}
