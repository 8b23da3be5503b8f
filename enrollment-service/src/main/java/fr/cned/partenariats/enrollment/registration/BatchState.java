package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.enrollment.admission.counter.Capacity;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery.Identity;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuestion;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityRules;
import fr.cned.partenariats.enrollment.admission.eligibility.Verdict;
import fr.cned.partenariats.enrollment.enrollment.Enrollment;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.enrollment.FundingLine;
import fr.cned.partenariats.enrollment.enrollment.PastEnrollment;
import fr.cned.partenariats.enrollment.student.Student;
import fr.cned.partenariats.enrollment.student.StudentData;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides the registrations of a batch one after the other. The accepted ones change the facts of those that follow;
 * {@link RegistrationBatch} writes them together at the end.
 */
final class BatchState {

    private final Capacity capacity;
    private final ZonedDateTime now;
    private final LocalDate today;
    private final LocalDate holdUntil;
    private final Map<PersonOnOffering, EligibilityFacts.LiveEnrollment> liveEnrollments = new HashMap<>();
    private final Map<OfPartner, UUID> studentsByIne = new HashMap<>();
    private final Map<OfPartner, List<Registered>> studentsByIdentity = new HashMap<>();
    private final Map<OfPartner, EligibilityFacts.Student> studentsByReference = new HashMap<>();
    private final Map<OfPartner, UUID> enrollmentsByReference = new HashMap<>();
    private final List<Student> students = new ArrayList<>();
    private final List<Registered> registered = new ArrayList<>();

    private record PersonOnOffering(UUID personId, UUID offeringId) {}

    /** The INE of a student, an identity key or a reference, within one partner. */
    private record OfPartner(UUID partnerId, @Nullable String text) {}

    /**
     * An accepted registration.
     *
     * @param isNew whether it also registered the student
     */
    record Registered(Registrant by, @Nullable Identity identity, boolean isNew, Enrollment enrollment) {

        private boolean maySharePerson(Identity other) {
            return identity != null && identity.maySharePerson(other);
        }
    }

    BatchState(Capacity capacity, ZonedDateTime now, LocalDate holdUntil) {
        this.capacity = capacity;
        this.now = now;
        this.today = now.toLocalDate();
        this.holdUntil = holdUntil;
    }

    /** Judges one registration after those that were accepted before, and reserves its seat and place. */
    Outcome decide(Registration registration, EligibilityQuestion question, EligibilityFacts found) {
        EligibilityFacts facts = adjust(question, found);
        UUID studentId = facts.student() == null ? null : facts.student().id();
        Verdict verdict;
        try {
            verdict = EligibilityRules.judge(question.query(), facts, question.scope(), today);
        } catch (Refusal refusal) {
            return new Outcome.Refused(refusal, null, studentId);
        }
        return verdict.refusal()
                .<Outcome>map(refusal ->
                        new Outcome.Refused(refusal, verdict.existing().orElse(null), studentId))
                .orElseGet(() -> new Outcome.Accepted(
                        enroll(registration, question.query(), verdict),
                        verdict.possibleDuplicates(),
                        verdict.warnings()));
    }

    /** The facts after the registrations that were accepted before. */
    private EligibilityFacts adjust(EligibilityQuestion question, EligibilityFacts found) {
        EligibilityQuery query = question.query();
        UUID partnerId = found.partnerId();
        EligibilityFacts.Person person = found.person();
        EligibilityFacts.Offering offering = found.offering();
        if (offering == null || partnerId == null || person == null) {
            return found;
        }
        EligibilityFacts facts = withNewStudent(partnerId, query, found);
        facts = facts.withPerson(
                adjust(partnerId, question, facts, person.with(usedReferences(partnerId, query, person))));
        EligibilityFacts.Seat seat = facts.seat();
        if (seat != null && capacity.isLocked(seat.id(), query.offeringId())) {
            facts = facts.withCapacity(
                    capacity.seatsLeft(seat.id()),
                    capacity.placesLeft(query.offeringId()),
                    capacity.waiting(query.offeringId()));
        }
        EligibilityFacts.Student student = facts.student();
        return student == null
                ? facts
                : facts.withStudent(student.with(
                        liveEnrollments.get(new PersonOnOffering(student.personId(), query.offeringId())),
                        isReturning(student, offering)));
    }

