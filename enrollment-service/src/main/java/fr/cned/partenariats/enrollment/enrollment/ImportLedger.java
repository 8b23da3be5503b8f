package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.enrollment.counter.Room;
import fr.cned.partenariats.enrollment.eligibility.Facts;
import fr.cned.partenariats.enrollment.eligibility.Question;
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

/** What one import has decided so far: what its next row is judged by, and what is written at the end. */
final class ImportLedger {

    private final Room room;
    private final Map<IneOfPartner, UUID> inesTaken;
    private final Map<UUID, UUID> personsOfPrevious;
    private final Map<OnOffering, Facts.Enrolled> enrolledHere = new HashMap<>();
    private final List<Student> students = new ArrayList<>();
    private final List<Enrollment> enrollments = new ArrayList<>();

    private record OnOffering(UUID personId, UUID offeringId) {}

    ImportLedger(Room room, Map<IneOfPartner, UUID> inesTaken, Map<UUID, UUID> personsOfPrevious) {
        this.room = room;
        this.inesTaken = new HashMap<>(inesTaken);
        this.personsOfPrevious = personsOfPrevious;
    }

    /** The facts as those rows that were accepted before leave them. */
    Facts asLeft(Question question, Facts found) {
        if (found.offering() == null) {
            return found;
        }
        Facts.Seat seat = found.seat();
        Facts left = found.withRoom(
                seat == null ? 0 : room.seatsLeft(seat.id()),
                room.placesLeft(question.offeringId()),
                room.waiting(question.offeringId()));
        Facts.Student student = found.student();
        Facts.Enrolled here =
                student == null ? null : enrolledHere.get(new OnOffering(student.personId(), question.offeringId()));
        return here == null ? left : left.withStudentEnrolledHere(here);
    }

    @Nullable
    UUID studentWith(UUID partnerId, @Nullable String ine) {
        return ine == null ? null : inesTaken.get(new IneOfPartner(partnerId, ine));
    }

    boolean isPreviousOf(UUID enrollmentId, Facts.@Nullable Student student) {
        return student != null && student.personId().equals(personsOfPrevious.get(enrollmentId));
    }

    void register(UUID partnerId, Student student, @Nullable String ine) {
        students.add(student);
        if (ine != null) {
            inesTaken.put(new IneOfPartner(partnerId, ine), student.id());
        }
    }

    void enroll(Enrollment enrollment) {
        enrollments.add(enrollment);
        enrolledHere.put(
                new OnOffering(enrollment.personId(), enrollment.offeringId()),
                new Facts.Enrolled(enrollment.id(), enrollment.partnerId()));
    }

    /** Students registered before, and whom they stand for. */
    Map<UUID, UUID> persons() {
        Set<UUID> registeredHere = students.stream().map(Student::id).collect(Collectors.toSet());
        return enrollments.stream()
                .filter(enrollment -> !registeredHere.contains(enrollment.studentId()))
                .collect(Collectors.toMap(Enrollment::studentId, Enrollment::personId, (one, same) -> one));
    }

    Room room() {
        return room;
    }

    List<Student> students() {
        return students;
    }

    List<Enrollment> enrollments() {
        return enrollments;
    }
}
