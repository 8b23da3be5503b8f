package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.enrollment.counter.Capacity;
import fr.cned.partenariats.enrollment.eligibility.EligibilityFacts;
import fr.cned.partenariats.enrollment.eligibility.EligibilityQuery;
import fr.cned.partenariats.enrollment.student.Student;
import fr.cned.partenariats.enrollment.student.StudentService.IneOfPartner;
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
    private final Map<IneOfPartner, UUID> studentsByIne;
    private final Map<UUID, UUID> personsOfPrevious;
    private final Map<PersonOnOffering, EligibilityFacts.LiveEnrollment> liveEnrollments = new HashMap<>();
    private final List<Student> students = new ArrayList<>();
    private final List<Enrollment> enrollments = new ArrayList<>();

    private record PersonOnOffering(UUID personId, UUID offeringId) {}

    ImportState(Capacity capacity, Map<IneOfPartner, UUID> studentsByIne, Map<UUID, UUID> personsOfPrevious) {
        this.capacity = capacity;
        this.studentsByIne = new HashMap<>(studentsByIne);
        this.personsOfPrevious = personsOfPrevious;
    }

    /** The facts after the rows that were accepted before. */
    EligibilityFacts adjust(EligibilityQuery query, EligibilityFacts facts) {
        if (facts.offering() == null) {
            return facts;
        }
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

    @Nullable
    UUID studentWith(UUID partnerId, @Nullable String ine) {
        return ine == null ? null : studentsByIne.get(new IneOfPartner(partnerId, ine));
    }

    boolean isPreviousOf(UUID enrollmentId, EligibilityFacts.@Nullable Student student) {
        return student != null && student.personId().equals(personsOfPrevious.get(enrollmentId));
    }

    void register(UUID partnerId, Student student, @Nullable String ine) {
        students.add(student);
        if (ine != null) {
            studentsByIne.put(new IneOfPartner(partnerId, ine), student.id());
        }
    }

    void enroll(Enrollment enrollment) {
        enrollments.add(enrollment);
        liveEnrollments.put(
                new PersonOnOffering(enrollment.personId(), enrollment.offeringId()),
                new EligibilityFacts.LiveEnrollment(enrollment.id(), enrollment.partnerId()));
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
