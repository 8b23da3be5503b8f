package fr.cned.partenariats.commons.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Fails a test that gets an answer which the contract does not describe: an undocumented status, header, field or
 * problem code, a missing field, or a value of another type. Requests are not checked, because tests send invalid ones
 * on purpose. With {@code -Dcontract.update=true} it records problem codes and examples, see {@link ContractRecorder}.
 */
final class ContractCheck implements Filter {

    private static final List<String> HEADERS = List.of("ETag", "Location", "Retry-After");
    private static final List<String> HEADERS_OF_SUCCESS = List.of("Deprecation", "Sunset", "Link");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ContractDocument contract;
    private final ContractRecorder recorder;

    ContractCheck(ContractDocument contract, ContractRecorder recorder) {
        this.contract = contract;
        this.recorder = recorder;
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification response, FilterContext context) {
        Response answer = context.next(request, response);
        String path = request.getURI().replaceFirst("^[a-z]+://[^/]*", "").replaceFirst("[?#].*$", "");
        contract.find(request.getMethod(), path).ifPresent(operation -> check(operation, path, request, answer));
        return answer;
    }

    private void check(
            ContractDocument.Operation operation,
            String path,
            FilterableRequestSpecification request,
            Response answer) {
        int status = answer.statusCode();
        JsonNode documented = contract.response(operation, status);
        JsonNode body = isText(answer) ? TextNode.valueOf(answer.asString()) : read(answer.asString());
        List<String> faults = new ArrayList<>();
        if (status >= 400) {
            checkProblem(operation, status, documented, body, faults);
        } else if (documented.isMissingNode()) {
            faults.add("the contract does not have this status");
        } else {
            if (answer.header("Idempotency-Replayed") == null) { // an erasure reduces a stored answer to ids
                checkAnswer(operation, status, documented, body, faults);
            }
            if (request.getBody() == null || isJson(request.getContentType())) {
                recorder.recordExample(
                        operation, path, request.getBody(), status == 304 ? MissingNode.getInstance() : body);
            }
        }
        checkHeaders(HEADERS, documented, answer, faults);
        if (status < 400) {
            checkHeaders(HEADERS_OF_SUCCESS, documented, answer, faults);
        }
        if (!faults.isEmpty()) {
            throw new AssertionError("%s %s answered %d, against the contract: %s%n%s"
                    .formatted(operation.method(), operation.template(), status, faults, answer.asString()));
        }
    }

    private static void checkHeaders(List<String> headers, JsonNode documented, Response answer, List<String> faults) {
        for (String header : headers) {
            if (answer.header(header) != null
                    && !documented.isMissingNode()
                    && !documented.path("headers").has(header)) {
                faults.add("the contract does not have the header " + header);
            }
        }
    }

    private void checkAnswer(
            ContractDocument.Operation operation, int status, JsonNode documented, JsonNode body, List<String> faults) {
        JsonNode schema = ContractDocument.bodyOf(documented.path("content"));
        if (schema.isMissingNode() != body.isMissingNode()) {
            faults.add(body.isMissingNode() ? "there is no body" : "the contract has no body");
        } else if (!body.isMissingNode()) {
            faults.addAll(contract.faults(operation.id() + status, schema, body));
        }
    }

    private void checkProblem(
            ContractDocument.Operation operation, int status, JsonNode documented, JsonNode body, List<String> faults) {
        if (!body.isObject() || !body.has("code")) {
            return; // refused below the services, such as by the HTTP server
        }
        faults.addAll(contract.faults("problem", contract.schemas().path("Problem"), body));
        if (operation.id().isEmpty()) {
            return; // a resource of the kit's own tests
        }
        String code = body.path("code").asText();
        Set<String> inErrors = new LinkedHashSet<>();
        body.path("errors").forEach(error -> inErrors.add(error.path("code").asText()));
        inErrors.removeAll(texts(documented.path("x-violation-codes")));
        boolean known = texts(documented.path("x-problem-codes")).contains(code);
        if (ContractRecorder.UPDATE) {
            recorder.recordProblem(operation.id(), status, known ? Set.of() : Set.of(code), inErrors);
        } else if (!known || !inErrors.isEmpty()) {
            faults.add("problems.properties does not list %s%s; see ContractRecorder"
                    .formatted(known ? "" : code + ' ', inErrors.isEmpty() ? "" : "in errors: " + inErrors));
        }
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static boolean isJson(String contentType) {
        String type = contentType.replaceFirst(";.*", "").strip();
        return type.equals("application/json") || type.endsWith("+json");
    }

    private static boolean isText(Response answer) {
        String type = answer.contentType() == null ? "" : answer.contentType();
        return type.startsWith("text/csv")
                || type.startsWith("application/zip")
                || (type.startsWith("application/xml") && !answer.asString().isEmpty()); // a 304 has no body
    }

    private static JsonNode read(String body) {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
