package fr.cned.partenariats.commons.testing.contract;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Lists the problem codes of each operation by status: those of {@code problems.properties}, which the tests record,
 * those of the constraints on its body, and those that a mechanism of service-commons answers for every operation of a kind. An answer that has only codes by
 * rule is in the components, under a name that says which rules: {@code InvalidQueryLimitCursor}.
 */
final class ProblemResponses {

    static final String CODES = "x-problem-codes";
    static final String VIOLATIONS = "x-violation-codes";
    static final String PROBLEM = "Problem";

    private static final List<String> RETRYABLE = List.of("429", "503");

    private final ContractFiles files;
    private final SourceCode code;
    private final ProblemCodes registry;
    private final Components components;

    /** Of services and gateway, answered by the same mechanism for every operation. */
    private final List<Answer> always = List.of(
            new Answer("401", "Unauthenticated").codes("unauthenticated", "invalid-token"),
            new Answer("406", "NotAcceptable").codes("not-acceptable"),
            new Answer("413", "BodyTooLarge").codes("body-too-large"),
            new Answer("414", "UriTooLong").codes("uri-too-long"),
            new Answer("415", "UnsupportedMediaType").codes("unsupported-media-type"),
            new Answer("429", "TooManyRequests")
                    .codes(
                            "rate-limited",
                            "address-rate-limited",
                            "locked-out",
                            "too-many-requests-at-once",
                            "too-many-imports-at-once",
                            "too-many-connections",
                            "too-many-at-once"),
            new Answer("431", "HeadersTooLarge").codes("headers-too-large"),
            new Answer("500", "InternalError").codes("internal-error"),
            new Answer("503", "Unavailable")
                    .codes("service-busy", "took-too-long", "service-unavailable", "overloaded"),
            new Answer("504", "UpstreamTimeout").codes("upstream-timeout"),
            new Answer(APIResponses.DEFAULT, "AnyProblem"));

    ProblemResponses(ContractFiles files, SourceCode code, ProblemCodes registry, Components components) {
        this.files = files;
        this.code = code;
        this.registry = registry;
        this.components = components;
    }

    /** The answer with one status. It is shared while it has a name. */
    private final class Answer {

        private final String status;
        private final Set<String> codes = new TreeSet<>();
        private final Set<String> violations = new TreeSet<>();
        private String name;

        Answer(String status, String name) {
            this.status = status;
            this.name = name;
        }

        Answer codes(String... added) {
            codes.addAll(List.of(added));
            return this;
        }

        /** Adds the codes of a rule that this service has. */
        Answer rule(boolean applies, String rule, String... added) {
            if (applies) {
                name += rule;
                Stream.of(added).filter(registry::has).forEach(codes::add);
            }
            return this;
        }

        Answer violations(boolean apply, String... added) {
            if (apply) {
                Stream.of(added).filter(registry::has).forEach(violations::add);
            }
            return this;
        }

        void addOwn(Collection<String> ownCodes, Collection<String> ownViolations) {
            if (!codes.containsAll(ownCodes) || !violations.containsAll(ownViolations)) {
                name = "";
                codes.addAll(ownCodes);
                violations.addAll(ownViolations);
            }
        }

        APIResponse response() {
            APIResponse response = OASFactory.createAPIResponse()
                    .description(sentence(status))
                    .content(OASFactory.createContent()
                            .addMediaType(
                                    "application/problem+json",
                                    OASFactory.createMediaType().schema(Schemas.reference(PROBLEM))));
            if (!codes.isEmpty()) {
                response.addExtension(CODES, List.copyOf(codes));
            }
            if (!violations.isEmpty()) {
                response.addExtension(VIOLATIONS, List.copyOf(violations));
            }
            if (RETRYABLE.contains(status)
                    || codes.contains("not-yet-propagated")
                    || codes.contains("request-in-progress")) {
                AnswerHeaders.addRetryAfter(response);
            }
            if (status.equals("429")) {
                AnswerHeaders.addLimits(response);
            }
            if (name.isEmpty()) {
                return response;
            }
            components.addResponse(name, response);
            return OASFactory.createAPIResponse().ref("#/components/responses/" + name);
        }
    }

    void add(HttpMethod method, Operation operation, boolean tenantRole, boolean scoped, boolean wholeTenant) {
        Map<String, Answer> answers = byRule(method, operation, tenantRole, scoped, wholeTenant);
        String id = String.valueOf(operation.getOperationId());
        for (String status : files.problemStatuses(id)) {
            answers.computeIfAbsent(status, any -> new Answer(status, ""))
                    .addOwn(files.problems(id, status), files.violations(id, status));
        }
        if (operation.getRequestBody() != null) {
            answers.get("400").addOwn(List.of(), registry.known(code.violationsOfBody(id)));
        }
        for (Answer answer : always) {
            Answer own = answers.putIfAbsent(answer.status, answer);
            if (own != null) {
                own.addOwn(answer.codes, List.of());
            }
        }
        Map<String, APIResponse> byStatus = new TreeMap<>();
        Schemas.responsesOf(operation).forEach(response -> byStatus.put(response.getKey(), response.getValue()));
        answers.forEach((status, answer) -> byStatus.put(status, answer.response()));
        operation.setResponses(OASFactory.createAPIResponses());
        byStatus.forEach(operation.getResponses()::addAPIResponse);
    }

