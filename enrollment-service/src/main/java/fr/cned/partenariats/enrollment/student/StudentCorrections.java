package fr.cned.partenariats.enrollment.student;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.CONCURRENT_CHANGE;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.http.MergePatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/** Corrects the data of students for the rows of a file, under the rules of a correction by the API. */
@ApplicationScoped
public class StudentCorrections {

    private final StudentService service;
    private final StudentRepository students;
    private final MergePatch mergePatch;
    private final ObjectMapper json;

    StudentCorrections(StudentService service, StudentRepository students, MergePatch mergePatch, ObjectMapper json) {
        this.service = service;
        this.students = students;
        this.mergePatch = mergePatch;
        this.json = json;
    }

    /**
     * What given values change. Fields are JSON pointers.
     *
     * @param given the fields that have a value
     * @param changed those whose value differs
     */
    public record Correction(StudentData data, List<String> given, List<String> changed) {}

    /** The data of these students, which are locked until the transaction ends. Omits erased students. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<UUID, StudentData> lock(Collection<UUID> ids) {
        Map<UUID, StudentData> data = new HashMap<>();
        if (!ids.isEmpty()) {
            students.lock(ids).forEach(student -> data.put(student.id(), service.editable(student)));
        }
        return data;
    }

    /** What given values change; absent ones change nothing. Throws a refusal when the result is invalid. */
    public Correction correction(StudentData current, StudentData given) {
        StudentData data = mergePatch.apply(current, json.valueToTree(given), StudentData.class);
        return new Correction(data, service.fieldsOf(given), service.differences(current, data));
    }

    /** The fields of these students that were corrected by the API after a file gave their values. */
    public Map<UUID, Set<String>> correctedFields(Collection<UUID> ids) {
        Map<UUID, Set<String>> fields = new HashMap<>();
        students.correctedFields(ids)
                .forEach(corrected -> fields.computeIfAbsent(corrected.id(), of -> new HashSet<>())
                        .add(corrected.field()));
        return fields;
    }

    /** Keeps only these fields as corrected by the API: a file has given the values of the others. */
    public void keepCorrectedFields(Map<UUID, Set<String>> fields) {
        fields.forEach(students::keepCorrectedFields);
    }

    /** Why a locked student cannot have this data. */
    public Optional<Refusal> conflict(UUID id, StudentData changed) {
        return service.conflict(students.findById(id), changed);
    }

    /** Writes the data of locked students. A refusal means that the transaction must be repeated. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void apply(Map<UUID, StudentData> changed) {
        changed.forEach((id, data) -> students.findById(id).update(data));
        try {
            students.flush();
        } catch (ConstraintViolationException concurrent) {
            throw Refusal.of(CONCURRENT_CHANGE);
        }
    }
}
