package fr.cned.partenariats.commons.openapi;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Lists the problem codes of each operation by status: those of {@code problems.properties}, which the tests record,
 * and those that a mechanism of service-commons answers for every operation of a kind.
 */
final class ProblemResponses {

    static final String CODES = "x-problem-codes";
    static final String VIOLATIONS = "x-violation-codes";
    static final String PROBLEM = "Problem";

    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String RETRY_AFTER = "Retry-After";
    private static final String RETRY_AFTER_TEXT = "Number of seconds after which the same request may be accepted.";

    /** Answered by the same mechanism for every operation; the key of each is its name in the components. */
    private static final Map<String, SharedResponse> SHARED = shared();

    private static final List<String> RETRYABLE = List.of("429", "503");

    /** @param codes those of services and gateway */
    private record SharedResponse(String status, String description, List<String> codes) {}

    private final ContractFiles files;
    private final ProblemCodes registry;

    ProblemResponses(ContractFiles files, ProblemCodes registry) {
        this.files = files;
        this.registry = registry;
    }

    private static Map<String, SharedResponse> shared() {
        Map<String, SharedResponse> shared = new LinkedHashMap<>();
        shared.put(
                "Unauthenticated",
                new SharedResponse(
                        "401",
                        "No access token, or one that is not valid.",
                        List.of("unauthenticated", "invalid-token")));
        shared.put(
                "NotAcceptable",
                new SharedResponse(
                        "406", "`Accept` excludes the media types of this operation.", List.of("not-acceptable")));
        shared.put(
                "BodyTooLarge",
                new SharedResponse(
                        "413", "The body is larger than the limit of this path.", List.of("body-too-large")));
        shared.put("UriTooLong", new SharedResponse("414", "The URI is too long.", List.of("uri-too-long")));
        shared.put(
                "UnsupportedMediaType",
                new SharedResponse(
                        "415",
                        "`Content-Type` is not the media type of this operation.",
                        List.of("unsupported-media-type")));
        shared.put(
                "TooManyRequests",
                new SharedResponse(
                        "429",
                        "A limit of this client is reached. The gateway limits requests by client and by address.",
                        List.of(
                                "rate-limited",
                                "address-rate-limited",
                                "locked-out",
                                "too-many-requests-at-once",
                                "too-many-imports-at-once",
                                "too-many-connections",
                                "too-many-at-once")));
        shared.put(
                "HeadersTooLarge",
                new SharedResponse("431", "The headers of the request are too large.", List.of("headers-too-large")));
        shared.put(
                "InternalError",
                new SharedResponse(
                        "500",
                        "A fault of the platform. Report it with the `traceId`. Nothing was changed.",
                        List.of("internal-error")));
        shared.put(
                "Unavailable",
                new SharedResponse(
                        "503",
                        "The service, its database or the gateway is overloaded or down. Repeat the request later, a"
                                + " write with the same `Idempotency-Key`.",
                        List.of("service-busy", "took-too-long", "service-unavailable", "overloaded")));
        shared.put(
                "UpstreamTimeout",
                new SharedResponse(
                        "504",
                        "The service did not answer in time. The change may have been made: repeat it with the same"
                                + " `Idempotency-Key`.",
                        List.of("upstream-timeout")));
        return shared;
    }

    void addShared(Components components) {
        SHARED.forEach((name, shared) -> {
            APIResponse response = response(shared.description(), shared.codes(), List.of());
            if (RETRYABLE.contains(shared.status())) {
                addRetryAfter(response);
            }
            components.addResponse(name, response);
        });
    }

    void add(HttpMethod method, Operation operation, boolean tenantRole, boolean scoped) {
        APIResponses responses =
                operation.getResponses() == null ? OASFactory.createAPIResponses() : operation.getResponses();
        SortedMap<String, SortedSet<String>> codes = new TreeMap<>();
        SortedMap<String, SortedSet<String>> violations = new TreeMap<>();
        addByRule(method, operation, tenantRole, codes, violations);
        if (scoped) {
            put(codes, "403", "missing-scope");
        }
        String id = String.valueOf(operation.getOperationId());
        for (String status : files.problemStatuses(id)) {
            codes.computeIfAbsent(status, any -> new TreeSet<>()).addAll(files.problems(id, status));
            violations.computeIfAbsent(status, any -> new TreeSet<>()).addAll(files.violations(id, status));
        }
        SHARED.forEach((name, shared) -> {
            if (codes.containsKey(shared.status())) {
                codes.computeIfAbsent(shared.status(), any -> new TreeSet<>()).addAll(shared.codes());
            } else {
                responses.addAPIResponse(
                        shared.status(), OASFactory.createAPIResponse().ref("#/components/responses/" + name));
            }
        });
        codes.forEach((status, listed) -> {
            Collection<String> inErrors = violations.getOrDefault(status, new TreeSet<>());
            APIResponse response = response(sentence(status), listed, inErrors);
            if (RETRYABLE.contains(status)
                    || listed.contains("not-yet-propagated")
                    || listed.contains("request-in-progress")) {
                addRetryAfter(response);
            }
            responses.addAPIResponse(status, response);
        });
        responses.setDefaultValue(
                OASFactory.createAPIResponse().description("Any other problem.").content(content()));
        operation.setResponses(responses);
    }

