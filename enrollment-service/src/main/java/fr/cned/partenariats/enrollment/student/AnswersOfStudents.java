package fr.cned.partenariats.enrollment.student;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.commons.idempotency.StoredAnswers;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The answers that are kept for retries. They repeat what the other sections say, so they come last: whatever
 * still changed something of the person's has ended by then, and left its answer.
 */
@ApplicationScoped
@Priority(-1)
class AnswersOfStudents implements HoldsPersonalData {

    private final StoredAnswers answers;

    AnswersOfStudents(StoredAnswers answers) {
        this.answers = answers;
    }

    @Override
    public String section() {
        return "storedAnswers";
    }

    @Override
    public List<?> export(Person person, Optional<UUID> partner) {
        return List.of();
    }

    @Override
    public int erase(Person person) {
        Set<UUID> ids = new TreeSet<>(person.studentIds());
        ids.addAll(person.enrollmentIds());
        return answers.rewrite(ids, AnswersOfStudents::reduced);
    }

    /**
     * A retry still finds that it was done, and nothing more. An import's rows lose the client's own references: a
     * client may have written a name there, and the rows are found by their index, too. Other answers without an id,
     * such as declared hours, hold ids, states and figures only, and so do refusals.
     */
    private static JsonNode reduced(JsonNode answer) {
        if (answer.has("id")) {
            ObjectNode onlyId = JsonNodeFactory.instance.objectNode();
            return onlyId.set("id", answer.get("id"));
        }
        answer.path("rows").forEach(row -> ((ObjectNode) row).remove("reference"));
        return answer;
    }
}
