package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.CONCURRENT_CHANGE;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.enrollment.admission.counter.CapacityWriter;
import fr.cned.partenariats.enrollment.admission.counter.WaitlistQueue;
import fr.cned.partenariats.enrollment.enrollment.NewEnrollments;
import fr.cned.partenariats.enrollment.registration.BatchState.Registered;
import fr.cned.partenariats.enrollment.student.NewStudents;
import fr.cned.partenariats.enrollment.student.StudentService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;

/** Writes the accepted registrations of a batch, with the capacity that they take and their audit entries. */
@ApplicationScoped
class RegistrationWriter {

    private final StudentService students;
    private final NewStudents newStudents;
    private final NewEnrollments enrollments;
    private final CapacityWriter counters;
    private final WaitlistQueue waitlistQueue;
    private final ChangeRecorder recorder;

    RegistrationWriter(
            StudentService students,
            NewStudents newStudents,
            NewEnrollments enrollments,
            CapacityWriter counters,
            WaitlistQueue waitlistQueue,
            ChangeRecorder recorder) {
        this.students = students;
        this.newStudents = newStudents;
        this.enrollments = enrollments;
        this.counters = counters;
        this.waitlistQueue = waitlistQueue;
        this.recorder = recorder;
    }

    /** A concurrent registration of one of the students fails this attempt; the next attempt sees it. */
    void write(BatchState state) {
        students.lockUnchanged(state.personsOfKnownStudents());
        try {
            newStudents.insertAll(state.students());
            enrollments.insertAll(state.enrollments());
        } catch (ConstraintViolationException concurrent) {
            throw Refusal.of(CONCURRENT_CHANGE);
        }
        counters.add(state.capacity());
        // Students who joined earlier may lack a seat that the new ones have.
        waitlistQueue.addAll(state.capacity().offeringsWithNewWaiting());
        for (Registered registered : state.registered()) {
            recorder.recordFor(registered.by().actor(), changes(registered));
        }
    }

    private static List<ChangeRecord> changes(Registered registered) {
        UUID site = registered.enrollment().siteId();
        ChangeRecord enrollment = ChangeRecord.next(
                        "enrollment", registered.enrollment().id(), 0)
                .ownedBy(Stream.of(registered.enrollment().partnerId(), site)
                        .filter(Objects::nonNull)
                        .toList());
        return registered.isNew()
                ? List.of(ChangeRecord.next("student", registered.enrollment().studentId(), 0), enrollment)
                : List.of(enrollment);
    }
}
