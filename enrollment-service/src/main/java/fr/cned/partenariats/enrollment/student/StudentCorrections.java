package fr.cned.partenariats.enrollment.student;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.CONCURRENT_CHANGE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.http.MergePatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** @param changed JSON pointers of the fields whose value differs */
    public record Correction(StudentData data, List<String> changed) {}

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
        List<String> changed = new ArrayList<>();
        collectChanges("", json.valueToTree(current), json.valueToTree(data), changed);
        return new Correction(data, changed);
    }

    private static void collectChanges(String parent, JsonNode before, JsonNode after, List<String> changed) {
        for (Map.Entry<String, JsonNode> field : after.properties()) {
            String pointer = parent + '/' + field.getKey();
            JsonNode earlier = before.path(field.getKey());
            if (field.getValue().isObject()) {
                collectChanges(pointer, earlier, field.getValue(), changed);
            } else if (!field.getValue().equals(earlier)) {
                changed.add(pointer);
            }
        }
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
