package fr.cned.partenariats.commons.http;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.WRONG_TYPE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.RequestViolations;
import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.util.Map;

/** Applies a JSON merge patch (RFC 7396) to the editable fields of a resource, with the checks of a full request. */
@ApplicationScoped
public class MergePatch {

    private final ObjectMapper json;
    private final Validator validator;

    MergePatch(ObjectMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /**
     * Returns the validated result of the patch.
     *
     * @param type the record of the editable fields; other fields are refused as unknown
     */
    public <T> T apply(T current, JsonNode patch, Class<T> type) {
        if (!patch.isObject()) {
            throw Refusal.invalid(new Violation("", WRONG_TYPE, "{…}"));
        }
        JsonNode target = json.valueToTree(current);
        T changed = read(merge(target, patch), type);
        var violations = validator.validate(changed);
        if (!violations.isEmpty()) {
            throw RequestViolations.of(violations);
        }
        return changed;
    }

    private <T> T read(JsonNode merged, Class<T> type) {
        try (BodyFaults faults = BodyFaults.open()) {
            T changed;
            try {
                changed = json.treeToValue(merged, type);
            } catch (JsonProcessingException e) {
                Refusal all = faults.refusalWith(e);
                throw all == null ? RequestViolations.of(e) : all;
            }
            faults.refuseWith(changed, validator);
            return changed;
        }
    }

    private JsonNode merge(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode merged = target.isObject() ? (ObjectNode) target : json.createObjectNode();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (field.getValue().isNull()) {
                merged.remove(field.getKey());
            } else {
                merged.set(field.getKey(), merge(merged.path(field.getKey()), field.getValue()));
            }
        }
        return merged;
    }
}
