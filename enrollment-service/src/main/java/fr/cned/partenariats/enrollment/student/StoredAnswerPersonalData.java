package fr.cned.partenariats.enrollment.student;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.commons.http.idempotency.StoredAnswers;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The answers that are stored for retries. They repeat data of other sections, so the export omits them. The priority
 * makes this source the last one: the other sources have waited for concurrent changes, so their answers are stored.
 */
@ApplicationScoped
@Priority(-1)
class StoredAnswerPersonalData implements PersonalDataSource {

    private final StoredAnswers answers;

    StoredAnswerPersonalData(StoredAnswers answers) {
        this.answers = answers;
    }

    @Override
    public String section() {
        return "storedAnswers";
    }

    @Override
    public List<?> export(Person person, TenantScope scope) {
        return List.of();
    }

    @Override
    public int erase(Person person) {
        Set<UUID> ids = new TreeSet<>(person.studentIds());
        ids.addAll(person.enrollmentIds());
        return answers.rewrite(ids, StoredAnswerPersonalData::reduced);
    }

    /**
     * A retry still gets the id of the created object. Other answers have ids, states and numbers only.
     */
    static JsonNode reduced(JsonNode answer) {
        if (answer.has("id")) {
            ObjectNode onlyId = JsonNodeFactory.instance.objectNode();
            return onlyId.set("id", answer.get("id"));
        }
        if (answer.has("items")) { // a search: the retry finds what is left when it searches again
            ((ObjectNode) answer).putArray("items");
            return answer;
        }
        return answer;
    }
}