    private void addByRule(
            HttpMethod method,
            Operation operation,
            boolean tenantRole,
            SortedMap<String, SortedSet<String>> codes,
            SortedMap<String, SortedSet<String>> violations) {
        boolean write = method != HttpMethod.GET && method != HttpMethod.HEAD;
        put(codes, "400", "unknown-parameter", "bad-request", "invalid-awaited-revisions");
        for (Parameter parameter : parametersOf(operation)) {
            switch (parameter.getIn() == Parameter.In.QUERY ? "?" : parameter.getName()) {
                case "?" -> put(codes, "400", "invalid-parameter", "repeated-parameter");
                case "If-Match" -> {
                    put(codes, "412", "stale-revision");
                    put(codes, "428", "missing-if-match");
                }
                case "Idempotency-Key" -> {
                    put(codes, "400", "invalid-idempotency-key");
                    put(codes, "409", "request-in-progress");
                    put(codes, "422", "idempotency-key-reused");
                    if (Boolean.TRUE.equals(parameter.getRequired())) {
                        put(codes, "400", "missing-idempotency-key");
                    }
                }
                default -> {}
            }
            if (parameter.getIn() == Parameter.In.PATH) {
                put(codes, "404", "not-found");
            }
            if (parameter.getName().equals("limit")) {
                put(codes, "400", "limit-out-of-range");
            }
            if (parameter.getName().equals("cursor")) {
                put(codes, "400", "invalid-cursor");
            }
        }
        // An operation without a body refuses one that has fields.
        put(codes, "400", "malformed-json", "invalid-request");
        put(violations, "400", "unknown-field", "wrong-type", "out-of-range");
        if (operation.getRequestBody() != null) {
            put(violations, "400", "required", "invalid-text", "invalid-value", "json-limit", "too-many-entries");
        }
        if (write) {
            put(codes, "409", "concurrent-change");
        }
        put(codes, "409", "not-yet-propagated");
        put(codes, "403", "forbidden");
        if (tenantRole) {
            put(codes, "403", "no-tenant", "partner-closed");
            if (write) {
                put(codes, "403", "partner-suspended");
            }
        }
    }

    /** Skips codes that this service does not have. */
    private void put(SortedMap<String, SortedSet<String>> codes, String status, String... added) {
        for (String code : added) {
            if (registry.has(code)) {
                codes.computeIfAbsent(status, any -> new TreeSet<>()).add(code);
            }
        }
    }

    private static List<Parameter> parametersOf(Operation operation) {
        return operation.getParameters() == null ? List.of() : operation.getParameters();
    }

    private static String sentence(String status) {
        return switch (status) {
            case "400" -> "The request is invalid. Correct it before you repeat it.";
            case "403" -> "The caller may not use this operation. Repeating the request does not help.";
            case "404" -> "There is no such object, or the caller may not see it.";
            case "409" -> "The current state does not allow it.";
            case "410" -> "The cursor is not valid any more. Start again without it.";
            case "412" -> "The object has changed since the ETag in If-Match. Read it again.";
            case "422" -> "The key was used for another request.";
            case "428" -> "The header If-Match is missing.";
            case "429" -> "A limit is reached. Repeat the request after the time in Retry-After.";
            case "503" -> "The service cannot answer now. Repeat the request after the time in Retry-After.";
            default -> "A problem.";
        };
    }

    private APIResponse response(String sentence, Collection<String> codes, Collection<String> violations) {
        StringBuilder description = new StringBuilder(sentence);
        append(description, "`code` is one of:", codes);
        append(description, "`errors[].code` is one of:", violations);
        APIResponse response = OASFactory.createAPIResponse()
                .description(description.toString())
                .content(content());
        response.addExtension(CODES, List.copyOf(codes));
        if (!violations.isEmpty()) {
            response.addExtension(VIOLATIONS, List.copyOf(violations));
        }
        return response;
    }

    private void append(StringBuilder description, String heading, Collection<String> codes) {
        if (!codes.isEmpty()) {
            description.append("\n\n").append(heading).append('\n');
            for (String code : codes) {
                String title = registry.title(code);
                description.append("\n- `").append(code).append('`').append(title == null ? "" : ": " + title);
            }
        }
    }

    private static void addRetryAfter(APIResponse response) {
        response.addHeader(
                RETRY_AFTER,
                OASFactory.createHeader()
                        .description(RETRY_AFTER_TEXT)
                        .schema(Numbers.count().minimum(BigDecimal.ONE)));
    }

    private static Content content() {
        return OASFactory.createContent()
                .addMediaType(PROBLEM_JSON, OASFactory.createMediaType().schema(Schemas.reference(PROBLEM)));
    }
}
