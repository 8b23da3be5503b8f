package fr.cned.partenariats.enrollment.privacy;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.CONCURRENT_CHANGE;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.LIVE_ENROLLMENT;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_IS_ALIAS;

import fr.cned.partenariats.commons.base.database.ReadLimit;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentService;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import fr.cned.partenariats.enrollment.student.PersonalDataSource.Person;
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

/** Exports and erases the personal data of a student. Each {@link PersonalDataSource} contributes one section. */
@ApplicationScoped
public class PrivacyService {

    private final ReadLimit reads;
    private final List<PersonalDataSource> sources;
    private final StudentService students;
    private final EnrollmentService enrollments;
    private final ReceiptRepository receipts;
    private final Caller caller;
    private final ChangeRecorder recorder;
    private final Clock clock;

    PrivacyService(
            ReadLimit reads,
            @All List<PersonalDataSource> sources,
            StudentService students,
            EnrollmentService enrollments,
            ReceiptRepository receipts,
            Caller caller,
            ChangeRecorder recorder,
            Clock clock) {
        this.reads = reads;
        this.sources = sources;
        this.students = students;
        this.enrollments = enrollments;
        this.receipts = receipts;
        this.caller = caller;
        this.recorder = recorder;
        this.clock = clock;
    }

    @Transactional
    StudentExport export(UUID studentId) {
        ReadLimit.Deadline deadline = reads.begin();
        Person person = personOf(students.registrationsOf(studentId));
        Map<String, List<Object>> sections = new TreeMap<>();
        TenantScope scope = caller.scope();
        sources.forEach(source -> {
            deadline.check();
            sections.put(source.section(), List.copyOf(source.export(person, scope)));
        });
        sections.values().removeIf(List::isEmpty);
        recorder.record(person.studentIds().stream()
                .map(id -> ChangeRecord.of("student", id))
                .toList());
        return new StudentExport(studentId, clock.instant(), sections);
    }

    /**
     * Erases a student and its aliases in one transaction. A repeated erasure returns the first receipt. Refuses while
     * the student has a live enrollment, which holds a seat and a place.
     */
    @Transactional
    ReceiptView erase(UUID studentId) {
        ErasureReceipt known = receipts.ofStudent(studentId).orElse(null);
        if (known != null) {
            recorder.record(ChangeRecord.of("student", studentId));
            return known.view();
        }
        ErasureReceipt receipt = eraseAll(studentId);
        receipts.persist(receipt);
        return receipt.view();
    }

    private ErasureReceipt eraseAll(UUID studentId) {
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
        sources.forEach(source -> purged.put(source.section(), source.erase(person)));
        return ErasureReceipt.of(studentId, purged, caller.actor(), clock.instant());
    }

    private Person personOf(Set<UUID> registrations) {
        return new Person(registrations, Set.copyOf(enrollments.idsOf(registrations)));
    }

    @Transactional
    ReceiptView getReceipt(UUID studentId) {
        return receipts.ofStudent(studentId)
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "erasure"))
                .view();
    }
}