    private Map<String, Answer> byRule(
            HttpMethod method, Operation operation, boolean tenantRole, boolean scoped, boolean wholeTenant) {
        boolean write = method != HttpMethod.GET && method != HttpMethod.HEAD;
        boolean body = operation.getRequestBody() != null;
        boolean cursor = parameter(operation, "cursor").isPresent();
        Optional<Parameter> key = parameter(operation, "Idempotency-Key");
        Map<String, Answer> answers = new TreeMap<>();
        // An operation without a body refuses one that has fields.
        put(
                        answers,
                        "400",
                        "Invalid",
                        "unknown-parameter",
                        "bad-request",
                        "invalid-awaited-revisions",
                        "malformed-json",
                        "invalid-request")
                .rule(has(operation, Parameter.In.QUERY), "Query", "invalid-parameter", "repeated-parameter")
                .rule(parameter(operation, "limit").isPresent(), "Limit", "limit-out-of-range")
                .rule(cursor, "Cursor", "invalid-cursor", "invalid-text")
                .rule(key.isPresent(), "Key", "invalid-idempotency-key")
                .rule(
                        key.filter(header -> Boolean.TRUE.equals(header.getRequired()))
                                .isPresent(),
                        "Required",
                        "missing-idempotency-key")
                .rule(body, "Body")
                .violations(true, "unknown-field", "wrong-type", "out-of-range")
                .violations(cursor, "invalid-parameter", "invalid-text")
                .violations(body, "required", "invalid-text", "invalid-value", "json-limit", "too-many-entries");
        put(answers, "403", "Forbidden", "forbidden")
                .rule(tenantRole, "Tenant", "no-tenant", "partner-closed", "invalid-sites")
                .rule(tenantRole && write, "Write", "partner-suspended")
                .rule(scoped, "Scope", "missing-scope")
                .rule(wholeTenant, "Whole", "limited-to-sites");
        put(answers, "409", "Conflict", "not-yet-propagated")
                .rule(write, "Write", "concurrent-change")
                .rule(key.isPresent(), "Key", "request-in-progress");
        if (has(operation, Parameter.In.PATH)) {
            put(answers, "404", "NotFound", "not-found");
        }
        if (parameter(operation, "If-Match").isPresent()) {
            put(answers, "412", "StaleRevision", "stale-revision");
            put(answers, "428", "MissingIfMatch", "missing-if-match");
        }
        if (key.isPresent()) {
            put(answers, "422", "KeyReused", "idempotency-key-reused");
        }
        return answers;
    }

    private Answer put(Map<String, Answer> answers, String status, String name, String... codes) {
        Answer answer = new Answer(status, name).rule(true, "", codes);
        answers.put(status, answer);
        return answer;
    }

    private static boolean has(Operation operation, Parameter.In place) {
        return Schemas.parametersOf(operation).stream().anyMatch(parameter -> parameter.getIn() == place);
    }

    private static Optional<Parameter> parameter(Operation operation, String name) {
        return Schemas.parametersOf(operation).stream()
                .filter(parameter -> name.equals(parameter.getName()))
                .findFirst();
    }

    private static String sentence(String status) {
        return switch (status) {
            case "400" -> "The request is invalid. Correct it before you repeat it.";
            case "401" -> "No access token, or one that is not valid.";
            case "403" -> "The caller may not use this operation. Repeating the request does not help.";
            case "404" -> "There is no such object, or the caller may not see it.";
            case "406" -> "`Accept` excludes the media types of this operation.";
            case "409" -> "The current state does not allow it.";
            case "410" -> "The cursor is not valid any more. Start again without it.";
            case "412" -> "The object has changed since the ETag in If-Match. Read it again.";
            case "413" -> "The body is larger than the limit of this path.";
            case "414" -> "The URI is too long.";
            case "415" -> "`Content-Type` is not the media type of this operation.";
            case "422" -> "The key was used for another request.";
            case "428" -> "The header If-Match is missing.";
            case "429" ->
                "A limit is reached: of this client, its address or its partner. Repeat the request after the"
                        + " time in Retry-After.";
            case "431" -> "The headers of the request are too large.";
            case "500" -> "A fault of the platform. Report it with the `traceId`. Nothing was changed.";
            case "503" ->
                "The service, its database or the gateway is overloaded or down. Repeat the request after the"
                        + " time in Retry-After, a write with the same `Idempotency-Key`.";
            case "504" ->
                "The service did not answer in time. The change may have been made: repeat it with the same"
                        + " `Idempotency-Key`.";
            default -> "Any other problem.";
        };
    }
}
