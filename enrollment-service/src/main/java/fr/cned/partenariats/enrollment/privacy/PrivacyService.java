package fr.cned.partenariats.enrollment.privacy;

import static fr.cned.partenariats.commons.problem.CommonProblem.CONCURRENT_CHANGE;
import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.LIVE_ENROLLMENT;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_IS_ALIAS;

import fr.cned.partenariats.commons.audit.Audit;
import fr.cned.partenariats.commons.audit.AuditedChange;
import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.database.ReadLimit;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.enrollment.Visibility;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentService;
import fr.cned.partenariats.enrollment.student.HoldsPersonalData;
import fr.cned.partenariats.enrollment.student.HoldsPersonalData.Person;
import fr.cned.partenariats.enrollment.student.Student;
import fr.cned.partenariats.enrollment.student.StudentService;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What a person may ask for: all that is held about them, and that it is forgotten. */
@ApplicationScoped
@Transactional
public class PrivacyService {

    private final ReadLimit reads;
    private final List<HoldsPersonalData> holders;
    private final StudentService students;
    private final EnrollmentService enrollments;
    private final ReceiptRepository receipts;
    private final Visibility visibility;
    private final Caller caller;
    private final Audit audit;
    private final Clock clock;

    PrivacyService(
            ReadLimit reads,
            @All List<HoldsPersonalData> holders,
            StudentService students,
            EnrollmentService enrollments,
            ReceiptRepository receipts,
            Visibility visibility,
            Caller caller,
            Audit audit,
            Clock clock) {
        this.reads = reads;
        this.holders = holders;
        this.students = students;
        this.enrollments = enrollments;
        this.receipts = receipts;
        this.visibility = visibility;
        this.caller = caller;
        this.audit = audit;
        this.clock = clock;
    }

    StudentExport export(UUID studentId) {
        ReadLimit.Deadline deadline = reads.begin();
        Person person = personOf(students.registrationsOf(studentId));
        Map<String, List<Object>> sections = new TreeMap<>();
        holders.forEach(holder -> {
            deadline.check();
            sections.put(holder.section(), List.copyOf(holder.export(person, visibility.partner())));
        });
        sections.values().removeIf(List::isEmpty);
        audit.record(person.studentIds().stream()
                .map(id -> AuditedChange.of("student", id))
                .toList());
        return new StudentExport(studentId, clock.instant(), sections);
    }

    /**
     * Forgets a student and its aliases, everywhere or nowhere. Who was erased before gets the same receipt.
     * Refused while an enrollment is not over: its seat needs somebody.
     */
    ReceiptView erase(UUID studentId) {
        ErasureReceipt known = receipts.ofStudent(studentId).orElse(null);
        if (known != null) {
            audit.record(AuditedChange.of("student", studentId));
            return known.view();
        }
        return receipts.store(forget(studentId)).view();
    }

    private ErasureReceipt forget(UUID studentId) {
        Set<UUID> registrations = students.registrationsOf(studentId);
        List<Student> locked = students.lock(registrations);
        if (locked.size() < registrations.size()
                || !students.registrationsOf(studentId).equals(registrations)) {
            throw Refusal.of(CONCURRENT_CHANGE);
        }
        UUID survivor = locked.stream()
                .filter(student -> student.id().equals(studentId))
                .findFirst()
                .orElseThrow()
                .mergedInto();
        if (survivor != null) {
            throw Refusal.of(STUDENT_IS_ALIAS, survivor.toString()).property("survivorId", survivor);
        }
        List<UUID> live = enrollments.liveOf(studentId);
        if (!live.isEmpty()) {
            throw Refusal.of(LIVE_ENROLLMENT).property("enrollmentIds", live);
        }
        Person person = personOf(registrations);
        Map<String, Integer> purged = new TreeMap<>();
        holders.forEach(holder -> purged.put(holder.section(), holder.erase(person)));
        return ErasureReceipt.of(studentId, purged, caller.actor(), clock.instant());
    }

    private Person personOf(Set<UUID> registrations) {
        return new Person(registrations, Set.copyOf(enrollments.idsOf(registrations)));
    }

    ReceiptView receipt(UUID studentId) {
        return receipts.ofStudent(studentId)
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "erasure"))
                .view();
    }
}
