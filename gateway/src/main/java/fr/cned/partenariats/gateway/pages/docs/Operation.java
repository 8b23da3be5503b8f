package fr.cned.partenariats.gateway.pages.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An operation of a contract.
 *
 * @param codes the problem codes of its answers, with the HTTP status
 * @param errorCodes the codes in {@code errors} of its answers, with the HTTP status
 */
record Operation(
        String service,
        String id,
        String method,
        String path,
        String tag,
        String summary,
        Map<String, Integer> codes,
        Map<String, Integer> errorCodes) {

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
                                codes("x-problem-codes", contract, operation),
                                codes("x-violation-codes", contract, operation)));
                    }
                }));
        return operations;
    }

    /** The page of the operation in the portal. */
    String page() {
        return "/docs/reference/" + service + "/" + id;
    }

    private static Map<String, Integer> codes(String key, JsonNode contract, JsonNode operation) {
        Map<String, Integer> codes = new TreeMap<>();
        operation.path("responses").properties().forEach(answer -> {
            JsonNode described = answer.getValue().has("$ref")
                    ? contract.at(answer.getValue().path("$ref").asText().substring(1))
                    : answer.getValue();
            described.path(key).forEach(code -> codes.putIfAbsent(code.asText(), Integer.valueOf(answer.getKey())));
        });
        return codes;
    }
}
