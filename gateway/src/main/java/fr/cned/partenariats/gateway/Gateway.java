package fr.cned.partenariats.gateway;

import fr.cned.partenariats.gateway.body.GuardedBody;
import fr.cned.partenariats.gateway.body.RequestBody;
import fr.cned.partenariats.gateway.limit.AddressLimits;
import fr.cned.partenariats.gateway.limit.Addresses;
import fr.cned.partenariats.gateway.limit.ClientLimits;
import fr.cned.partenariats.gateway.limit.Concurrency;
import fr.cned.partenariats.gateway.limit.Limit;
import fr.cned.partenariats.gateway.problem.GatewayProblem;
import fr.cned.partenariats.gateway.problem.Problems;
import fr.cned.partenariats.gateway.proxy.Services;
import fr.cned.partenariats.gateway.route.RequestTarget;
import fr.cned.partenariats.gateway.route.Route;
import fr.cned.partenariats.gateway.route.RouteTable;
import fr.cned.partenariats.gateway.token.KeysUnavailable;
import fr.cned.partenariats.gateway.token.TokenCheck;
import fr.cned.partenariats.gateway.token.VerifiedToken;
import io.quarkus.security.AuthenticationFailedException;
import io.vertx.core.Vertx;
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
    private final Addresses addresses;
    private final AddressLimits addressLimits;
    private final ClientLimits clientLimits;
    private final Concurrency concurrency;
    private final RouteTable routes;
    private final Services services;
    private final Problems problems;
    private final Vertx vertx;

    Gateway(
            TokenCheck tokens,
            Addresses addresses,
            AddressLimits addressLimits,
            ClientLimits clientLimits,
            Concurrency concurrency,
            RouteTable routes,
            Services services,
            Problems problems,
            Vertx vertx) {
        this.tokens = tokens;
        this.addresses = addresses;
        this.addressLimits = addressLimits;
        this.clientLimits = clientLimits;
        this.concurrency = concurrency;
        this.routes = routes;
        this.services = services;
        this.problems = problems;
        this.vertx = vertx;
    }

    /** A caller whose token was verified before has its own limit; all others share that of their address. */
    void handle(RoutingContext context, String path) {
        HttpServerRequest request = context.request();
        String token = bearerToken(request);
        VerifiedToken seen = token == null ? null : tokens.seen(token);
        VerifiedToken known = seen == null || tokens.isExpired(seen) ? null : seen;
        if (known != null && !clientLimits.admits(known.caller(), request.response())) {
            problems.refuse(request, GatewayProblem.RATE_LIMITED);
        } else if (known == null && !addressLimits.admits(Addresses.key(addresses.of(request)), request.response())) {
            problems.refuse(request, GatewayProblem.ADDRESS_RATE_LIMITED);
        } else if (!RequestTarget.isPlainPath(path)) {
            problems.refuse(request, GatewayProblem.UNKNOWN_ROUTE);
        } else if (!RequestTarget.isPlainQuery(request.query())) {
            problems.refuse(request, GatewayProblem.BAD_REQUEST);
        } else if (!METHODS.contains(request.method())) {
            request.response().putHeader(HttpHeaders.ALLOW, ALLOW);
            problems.refuse(request, GatewayProblem.METHOD_NOT_ALLOWED);
        } else if (token == null) {
            problems.refuse(
                    request,
                    request.headers().contains(HttpHeaders.AUTHORIZATION)
                            ? GatewayProblem.INVALID_TOKEN
                            : GatewayProblem.UNAUTHENTICATED);
        } else if (known != null && tokens.isTrusted(known)) {
            route(context, path, known);
        } else {
            verify(context, path, token, seen != null, known != null);
        }
    }

    /** A token that was valid before is no guess: it is verified during a lockout too, and does not add to one. */
    private void verify(RoutingContext context, String path, String token, boolean seen, boolean isLimitedAlready) {
        HttpServerRequest request = context.request();
        String address = Addresses.key(addresses.of(request));
        if (!seen && addressLimits.lockedOut(address, request.response())) {
            problems.refuse(request, GatewayProblem.LOCKED_OUT);
            return;
        }
        tokens.verify(token, context)
                .onSuccess(verified -> {
                    if (isLimitedAlready || clientLimits.admits(verified.caller(), request.response())) {
                        route(context, path, verified);
                    } else {
                        problems.refuse(request, GatewayProblem.RATE_LIMITED);
                    }
                })
                .onFailure(failure -> {
                    if (!seen && failure instanceof AuthenticationFailedException) {
                        addressLimits.failed(address);
                    }
                    problems.refuse(request, problemOf(failure));
                });
    }

    private void route(RoutingContext context, String path, VerifiedToken token) {
        HttpServerRequest request = context.request();
        Route route = routes.find(path);
        if (route == null) {
            problems.refuse(request, GatewayProblem.UNKNOWN_ROUTE);
            return;
        }
        long length = RequestBody.length(request);
        if (length > route.maxBody()) {
            problems.refuse(request, GatewayProblem.BODY_TOO_LARGE);
            return;
        }
        String address = addresses.of(request);
        boolean isImport = route.bulk() && length != 0;
        Limit exceeded = concurrency.enter(context, token.caller(), Addresses.key(address), isImport);
        if (exceeded != null) {
            problems.refuse(request, exceeded.problem());
            return;
        }
        if (request.headers().contains(HttpHeaders.EXPECT)) {
            request.response().writeContinue();
        }
        if (length == 0 || route.bulk()) {
            services.forward(request, route, null, address);
        } else {
            readThenForward(request, route, address);
        }
    }

    /** A client that sends slowly must not hold a connection to the service meanwhile. */
    private void readThenForward(HttpServerRequest request, Route route, String address) {
        GuardedBody body = new GuardedBody(vertx, request, route.maxBody(), route.requestBodyTimeout());
        body.whole()
                .onSuccess(whole -> services.forward(request, route, whole, address))
                .onFailure(failure -> {
                    GuardedBody.Fault fault = body.fault();
                    if (fault != null) {
                        problems.refuse(request, GatewayProblem.of(fault));
                    }
                });
    }

    /** Null when there is no credential, more than one, or one of another scheme. */
    private static @Nullable String bearerToken(HttpServerRequest request) {
        List<String> credentials = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        return credentials.size() == 1 ? bearerToken(credentials.get(0)) : null;
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
