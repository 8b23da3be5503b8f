package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.MISSING_SCOPE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.CORRECTED_SINCE_IMPORT;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.NOT_CHANGED_BY_REGISTRATION;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.REFERENCE_ALREADY_USED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_IN_TWO_ROWS;
import static fr.cned.partenariats.enrollment.Scopes.STUDENTS_WRITE;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.http.idempotency.KeyedRequest;
import fr.cned.partenariats.enrollment.enrollment.PastEnrollment;
import fr.cned.partenariats.enrollment.enrollment.RegisteredEnrollments;
import fr.cned.partenariats.enrollment.enrollment.RegisteredEnrollments.Named;
import fr.cned.partenariats.enrollment.enrollment.RegisteredEnrollments.Registered;
import fr.cned.partenariats.enrollment.registration.EnrollmentRequest;
import fr.cned.partenariats.enrollment.registration.importjob.ImportRowTable.Relation;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.registration.importjob.file.StagedRow;
import fr.cned.partenariats.enrollment.student.StudentCorrections;
import fr.cned.partenariats.enrollment.student.StudentCorrections.Correction;
import fr.cned.partenariats.enrollment.student.StudentData;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares rows whose reference is registered with what is registered, and corrects the data of their students. What a
 * row of a registration cannot change is refused with the name of the operation that changes it.
 */
@ApplicationScoped
class EnrollmentUpdates {

    private final RegisteredEnrollments enrollments;
    private final StudentCorrections corrections;
    private final ImportRowTable rows;
    private final EnrollmentRows parser;
    private final ChangeRecorder recorder;

    EnrollmentUpdates(
            RegisteredEnrollments enrollments,
            StudentCorrections corrections,
            ImportRowTable rows,
            EnrollmentRows parser,
            ChangeRecorder recorder) {
        this.enrollments = enrollments;
        this.corrections = corrections;
        this.rows = rows;
        this.parser = parser;
        this.recorder = recorder;
    }

    /**
     * A row with the ids of its objects.
     *
     * @param key of its content
     * @param past with days of the past, a row never updates
     */
    record Row(
            StagedRow row,
            EnrollmentRequest request,
            KeyedRequest key,
            @Nullable PastEnrollment past) {

        int number() {
            return row.number();
        }
    }

    /** The outcomes of those rows that are not to be registered, by their numbers. */
    Map<Integer, StagedRow> process(ImportJob job, Sheet sheet, List<Row> all) {
        List<Named> named = new ArrayList<>();
        for (Row row : all) {
            EnrollmentRequest request = row.request();
            UUID partner = request.partnerId();
            if (request.reference() != null
                    && row.past() == null
                    && (partner == null || job.scope().covers(partner))) {
                named.add(new Named(
                        row.number(),
                        request.reference(),
                        job.scope().restrictedTo().orElse(partner),
                        request.agreementId()));
            }
        }
        Map<Integer, Registered> registered = enrollments.withReferences(named);
        if (all.isEmpty() || (registered.isEmpty() && job.progress().updated() == 0)) {
            return Map.of();
        }
        return new Chunk(job, sheet, all, registered).process();
    }

    /** The rows of a chunk, one after the other: each sees what those before it change. */
    private final class Chunk {

        private final ImportJob job;
        private final Sheet sheet;
        private final List<Row> all;
        private final Map<Integer, Registered> registered;
        private final Map<UUID, StudentData> students;
        private final Map<UUID, Set<String>> correctedByApi;
        private final StudentsOfFile file = new StudentsOfFile();
        private final Map<UUID, StudentData> corrected = new LinkedHashMap<>();
        private final Map<UUID, Set<String>> stillCorrectedByApi = new HashMap<>();

        Chunk(ImportJob job, Sheet sheet, List<Row> all, Map<Integer, Registered> registered) {
            this.job = job;
            this.sheet = sheet;
            this.all = all;
            this.registered = registered;
            this.students = corrections.lock(
                    registered.values().stream().map(Registered::studentId).toList());
            this.correctedByApi = corrections.correctedFields(students.keySet());
            rememberEarlierRows();
        }

