package fr.cned.partenariats.gateway.pages.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * An operation of a contract.
 *
 * @param codes the problem codes of its answers
 */
record Operation(String service, String id, String method, String path, String tag, String summary, Set<String> codes) {

    /** All operations of an OpenAPI document. */
    static List<Operation> in(String service, JsonNode contract) {
        List<Operation> operations = new ArrayList<>();
        contract.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    JsonNode operation = method.getValue();
                    if (operation.has("operationId")) {
                        operations.add(new Operation(
                                service,
                                operation.path("operationId").asText(),
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                operation.path("tags").path(0).asText(),
                                operation.path("summary").asText(),
                                codes(contract, operation)));
                    }
                }));
        return operations;
    }

    /** The page of the operation in the portal. */
    String page() {
        return "/docs/reference/" + service + "/" + id;
    }

    private static Set<String> codes(JsonNode contract, JsonNode operation) {
        Set<String> codes = new TreeSet<>();
        for (JsonNode answer : operation.path("responses")) {
            JsonNode described = answer.has("$ref")
                    ? contract.at(answer.path("$ref").asText().substring(1))
                    : answer;
            described.path("x-problem-codes").forEach(code -> codes.add(code.asText()));
            described.path("x-violation-codes").forEach(code -> codes.add(code.asText()));
        }
        return codes;
    }
}
