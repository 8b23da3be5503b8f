package fr.cned.partenariats.commons.testing;

import io.swagger.v3.oas.models.Operation;
import java.util.Set;
import java.util.TreeSet;

/** Lists the operations of the checked-in contract that require the header {@code If-Match}. */
public final class IfMatchOperations {

    private IfMatchOperations() {}

    /** Each as {@code PATCH /v1/things/{id}}. */
    public static Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        ContractDocument.read(ContractDrift.CONTRACT)
                .parsed()
                .getPaths()
                .forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
                    if (needsIfMatch(operation)) {
                        operations.add(method + " " + path);
                    }
                }));
        return operations;
    }

    private static boolean needsIfMatch(Operation operation) {
        return operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(parameter -> "If-Match".equals(parameter.getName())
                                && "header".equals(parameter.getIn())
                                && Boolean.TRUE.equals(parameter.getRequired()));
    }
}