        /** A dry run has written nothing of them. */
        private void rememberEarlierRows() {
            List<StudentData> given = Stream.concat(
                            all.stream().map(row -> row.request().student()), students.values().stream())
                    .filter(Objects::nonNull)
                    .toList();
            List<StagedRow> earlier =
                    rows.related(job.id(), all.get(0).number(), Relation.of(given, students.keySet()));
            for (StagedRow row : earlier) {
                StudentData student = parser.read(
                                sheet,
                                Objects.requireNonNull(row.cells()),
                                job.settings().commonId())
                        .request()
                        .student();
                UUID id = row.studentId();
                if (student != null && row.outcome() == RowOutcome.UPDATED && id != null) {
                    file.updates(row.number(), keysOf(row, student, id));
                    if (job.settings().dryRun()) {
                        students.computeIfPresent(
                                id,
                                (same, current) ->
                                        corrections.correction(current, student).data());
                    }
                } else if (student != null) {
                    file.registers(row.number(), StudentsOfFile.keysOf(partnerOf(row), student));
                }
            }
        }

        private String partnerOf(StagedRow row) {
            List<String> cells = Objects.requireNonNull(row.cells());
            return Stream.of(
                            job.partnerId(),
                            sheet.cell(cells, "/partnerId"),
                            sheet.cell(cells, "/agreementId"),
                            job.settings().commonId())
                    .filter(Objects::nonNull)
                    .findFirst()
                    .map(Object::toString)
                    .orElse("");
        }

        private Set<String> keysOf(StagedRow row, StudentData student, UUID id) {
            Set<String> ofStudent = new HashSet<>(StudentsOfFile.keysOf(partnerOf(row), student));
            ofStudent.add(id.toString());
            return ofStudent;
        }

        Map<Integer, StagedRow> process() {
            Map<Integer, StagedRow> outcomes = new HashMap<>();
            for (Row row : all) {
                Registered enrollment = registered.get(row.number());
                StagedRow outcome = enrollment == null ? refusedAsSecond(row) : compared(row, enrollment);
                if (outcome != null) {
                    outcomes.put(row.number(), outcome);
                }
            }
            if (!job.settings().dryRun() && !corrected.isEmpty()) {
                recorder.actAs(job.sender().actor());
                corrections.apply(corrected);
            }
            if (!job.settings().dryRun()) {
                corrections.keepCorrectedFields(stillCorrectedByApi);
            }
            return outcomes;
        }

        /** From now on the file and the student have the same values. */
        private void agree(UUID student, Correction correction) {
            Set<String> fields = correctedByApi.get(student);
            if (fields != null && fields.removeAll(correction.given())) {
                stillCorrectedByApi.put(student, fields);
            }
        }

        /** Null for a row that is to be registered. */
        private @Nullable StagedRow refusedAsSecond(Row row) {
            StudentData student = row.request().student();
            if (student == null) {
                return null;
            }
            Set<String> ofStudent = StudentsOfFile.keysOf(partnerOf(row.row()), student);
            Integer other = file.updating(ofStudent);
            if (other != null) {
                return refused(row, inTwoRows(other), null, null);
            }
            file.registers(row.number(), ofStudent);
            return null;
        }

        /** Null when the reference is another person's: the rules of a registration refuse it. */
        private @Nullable StagedRow compared(Row row, Registered enrollment) {
            UUID id = enrollment.studentId();
            StudentData current = students.get(id);
            StudentData given = row.request().student();
            if (current == null || (given != null && !given.maySharePerson(current))) {
                return null;
            }
            List<Violation> fixed = differences(row.request(), enrollment, current);
            if (!fixed.isEmpty()) {
                return refused(row, fixed, enrollment.id(), id);
            }
            if (given == null) {
                return repeated(row, enrollment);
            }
            try {
                return corrected(row, enrollment, current, corrections.correction(current, given));
            } catch (Refusal refusal) {
                return row.row().refused(RowError.of(refusal.under("/student"), sheet), null, id);
            }
        }

