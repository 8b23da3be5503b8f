package fr.cned.partenariats.partner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.commons.idempotency.StoredAnswers;
import java.util.Set;
import java.util.UUID;

/** Removes personal data from the answers that are stored for idempotent retries. */
public final class PersonalFields {

    private PersonalFields() {}

    /** Removes the field from each stored answer that shows the resource with this id. */
    public static void erase(StoredAnswers storedAnswers, UUID id, String field) {
        storedAnswers.rewrite(Set.of(id), answer -> {
            if (answer instanceof ObjectNode view && view.path("id").asText().equals(id.toString())) {
                view.remove(field);
            }
            return answer;
        });
    }
}
