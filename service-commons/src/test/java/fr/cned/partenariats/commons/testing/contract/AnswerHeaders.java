package fr.cned.partenariats.commons.testing.contract;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * Documents the headers of answers: {@code ETag} of a read or a resource with a revision, {@code Location} of a new
 * resource, 304 for a conditional read, {@code Age} where an operation declares it, and the limits that the gateway
 * adds.
 */
final class AnswerHeaders {

    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final String ETAG = "ETag";
    private static final String LOCATION = "Location";
    private static final String AGE = "Age";
    private static final String RETRY_AFTER = "Retry-After";
    private static final String NOT_MODIFIED = "NotModified";
    private static final int MAX_AGE = 600;
    private static final String HEADERS = "#/components/headers/";
    private static final String ETAG_PATTERN = "^(W/)?\"[^\"]+\"$";
    private static final int MAX_HEADER = 1000;
    private static final String RATE_LIMIT = "RateLimit";
    private static final String RATE_LIMIT_POLICY = "RateLimit-Policy";
    private static final List<String> LIMITS = List.of(RATE_LIMIT, RATE_LIMIT_POLICY);

    private final Schemas schemas;
    private final Components components;

    AnswerHeaders(Schemas schemas, Components components) {
        this.schemas = schemas;
        this.components = components;
    }

    void addShared() {
        components.addHeader(
                RATE_LIMIT,
                limit(
                        "Set by the gateway: the requests that are left (`r`) and the seconds until there are more (`t`).",
                        "r",
                        "t"));
        components.addHeader(
                RATE_LIMIT_POLICY,
                limit(
                        "Set by the gateway: the limit of this client, or of this person of the portal: `q` requests in"
                                + " `w` seconds.",
                        "q",
                        "w"));
        components.addHeader(
                ETAG,
                OASFactory.createHeader()
                        .description(
                                "Tag of the answer. Send it in If-None-Match, and that of a single resource in If-Match.")
                        .schema(tag()));
        components.addHeader(
                LOCATION,
                OASFactory.createHeader()
                        .description("Path of the new object.")
                        .schema(OASFactory.createSchema()
                                .addType(Schema.SchemaType.STRING)
                                .format("uri-reference")
                                .maxLength(MAX_HEADER)));
        components.addHeader(
                RETRY_AFTER,
                OASFactory.createHeader()
                        .description("Number of seconds after which the same request may be accepted.")
                        .schema(Numbers.count().minimum(BigDecimal.ONE)));
    }

    void add(HttpMethod method, Operation operation) {
        boolean tagged = false;
        for (Map.Entry<String, APIResponse> response : Schemas.responsesOf(operation)) {
            String status = response.getKey();
            APIResponse answer = response.getValue();
            if (!Schemas.isSuccess(status)) {
                continue;
            }
            boolean created = status.equals("201");
            boolean read = method == HttpMethod.GET && Schemas.jsonOf(answer.getContent()) != null;
            boolean withTag = answer.getHeaders() != null && answer.getHeaders().containsKey(ETAG);
            if (created || read || withTag || hasRevision(answer)) {
                tagged = true;
                answer.addHeader(ETAG, reference(ETAG));
            }
            if (created || status.equals("202")) {
                answer.addHeader(LOCATION, reference(LOCATION));
            }
            if (answer.getHeaders() != null && answer.getHeaders().containsKey(AGE)) {
                components.addHeader(AGE, age());
                answer.addHeader(AGE, reference(AGE));
            }
            addLimits(answer);
        }
        boolean declared = Schemas.parametersOf(operation).stream()
                .anyMatch(parameter -> IF_NONE_MATCH.equals(parameter.getName()));
        if (tagged && method == HttpMethod.GET && !declared) {
            operation
                    .getResponses()
                    .addAPIResponse(
                            "304",
                            OASFactory.createAPIResponse()
                                    .description("Not changed since the ETag in If-None-Match.")
                                    .addHeader(ETAG, reference(ETAG)));
            operation.addParameter(OASFactory.createParameter()
                    .name(IF_NONE_MATCH)
                    .in(Parameter.In.HEADER)
                    .description("The ETag of the last answer. Still current: 304 without a body.")
                    .schema(OASFactory.createSchema()
                            .addType(Schema.SchemaType.STRING)
                            .maxLength(MAX_HEADER)));
        }
    }

    static void addRetryAfter(APIResponse response) {
        response.addHeader(RETRY_AFTER, reference(RETRY_AFTER));
    }

    static void addLimits(APIResponse response) {
        LIMITS.forEach(name -> response.addHeader(name, reference(name)));
    }

    /** Shares the 304 of the operations. Deprecated operations have more headers there, and keep their own. */
    void shareNotModified() {
        for (Operation operation : schemas.operations()) {
            APIResponse response = operation.getResponses().getAPIResponse("304");
            if (response != null
                    && response.getHeaders() != null
                    && Set.of(ETAG).equals(response.getHeaders().keySet())) {
                components.addResponse(NOT_MODIFIED, response);
                operation
                        .getResponses()
                        .addAPIResponse(
                                "304", OASFactory.createAPIResponse().ref("#/components/responses/" + NOT_MODIFIED));
            }
        }
    }

    /** A field of draft-ietf-httpapi-ratelimit-headers: a list with one item, which has two parameters. */
    private static Header limit(String description, String first, String second) {
        return OASFactory.createHeader()
                .description(description)
                .schema(OASFactory.createSchema()
                        .addType(Schema.SchemaType.STRING)
                        .pattern("^\"(client|person)\";%s=[0-9]+;%s=[0-9]+$".formatted(first, second))
                        .maxLength(MAX_HEADER));
    }

    private static Header age() {
        return OASFactory.createHeader()
                .description(
                        "Only while the database does not answer: seconds since this answer was known to be current.")
                .schema(OASFactory.createSchema()
                        .addType(Schema.SchemaType.INTEGER)
                        .minimum(BigDecimal.ONE)
                        .maximum(BigDecimal.valueOf(MAX_AGE)));
    }

    private static Header reference(String name) {
        return OASFactory.createHeader().ref(HEADERS + name);
    }

    private static Schema tag() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.STRING)
                .pattern(ETAG_PATTERN)
                .maxLength(MAX_HEADER);
    }

    private boolean hasRevision(APIResponse response) {
        @Nullable Schema body = Schemas.jsonOf(response.getContent());
        @Nullable String name = Schemas.nameOf(body);
        @Nullable Schema schema = name == null ? null : schemas.named().get(name);
        return schema != null && Schemas.propertiesOf(schema).containsKey("revision");
    }
}