        private StagedRow corrected(Row row, Registered enrollment, StudentData current, Correction correction) {
            UUID id = enrollment.studentId();
            if (correction.changed().isEmpty()) {
                agree(id, correction);
                return repeated(row, enrollment);
            }
            if (!job.sender().updatesStudents()) {
                return refused(row, List.of(new Violation("", MISSING_SCOPE, STUDENTS_WRITE)), null, id);
            }
            Set<String> ofStudent = keysOf(row.row(), current, id);
            ofStudent.addAll(keysOf(row.row(), correction.data(), id));
            Integer other = file.updatingOrRegistering(ofStudent);
            if (other != null) {
                return refused(row, inTwoRows(other), null, id);
            }
            List<String> replaced = job.settings().overwrite()
                    ? List.of()
                    : correction.changed().stream()
                            .filter(correctedByApi.getOrDefault(id, Set.of())::contains)
                            .toList();
            if (!replaced.isEmpty()) {
                List<Violation> reasons = replaced.stream()
                        .map(pointer -> new Violation("/student" + pointer, CORRECTED_SINCE_IMPORT))
                        .toList();
                return row.row().conflicting(RowError.of(reasons, sheet), id, columns(replaced));
            }
            Optional<Refusal> conflict = corrections.conflict(id, correction.data());
            if (conflict.isPresent()) {
                return row.row().refused(RowError.of(conflict.get().under("/student"), sheet), null, id);
            }
            agree(id, correction);
            students.put(id, correction.data());
            corrected.put(id, correction.data());
            file.updates(row.number(), ofStudent);
            return row.row().updated(enrollment.id(), id, enrollment.state(), columns(correction.changed()));
        }

        private List<String> columns(List<String> fieldsOfStudent) {
            return fieldsOfStudent.stream()
                    .map(pointer -> sheet.columnAt("/student" + pointer))
                    .filter(Objects::nonNull)
                    .toList();
        }

        private static StagedRow repeated(Row row, Registered enrollment) {
            return row.row()
                    .accepted(
                            RowOutcome.REPEATED,
                            enrollment.id(),
                            enrollment.studentId(),
                            enrollment.state(),
                            List.of());
        }

        private StagedRow refused(
                Row row, Collection<Violation> reasons, @Nullable UUID existing, @Nullable UUID student) {
            return row.row().refused(RowError.of(List.copyOf(reasons), sheet), existing, student);
        }

        private static List<Violation> inTwoRows(int other) {
            return List.of(new Violation("", STUDENT_IN_TWO_ROWS, Integer.toString(other)));
        }

        /** What the row says otherwise about the enrollment. A row that says nothing of a site or payer agrees. */
        private List<Violation> differences(EnrollmentRequest row, Registered enrollment, StudentData student) {
            List<Violation> different = new ArrayList<>();
            if (!row.offeringId().equals(enrollment.offeringId())) {
                different.add(differs(sheet.has("/offeringId") ? "/offeringId" : "/trainingCode", "transfer"));
            } else if (!row.agreementId().equals(enrollment.agreementId())) {
                different.add(differs("/agreementId", "transfer"));
            }
            if (row.siteId() != null && !row.siteId().equals(enrollment.siteId())) {
                different.add(differs("/siteId", "site change"));
            }
            if (row.fundings() != null && !enrollment.isPaidBy(row.fundings())) {
                different.add(differs("/fundings", "payer change"));
            }
            if (row.previousEnrollmentId() != null
                    && !row.previousEnrollmentId().equals(enrollment.previousId())) {
                different.add(differs("/previousEnrollmentId", "annulment"));
            }
            if (row.studentId() != null && !row.studentId().equals(enrollment.studentId())) {
                different.add(differs("/studentId", "annulment"));
            }
            if (row.studentReference() != null && !row.studentReference().equals(student.reference())) {
                different.add(differs("/studentReference", "annulment"));
            }
            return different;
        }

        private static Violation differs(String pointer, String operation) {
            return new Violation(pointer, REFERENCE_ALREADY_USED.code(), NOT_CHANGED_BY_REGISTRATION, operation);
        }
    }
}