    /** Whether an earlier row enrolled the person in an earlier year. For stored rows: {@code enrolled_before}. */
    private boolean isReturning(EligibilityFacts.Student student, EligibilityFacts.Offering offering) {
        return offering.periods().stream().anyMatch(period -> period.students() != null)
                && registered.stream()
                        .map(Registered::enrollment)
                        .filter(before -> before.personId().equals(student.personId()))
                        .filter(before -> before.partnerId().equals(student.partnerId()))
                        .filter(before -> before.academicYear().compareTo(offering.academicYear()) < 0)
                        .map(Enrollment::state)
                        .anyMatch(state -> state.holdsSeat() || state == EnrollmentState.WITHDRAWN);
    }

    /**
     * The student whom an earlier row of the same import registered with the reference. Only that one, whose identity the
     * facts of the person were read for.
     */
    private EligibilityFacts withNewStudent(UUID partnerId, EligibilityQuery query, EligibilityFacts found) {
        if (found.student() != null || query.student().reference() == null) {
            return found;
        }
        EligibilityFacts.Student registered =
                studentsByReference.get(new OfPartner(partnerId, query.student().reference()));
        return registered != null
                        && registered.identity().equals(query.student().identity())
                ? found.withStudent(registered)
                : found;
    }

    private EligibilityFacts.References usedReferences(
            UUID partnerId, EligibilityQuery query, EligibilityFacts.Person person) {
        EligibilityFacts.Student student =
                studentsByReference.get(new OfPartner(partnerId, query.student().newReference()));
        return person.references()
                .or(
                        student == null ? null : student.id(),
                        enrollmentsByReference.get(new OfPartner(partnerId, query.reference())));
    }

    /** The person's facts after the registrations that were accepted before. */
    private EligibilityFacts.Person adjust(
            UUID partnerId, EligibilityQuestion question, EligibilityFacts facts, EligibilityFacts.Person person) {
        EligibilityQuery query = question.query();
        Identity identity = identityOf(query, facts);
        if (identity == null) {
            return person;
        }
        UUID sameIne = query.student().candidate() == null || identity.ine() == null
                ? null
                : studentsByIne.get(new OfPartner(partnerId, identity.ine()));
        List<Registered> same =
                studentsByIdentity.getOrDefault(new OfPartner(partnerId, identity.key()), List.of()).stream()
                        .filter(other -> !isSamePerson(other, facts))
                        .toList();
        return person.with(
                sameIne,
                same.stream()
                        .filter(other -> other.enrollment().offeringId().equals(query.offeringId()))
                        .filter(other -> other.enrollment().isLive())
                        .filter(other -> other.maySharePerson(identity))
                        .map(other -> other.enrollment().id())
                        .findFirst()
                        .orElse(null),
                same.stream()
                        .filter(Registered::isNew) // the others are in the database
                        .filter(other ->
                                question.scope().coversSite(other.enrollment().siteId()))
                        .map(other -> other.enrollment().studentId())
                        .toList());
    }

    private static boolean isSamePerson(Registered other, EligibilityFacts facts) {
        EligibilityFacts.Student student = facts.student();
        return student != null && student.personId().equals(other.enrollment().personId());
    }

    private static @Nullable Identity identityOf(EligibilityQuery query, EligibilityFacts facts) {
        EligibilityFacts.Student student = facts.student();
        return student == null ? query.student().identity() : student.identity();
    }

