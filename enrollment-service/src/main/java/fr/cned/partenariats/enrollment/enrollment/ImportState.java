package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.enrollment.counter.Capacity;
import fr.cned.partenariats.enrollment.eligibility.EligibilityFacts;
import fr.cned.partenariats.enrollment.eligibility.EligibilityQuery;
import fr.cned.partenariats.enrollment.eligibility.EligibilityQuery.Identity;
import fr.cned.partenariats.enrollment.student.Student;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The accepted rows of one import: they change the facts of the next rows, and are inserted together at the end. */
final class ImportState {

    private final Capacity capacity;
    private final Map<PersonOnOffering, EligibilityFacts.LiveEnrollment> liveEnrollments = new HashMap<>();
    private final Map<IneOfPartner, UUID> studentsByIne = new HashMap<>();
    private final Map<KeyOfPartner, List<Registered>> studentsByIdentity = new HashMap<>();
    private final List<Student> students = new ArrayList<>();
    private final List<Enrollment> enrollments = new ArrayList<>();

    private record PersonOnOffering(UUID personId, UUID offeringId) {}

    /** The INE of a student is unique for each partner. */
    private record IneOfPartner(UUID partnerId, String ine) {}

    private record KeyOfPartner(UUID partnerId, String identityKey) {}

    /** A student whom a previous row enrolled; new when the row also registered the student. */
    private record Registered(Identity identity, boolean isNew, Enrollment enrollment) {}

    ImportState(Capacity capacity) {
        this.capacity = capacity;
    }

    /** The facts after the rows that were accepted before. */
    EligibilityFacts adjust(EligibilityQuery query, EligibilityFacts found) {
        UUID partnerId = found.partnerId();
        EligibilityFacts.Person person = found.person();
        if (found.offering() == null || partnerId == null || person == null) {
            return found;
        }
        EligibilityFacts facts = found.withPerson(adjust(partnerId, query, found, person));
        EligibilityFacts.Seat seat = facts.seat();
        EligibilityFacts adjusted = facts.withCapacity(
                seat == null ? 0 : capacity.seatsLeft(seat.id()),
                capacity.placesLeft(query.offeringId()),
                capacity.waiting(query.offeringId()));
        EligibilityFacts.Student student = facts.student();
        EligibilityFacts.LiveEnrollment live = student == null
                ? null
                : liveEnrollments.get(new PersonOnOffering(student.personId(), query.offeringId()));
        return live == null ? adjusted : adjusted.withLiveEnrollment(live);
    }

    /** The person's facts after the rows that were accepted before. */
    private EligibilityFacts.Person adjust(
            UUID partnerId, EligibilityQuery query, EligibilityFacts facts, EligibilityFacts.Person person) {
        Identity identity = identityOf(query, facts);
        if (identity == null) {
            return person;
        }
        UUID sameIne = identity.ine() == null ? null : studentsByIne.get(new IneOfPartner(partnerId, identity.ine()));
        List<Registered> same =
                studentsByIdentity.getOrDefault(new KeyOfPartner(partnerId, identity.key()), List.of()).stream()
                        .filter(other -> !isSamePerson(other, facts))
                        .toList();
        return person.with(
                sameIne,
                same.stream()
                        .filter(other -> other.enrollment().offeringId().equals(query.offeringId()))
                        .filter(other -> other.identity().maySharePerson(identity))
                        .map(other -> other.enrollment().id())
                        .findFirst()
                        .orElse(null),
                same.stream()
                        .filter(Registered::isNew) // the others are in the database
                        .map(other -> other.enrollment().studentId())
                        .toList());
    }

    private static boolean isSamePerson(Registered other, EligibilityFacts facts) {
        EligibilityFacts.Student student = facts.student();
        return student != null && student.personId().equals(other.enrollment().personId());
    }

    private static @Nullable Identity identityOf(EligibilityQuery query, EligibilityFacts facts) {
        EligibilityFacts.Student student = facts.student();
        return student == null ? query.newIdentity() : student.identity();
    }

    void register(UUID partnerId, Student student, @Nullable String ine) {
        students.add(student);
        if (ine != null) {
            studentsByIne.put(new IneOfPartner(partnerId, ine), student.id());
        }
    }

    void enroll(Enrollment enrollment, EligibilityQuery query, EligibilityFacts facts) {
        enrollments.add(enrollment);
        liveEnrollments.put(
                new PersonOnOffering(enrollment.personId(), enrollment.offeringId()),
                new EligibilityFacts.LiveEnrollment(enrollment.id(), enrollment.partnerId()));
        Identity identity = identityOf(query, facts);
        if (identity != null) {
            studentsByIdentity
                    .computeIfAbsent(new KeyOfPartner(enrollment.partnerId(), identity.key()), key -> new ArrayList<>())
                    .add(new Registered(identity, query.studentId() == null, enrollment));
        }
    }

    /** Students registered before this import, with the person behind each. */
    Map<UUID, UUID> personsOfKnownStudents() {
        Set<UUID> newStudents = students.stream().map(Student::id).collect(Collectors.toSet());
        return enrollments.stream()
                .filter(enrollment -> !newStudents.contains(enrollment.studentId()))
                .collect(Collectors.toMap(Enrollment::studentId, Enrollment::personId, (one, same) -> one));
    }

    Capacity capacity() {
        return capacity;
    }

    List<Student> students() {
        return students;
    }

    List<Enrollment> enrollments() {
        return enrollments;
    }
}
