package fr.cned.partenariats.commons.http;

import fr.cned.partenariats.commons.base.problem.AllowedMethods;
import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Problem;
import fr.cned.partenariats.commons.base.problem.ProblemRenderer;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.trace.RequestTrace;
import fr.cned.partenariats.commons.security.token.VerifiedTokens;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Refuses malformed and oversized requests with a problem, before JAX-RS. Quarkus would answer them with an empty 413
 * or a 500.
 */
@ApplicationScoped
class EarlyRefusals {

    /** Before the filters of Quarkus, whose lowest order is -300 (CORS). */
    private static final int BEFORE_QUARKUS = -1000;

    private static final long MAX_BYTES_TO_DISCARD = 16L * 1024 * 1024;
    private static final int AFTER_QUARKUS = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1;
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)^https?://[^/?#]+/");
    private static final Pattern HEADER_NAME = Pattern.compile("[\\w!#$%&'*+.^`|~-]+");
    private static final Pattern HOST = Pattern.compile("(?:[a-zA-Z0-9._-]+|\\[[0-9a-fA-F:.]+])(?::[0-9]{1,5})?");
    private static final Pattern BEARER = Pattern.compile("(?i)bearer( .*)?");
    private static final Pattern SIGNED_JWT = Pattern.compile("(?i)bearer +[\\w-]+\\.[\\w-]+\\.[\\w-]+ *");

    private final ProblemRenderer problems;
    private final VerifiedTokens tokens;
    private final AllowedMethods operations;
    private final long bodyLimit;
    private final long bulkBodyLimit;

    EarlyRefusals(
            ProblemRenderer problems,
            VerifiedTokens tokens,
            AllowedMethods operations,
            @ConfigProperty(name = "commons.http.body-limit") MemorySize bodyLimit,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize bulkBodyLimit) {
        this.problems = problems;
        this.tokens = tokens;
        this.operations = operations;
        this.bodyLimit = bodyLimit.asLongValue();
        this.bulkBodyLimit = bulkBodyLimit.asLongValue();
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_QUARKUS).handler(this::check).failureHandler(this::checkFailed);
        router.route().order(AFTER_QUARKUS).handler(this::prepare);
    }

    /** The router fails a target that is not a path ({@code *}, {@code host:80}) before it calls any handler. */
    private void checkFailed(RoutingContext context) {
        if (context.statusCode() != 400 && isWellFormed(context.request())) {
            context.next();
        } else {
            refuseAndClose(context, Refusal.of(CommonProblem.BAD_REQUEST));
        }
    }

    /**
     * Sets the trace and the limit of the body. Quarkus counts the bytes of a body without Content-Length; its default
     * limit is that of {@link Bulk} operations.
     */
    private void prepare(RoutingContext context) {
        RequestTrace.ensure(context.request());
        HttpServerRequest request = context.request();
        boolean isShort =
                request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null && announcedLength(request) <= bodyLimit;
        context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, isShort ? bodyLimit : limit(request));
        context.next();
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        @Nullable CommonProblem unreadable = UnreadableRequests.problemOf(request.uri());
        if (unreadable != null) {
            refuseAndClose(context, Refusal.of(unreadable));
            return;
        }
        if (!isWellFormed(request)) {
            refuseAndClose(context, Refusal.of(CommonProblem.BAD_REQUEST));
            return;
        }
        long length = announcedLength(request);
        if (length > bodyLimit && length > limit(request)) {
            closeAfterwards(context);
            // Closing a connection with unread data would discard the answer.
            if (length < MAX_BYTES_TO_DISCARD) {
                request.handler(ignored -> {})
                        .endHandler(end -> refuse(context, Refusal.of(CommonProblem.BODY_TOO_LARGE)))
                        .resume();
            } else {
                refuse(context, Refusal.of(CommonProblem.BODY_TOO_LARGE));
            }
        } else if (hasMalformedToken(context)) {
            refuse(context, Refusal.invalidToken());
        } else {
            context.next();
        }
    }

    private long limit(HttpServerRequest request) {
        return operations.isBulk(request.method().name(), request.path()) ? bulkBodyLimit : bodyLimit;
    }

    /** Checks RFC 9112, sections 3.2 and 5: one valid Host, a path, and valid header names. */
    private static boolean isWellFormed(HttpServerRequest request) {
        if (request.uri().isEmpty()
                || (request.uri().charAt(0) != '/'
                        && !ABSOLUTE.matcher(request.uri()).find())) {
            return false;
        }
        for (Map.Entry<String, String> header : request.headers()) {
            if (!HEADER_NAME.matcher(header.getKey()).matches()) {
                return false;
            }
        }
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        return request.version() == HttpVersion.HTTP_2
                || (hosts.size() == 1 && HOST.matcher(hosts.get(0)).matches());
    }

    /** 0 without Content-Length: then {@link #prepare} limits the body. */
    private static long announcedLength(HttpServerRequest request) {
        @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    /**
     * Whether the header has a bearer token that is not a JWT. Quarkus answers requests without a token. A verified token
     * has passed this check before.
     */
    private boolean hasMalformedToken(RoutingContext context) {
        List<String> authorization = context.request().headers().getAll(HttpHeaders.AUTHORIZATION);
        if (authorization.size() > 1) {
            return true;
        }
        if (authorization.isEmpty() || tokens.find(context) != null) {
            return false;
        }
        return authorization.stream()
                .anyMatch(value -> BEARER.matcher(value).matches()
                        && !(SIGNED_JWT.matcher(value).matches() && isCanonical(value)));
    }

    /** Refuses unused Base64 bits, which decoders ignore: one token would have several spellings. */
    private static boolean isCanonical(String authorization) {
        String token = authorization.substring(authorization.indexOf(' ')).strip();
        try {
            for (String part : token.split("\\.", -1)) {
                byte[] decoded = Base64.getUrlDecoder().decode(part);
                if (!Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(decoded)
                        .equals(part)) {
                    return false;
                }
            }
            return true;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private void refuseAndClose(RoutingContext context, Refusal refusal) {
        closeAfterwards(context);
        refuse(context, refusal);
    }

    private static void closeAfterwards(RoutingContext context) {
        context.response()
                .putHeader("Connection", "close")
                .endHandler(sent -> context.request().connection().close());
    }

    private void refuse(RoutingContext context, Refusal refusal) {
        RequestTrace.ensure(context.request());
        Problem problem = problems.render(refusal, context);
        HttpServerResponse response = context.response().setStatusCode(problem.status());
        problem.headers().forEach(response::putHeader);
        response.end(Buffer.buffer(problem.body()));
    }
}