    private Enrollment enroll(Registration registration, EligibilityQuery query, Verdict verdict) {
        Registrant by = registration.registrant();
        EnrollmentRequest request = registration.request();
        UUID studentId = studentOf(registration, verdict);
        Enrollment.Subject subject = new Enrollment.Subject(
                studentId,
                verdict.personOf(studentId),
                verdict.partnerId(),
                request.reference(),
                request.agreementId(),
                request.offeringId(),
                verdict.offering().trainingId(),
                verdict.offering().academicYear(),
                verdict.seatId(),
                request.siteId(),
                request.previousEnrollmentId(),
                request.isDistinctPerson());
        List<FundingLine> lines = RegistrationMapper.fundingLines(request, verdict.price());
        LocalDate hold = verdict.offering().holdUntil(holdUntil);
        Enrollment enrollment;
        if (registration.past() != null && query.past() != null) {
            if (query.past().holdsSeat()) {
                capacity.reserve(subject.seatId(), subject.offeringId());
            }
            LocalDate start = query.past().start(verdict.offering().startsOn());
            enrollment = Enrollment.past(subject, lines, registration.past(), start, hold, by.name(), now);
        } else if (verdict.mustWait()) {
            long rank = capacity.joinWaitlist(subject.offeringId());
            enrollment = Enrollment.waitlist(subject, lines, rank, by.name(), now.toInstant())
                    .withWaitlistRank(capacity.waiting(subject.offeringId()));
        } else {
            capacity.reserve(subject.seatId(), subject.offeringId());
            enrollment = Enrollment.accept(subject, lines, hold, by.name(), now.toInstant());
        }
        if (registration.id() != null) {
            enrollment.withId(registration.id());
        }
        remember(new Registered(by, identityOf(query, verdict.facts()), request.student() != null, enrollment));
        if (request.reference() != null) {
            enrollmentsByReference.put(new OfPartner(verdict.partnerId(), request.reference()), enrollment.id());
        }
        return enrollment;
    }

    /** A new student of the past was registered on that day: from then on the retention period counts. */
    private UUID studentOf(Registration registration, Verdict verdict) {
        StudentData data = registration.request().student();
        if (data == null) {
            return Objects.requireNonNull(verdict.facts().student()).id();
        }
        UUID partnerId = verdict.partnerId();
        PastEnrollment past = registration.past();
        Instant registeredAt = past == null
                ? now.toInstant()
                : past.registeredOn().atStartOfDay(now.getZone()).toInstant();
        Student student = Student.create(partnerId, data, registeredAt);
        students.add(student);
        if (data.ine() != null) {
            studentsByIne.put(new OfPartner(partnerId, data.ine()), student.id());
        }
        if (data.reference() != null) {
            studentsByReference.put(
                    new OfPartner(partnerId, data.reference()),
                    new EligibilityFacts.Student(
                            student.id(),
                            partnerId,
                            student.id(),
                            RegistrationMapper.candidate(data),
                            new Identity(data.identityKey(), data.birthDate(), data.ine()),
                            false,
                            null));
        }
        return student.id();
    }

    private void remember(Registered accepted) {
        registered.add(accepted);
        Enrollment enrollment = accepted.enrollment();
        if (enrollment.isLive()) {
            liveEnrollments.put(
                    new PersonOnOffering(enrollment.personId(), enrollment.offeringId()),
                    new EligibilityFacts.LiveEnrollment(enrollment.id(), enrollment.partnerId()));
        }
        Identity identity = accepted.identity();
        if (identity != null) {
            studentsByIdentity
                    .computeIfAbsent(new OfPartner(enrollment.partnerId(), identity.key()), key -> new ArrayList<>())
                    .add(accepted);
        }
    }

    /** Students registered before this batch, with the person behind each. */
    Map<UUID, UUID> personsOfKnownStudents() {
        Set<UUID> newStudents = students.stream().map(Student::id).collect(Collectors.toSet());
        return registered.stream()
                .map(Registered::enrollment)
                .filter(enrollment -> !newStudents.contains(enrollment.studentId()))
                .collect(Collectors.toMap(Enrollment::studentId, Enrollment::personId, (one, same) -> one));
    }

    Capacity capacity() {
        return capacity;
    }

    Instant now() {
        return now.toInstant();
    }

    List<Student> students() {
        return students;
    }

    List<Registered> registered() {
        return registered;
    }

    List<Enrollment> enrollments() {
        return registered.stream().map(Registered::enrollment).toList();
    }
}
