package fr.cned.partenariats.commons.testing;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/** The operations of the checked-in contract, for tests that try each of them. */
public final class ContractOperations {

    /** Fields that no request may set, even when no answer shows them. */
    private static final Set<String> ALWAYS_SERVER_OWNED =
            Set.of("id", "version", "revision", "history", "waitingRank", "registeredAt", "changedAt");

    private static final Set<String> TENANT_ROLES = Set.of("partner", "apprenticeship-host");

    private static final Pattern JSON = Pattern.compile("application/(.+\\+)?json");

    private final OpenAPI contract;

    private ContractOperations(OpenAPI contract) {
        this.contract = contract;
    }

    /**
     * One operation.
     *
     * @param mediaType that of the body, empty for an operation without one
     * @param roles those that allow the operation
     * @param serverOwned pointers to fields that only the server sets; empty for an operation without a body
     */
    public record Operation(
            String method,
            String path,
            String mediaType,
            List<String> roles,
            List<Parameter> queryParameters,
            Set<String> serverOwned) {

        public String name() {
            return method + ' ' + path;
        }

        public boolean takesBody() {
            return !mediaType.isEmpty();
        }

        /** The token of a caller that may use the operation. */
        String token() {
            String role = roles.isEmpty() ? "ops" : roles.get(0); // a public operation takes any token
            return TENANT_ROLES.contains(role)
                    ? Tokens.partnerOnlyWith(UUID.randomUUID(), role)
                    : Tokens.withRole(role);
        }

        public boolean isPatch() {
            return method.equals("PATCH");
        }

        public boolean hasPathParameter() {
            return path.contains("{");
        }

        /** The path with random ids, for a request that is refused before any lookup. */
        public String pathWithRandomIds() {
            return withRandomIds(path);
        }

        /** A body with only the field that the pointer names. */
        public static String bodyWith(String pointer) {
            if (pointer.isEmpty()) {
                return "\"x\"";
            }
            int end = pointer.indexOf('/', 1) < 0 ? pointer.length() : pointer.indexOf('/', 1);
            String name = pointer.substring(1, end);
            String value = bodyWith(pointer.substring(end));
            return name.equals("0") ? "[" + value + "]" : "{\"" + name + "\":" + value + "}";
        }
    }

    static String withRandomIds(String path) {
        return path.replaceAll("\\{\\w+}", UUID.randomUUID().toString());
    }

    public static List<Operation> all() {
        return CheckedIn.OPERATIONS;
    }

    /** To parse the contract takes seconds. */
    private static final class CheckedIn {
        static final List<Operation> OPERATIONS = List.copyOf(new ContractOperations(
                        ContractDocument.read(ContractDrift.CONTRACT).parsed())
                .operations());
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        contract.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> operations.add(new Operation(
                                method.name(),
                                path,
                                mediaTypeOf(operation),
                                rolesOf(operation),
                                queryParametersOf(operation),
                                serverOwned(path, operation)))));
        return operations;
    }

    private static String mediaTypeOf(io.swagger.v3.oas.models.Operation operation) {
        return operation.getRequestBody() == null
                ? ""
                : operation.getRequestBody().getContent().keySet().iterator().next();
    }

    private static List<Parameter> queryParametersOf(io.swagger.v3.oas.models.Operation operation) {
        return operation.getParameters() == null
                ? List.of()
                : operation.getParameters().stream()
                        .filter(parameter -> "query".equals(parameter.getIn()))
                        .toList();
    }

    private static List<String> rolesOf(io.swagger.v3.oas.models.Operation operation) {
        return operation.getExtensions().get("x-required-roles") instanceof List<?> roles
                ? roles.stream().map(Object::toString).toList()
                : List.of();
    }

    private Set<String> serverOwned(String path, io.swagger.v3.oas.models.Operation operation) {
        Set<String> owned = new TreeSet<>();
        if (operation.getRequestBody() == null
                || hasColumns(operation.getRequestBody().getContent())) {
            return owned;
        }
        Map<String, Schema<?>> request =
                fields(schema(operation.getRequestBody().getContent()));
        if (request.isEmpty()) { // a merge patch has the fields of the creation
            PathItem collection = contract.getPaths().get(path.replaceFirst("/\\{\\w+}$", ""));
            request = fields(schema(collection.getPost().getRequestBody().getContent()));
        }
        for (String name : ALWAYS_SERVER_OWNED) {
            if (!request.containsKey(name)) {
                owned.add('/' + name);
            }
        }
        collect("", request, fields(answerOf(operation)), owned);
        return owned;
    }

    /** The columns of a file are no fields of a schema. */
    private static boolean hasColumns(Content request) {
        return request != null
                && !request.isEmpty()
                && request.keySet().stream().noneMatch(JSON.asMatchPredicate());
    }

    private Schema<?> answerOf(io.swagger.v3.oas.models.Operation operation) {
        for (Map.Entry<String, ApiResponse> response : operation.getResponses().entrySet()) {
            if (response.getKey().startsWith("2")) {
                return schema(response.getValue().getContent());
            }
        }
        return new Schema<>();
    }

    private void collect(
            String pointer, Map<String, Schema<?>> request, Map<String, Schema<?>> answer, Set<String> owned) {
        answer.forEach((name, schema) -> {
            Schema<?> asked = request.get(name);
            if (asked == null) {
                owned.add(pointer + '/' + name);
            } else if (!fields(asked).isEmpty()) {
                String element = resolved(asked).getItems() == null ? "" : "/0";
                collect(pointer + '/' + name + element, fields(asked), fields(schema), owned);
            }
        });
    }

    private static Schema<?> schema(Content content) {
        return content == null || content.isEmpty()
                ? new Schema<>()
                : content.values().iterator().next().getSchema();
    }

    /** The fields of an object, or of the objects in a list. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private Map<String, Schema<?>> fields(Schema<?> schema) {
        Schema<?> found = resolved(schema);
        if (found.getItems() != null) {
            return fields(found.getItems());
        }
        return found.getProperties() == null ? Map.of() : (Map) found.getProperties();
    }

    private Schema<?> resolved(Schema<?> schema) {
        if (schema == null) {
            return new Schema<>();
        }
        if (schema.get$ref() != null) {
            String name = schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1);
            return resolved(contract.getComponents().getSchemas().get(name));
        }
        return schema.getAllOf() == null || schema.getAllOf().isEmpty()
                ? schema
                : resolved(schema.getAllOf().get(0));
    }
}
