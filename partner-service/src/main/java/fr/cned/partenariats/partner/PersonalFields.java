package fr.cned.partenariats.partner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.commons.http.idempotency.StoredAnswers;
import java.util.Set;
import java.util.UUID;

/** Removes personal data from the answers that are stored for idempotent retries. */
public final class PersonalFields {

    private PersonalFields() {}

    /** Empties the list, or removes the value, in each stored answer that shows the resource with this id. */
    public static void erase(StoredAnswers storedAnswers, UUID id, String field) {
        storedAnswers.rewrite(Set.of(id), answer -> {
            if (answer instanceof ObjectNode view && view.path("id").asText().equals(id.toString())) {
                if (view.path(field).isArray()) {
                    view.putArray(field);
                } else {
                    view.remove(field);
                }
            }
            return answer;
        });
    }
}
