package fr.cned.partenariats.gateway;

import fr.cned.partenariats.gateway.body.RequestBody;
import fr.cned.partenariats.gateway.problem.GatewayProblem;
import fr.cned.partenariats.gateway.problem.Problems;
import fr.cned.partenariats.gateway.proxy.Services;
import fr.cned.partenariats.gateway.ratelimit.ClientLimits;
import fr.cned.partenariats.gateway.route.RequestTarget;
import fr.cned.partenariats.gateway.route.Route;
import fr.cned.partenariats.gateway.route.RouteTable;
import fr.cned.partenariats.gateway.token.KeysUnavailable;
import fr.cned.partenariats.gateway.token.TokenCheck;
import fr.cned.partenariats.gateway.token.VerifiedToken;
import io.quarkus.security.AuthenticationFailedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What happens to a request below {@code /v1/}, step by step: the first step that objects answers it. */
@Singleton
class Gateway {

    private static final Logger LOG = Logger.getLogger(Gateway.class);
    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);
    private static final String ALLOW = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String BEARER = "Bearer ";

    private final TokenCheck tokens;
    private final ClientLimits limits;
    private final RouteTable routes;
    private final Services services;
    private final Problems problems;

    Gateway(TokenCheck tokens, ClientLimits limits, RouteTable routes, Services services, Problems problems) {
        this.tokens = tokens;
        this.limits = limits;
        this.routes = routes;
        this.services = services;
        this.problems = problems;
    }

    void handle(RoutingContext context, String path) {
        HttpServerRequest request = context.request();
        if (!RequestTarget.isPlainPath(path)) {
            problems.refuse(request, GatewayProblem.UNKNOWN_ROUTE);
        } else if (!RequestTarget.isPlainQuery(request.query())) {
            problems.refuse(request, GatewayProblem.BAD_REQUEST);
        } else if (!METHODS.contains(request.method())) {
            request.response().putHeader(HttpHeaders.ALLOW, ALLOW);
            problems.refuse(request, GatewayProblem.METHOD_NOT_ALLOWED);
        } else {
            authenticate(context, path);
        }
    }

    private void authenticate(RoutingContext context, String path) {
        HttpServerRequest request = context.request();
        List<String> credentials = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        if (credentials.isEmpty()) {
            problems.refuse(request, GatewayProblem.UNAUTHENTICATED);
            return;
        }
        String token = credentials.size() > 1 ? null : bearerToken(credentials.get(0));
        if (token == null) {
            problems.refuse(request, GatewayProblem.INVALID_TOKEN);
            return;
        }
        VerifiedToken known = tokens.known(token);
        if (known != null) {
            admit(request, path, known);
            return;
        }
        tokens.verify(token, context)
                .onSuccess(verified -> admit(request, path, verified))
                .onFailure(failure -> problems.refuse(request, problemOf(failure)));
    }

    private void admit(HttpServerRequest request, String path, VerifiedToken token) {
        if (!limits.admits(token.client(), request.response())) {
            problems.refuse(request, GatewayProblem.RATE_LIMITED);
            return;
        }
        Route route = routes.find(path);
        if (route == null) {
            problems.refuse(request, GatewayProblem.UNKNOWN_ROUTE);
        } else if (RequestBody.length(request) > route.maxBody()) {
            problems.refuse(request, GatewayProblem.BODY_TOO_LARGE);
        } else {
            if (request.headers().contains(HttpHeaders.EXPECT)) {
                request.response().writeContinue();
            }
            services.forward(request, route);
        }
    }

    private static @Nullable String bearerToken(String credentials) {
        return credentials.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? credentials.substring(BEARER.length()).strip()
                : null;
    }

    private static GatewayProblem problemOf(Throwable failure) {
        if (failure instanceof AuthenticationFailedException) {
            return GatewayProblem.INVALID_TOKEN;
        }
        if (failure instanceof KeysUnavailable) {
            return GatewayProblem.SERVICE_UNAVAILABLE;
        }
        LOG.error("a token could not be verified", failure);
        return GatewayProblem.INTERNAL_ERROR;
    }
}
