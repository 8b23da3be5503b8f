package fr.cned.partenariats.gateway;

import fr.cned.partenariats.gateway.edge.body.LimitedBody;
import fr.cned.partenariats.gateway.edge.body.RequestBody;
import fr.cned.partenariats.gateway.edge.cors.CrossOrigin;
import fr.cned.partenariats.gateway.edge.limit.AddressLimiter;
import fr.cned.partenariats.gateway.edge.limit.ClientAddressResolver;
import fr.cned.partenariats.gateway.edge.limit.ClientRateLimiter;
import fr.cned.partenariats.gateway.edge.limit.ConcurrencyLimiter;
import fr.cned.partenariats.gateway.edge.limit.ConcurrencyLimiter.Kind;
import fr.cned.partenariats.gateway.edge.limit.Limit;
import fr.cned.partenariats.gateway.edge.limit.LimitedVerifier;
import fr.cned.partenariats.gateway.edge.limit.LimitedVerifier.LockedOut;
import fr.cned.partenariats.gateway.edge.problem.GatewayProblem;
import fr.cned.partenariats.gateway.edge.problem.ProblemWriter;
import fr.cned.partenariats.gateway.edge.proxy.ServiceProxies;
import fr.cned.partenariats.gateway.edge.route.AllowedMethods;
import fr.cned.partenariats.gateway.edge.route.RequestTarget;
import fr.cned.partenariats.gateway.edge.route.Route;
import fr.cned.partenariats.gateway.edge.route.RouteTable;
import fr.cned.partenariats.gateway.edge.token.RevokedClients;
import fr.cned.partenariats.gateway.edge.token.SigningKeysUnavailable;
import fr.cned.partenariats.gateway.edge.token.TokenVerifier;
import fr.cned.partenariats.gateway.edge.token.VerifiedToken;
import fr.cned.partenariats.gateway.refusals.RegistrationRefusals;
import io.quarkus.security.AuthenticationFailedException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Checks a request below {@code /v1/} and forwards it to its service. The first failed check answers the request. */
@Singleton
class ApiRequestHandler {

    private static final Logger LOG = Logger.getLogger(ApiRequestHandler.class);
    private static final int NO_CONTENT = 204;
    private static final String BEARER = "Bearer ";

    private final TokenVerifier tokens;
    private final LimitedVerifier verifier;
    private final RevokedClients revoked;
    private final ClientAddressResolver addresses;
    private final AddressLimiter addressLimits;
    private final ClientRateLimiter clientLimits;
    private final ConcurrencyLimiter concurrency;
    private final RouteTable routes;
    private final AllowedMethods methods;
    private final CrossOrigin crossOrigin;
    private final ServiceProxies services;
    private final ProblemWriter problems;
    private final RegistrationRefusals refusals;
    private final Vertx vertx;

    ApiRequestHandler(
            TokenVerifier tokens,
            LimitedVerifier verifier,
            RevokedClients revoked,
            ClientAddressResolver addresses,
            AddressLimiter addressLimits,
            ClientRateLimiter clientLimits,
            ConcurrencyLimiter concurrency,
            RouteTable routes,
            AllowedMethods methods,
            CrossOrigin crossOrigin,
            ServiceProxies services,
            ProblemWriter problems,
            RegistrationRefusals refusals,
            Vertx vertx) {
        this.tokens = tokens;
        this.verifier = verifier;
        this.revoked = revoked;
        this.addresses = addresses;
        this.addressLimits = addressLimits;
        this.clientLimits = clientLimits;
        this.concurrency = concurrency;
        this.routes = routes;
        this.methods = methods;
        this.crossOrigin = crossOrigin;
        this.services = services;
        this.problems = problems;
        this.refusals = refusals;
        this.vertx = vertx;
    }

    /** A caller with a remembered token has its own rate limit. All other callers share the limit of their address. */
    void handle(RoutingContext context, String path) {
        HttpServerRequest request = context.request();
        crossOrigin.allow(request);
        String token = bearerToken(request);
        VerifiedToken remembered = token == null ? null : tokens.find(token);
        VerifiedToken known = remembered == null || tokens.isExpired(remembered) ? null : remembered;
        if (known != null && !clientLimits.admits(known, request.response())) {
            refuse(request, path, known, GatewayProblem.RATE_LIMITED);
        } else if (known == null
                && !addressLimits.admits(
                        ClientAddressResolver.limitKey(addresses.resolve(request)), request.response())) {
            problems.send(request, GatewayProblem.ADDRESS_RATE_LIMITED);
        } else if (!RequestTarget.isUnambiguousPath(path)) {
            problems.send(request, GatewayProblem.UNKNOWN_ROUTE);
        } else if (!RequestTarget.isValidQuery(request.query())) {
            problems.send(request, GatewayProblem.BAD_REQUEST);
        } else if (!AllowedMethods.isForwarded(request.method())) {
            answerItself(request, path);
        } else if (isOpenData(request, path)) {
            forwardOpenData(context, path);
        } else if (token == null) {
            problems.send(
                    request,
                    request.headers().contains(HttpHeaders.AUTHORIZATION)
                            ? GatewayProblem.INVALID_TOKEN
                            : GatewayProblem.UNAUTHENTICATED);
        } else if (known != null && tokens.isFresh(known)) {
            route(context, path, known);
        } else {
            verify(context, path, token, remembered, known != null);
        }
    }

    /** A request with a token is verified and counted for its caller. */
    private boolean isOpenData(HttpServerRequest request, String path) {
        return !request.headers().contains(HttpHeaders.AUTHORIZATION) && routes.isPublic(request.method(), path);
    }

    private void forwardOpenData(RoutingContext context, String path) {
        HttpServerRequest request = context.request();
        Route route = routes.find(path);
        if (route == null || RequestBody.length(request) != 0) {
            problems.send(request, route == null ? GatewayProblem.UNKNOWN_ROUTE : GatewayProblem.BAD_REQUEST);
            return;
        }
        String address = addresses.resolve(request);
        String caller = ClientAddressResolver.limitKey(address);
        Limit exceeded = concurrency.tryAcquire(context, caller, caller, Kind.EXPORT);
        if (exceeded != null) {
            problems.send(request, exceeded.problem());
            return;
        }
        services.forward(request, route, null, address, micros -> {});
    }

    /** Answers OPTIONS, which needs no token because a browser's preflight has none, and refuses unknown methods. */
    private void answerItself(HttpServerRequest request, String path) {
        String allow = routes.find(path) == null ? null : methods.of(path);
        if (allow == null) {
            problems.send(request, GatewayProblem.UNKNOWN_ROUTE);
            return;
        }
        HttpServerResponse response = request.response().putHeader(HttpHeaders.ALLOW, allow);
        if (!HttpMethod.OPTIONS.equals(request.method())) {
            problems.send(request, GatewayProblem.METHOD_NOT_ALLOWED);
            return;
        }
        if (crossOrigin.isAllowedPreflight(request)) {
            crossOrigin.allowPreflight(request, allow);
        }
        RequestBody.discard(vertx, request);
        response.setStatusCode(NO_CONTENT).end();
    }

    private void verify(
            RoutingContext context, String path, String token, @Nullable VerifiedToken remembered, boolean isCounted) {
        HttpServerRequest request = context.request();
        verifier.verify(token, remembered, context)
                .onSuccess(verified -> {
                    if (isCounted || clientLimits.admits(verified, request.response())) {
                        route(context, path, verified);
                    } else {
                        refuse(request, path, verified, GatewayProblem.RATE_LIMITED);
                    }
                })
                .onFailure(failure -> {
                    if (failure instanceof LockedOut lockedOut) {
                        addressLimits.countLockedOut(lockedOut.waitMillis(), request.response());
                    }
                    refuse(request, path, remembered, problemOf(failure));
                });
    }

    private void route(RoutingContext context, String path, VerifiedToken token) {
        HttpServerRequest request = context.request();
        if (revoked.contains(token)) {
            refuse(request, path, token, GatewayProblem.INVALID_TOKEN);
            return;
        }
        Route route = routes.find(path);
        if (route == null) {
            problems.send(request, GatewayProblem.UNKNOWN_ROUTE);
            return;
        }
        long length = RequestBody.length(request);
        if (length > route.maxBody()) {
            refuse(request, path, token, GatewayProblem.BODY_TOO_LARGE);
            return;
        }
        String address = addresses.resolve(request);
        Limit exceeded = concurrency.tryAcquire(
                context, token.owner(), ClientAddressResolver.limitKey(address), kindOf(route, length));
        if (exceeded != null) {
            refuse(request, path, token, exceeded.problem());
            return;
        }
        if (request.headers().contains(HttpHeaders.EXPECT)) {
            request.response().writeContinue();
        }
        if (length == 0 || route.bulk()) {
            services.forward(request, route, null, address, micros -> clientLimits.charge(token, micros));
        } else {
            readThenForward(request, path, token, route, address);
        }
    }

    private static Kind kindOf(Route route, long length) {
        if (route.export()) {
            return Kind.EXPORT;
        }
        return route.bulk() && length != 0 ? Kind.IMPORT : Kind.STANDARD;
    }

    /** Reads the body first, so that a slow client does not occupy a connection to the service. */
    private void readThenForward(
            HttpServerRequest request, String path, VerifiedToken token, Route route, String address) {
        LimitedBody body = new LimitedBody(
                vertx, request, route.maxBody(), route.leastBytesPerSecond(), route.requestBodyTimeout());
        body.readFully()
                .onSuccess(bytes ->
                        services.forward(request, route, bytes, address, micros -> clientLimits.charge(token, micros)))
                .onFailure(failure -> {
                    LimitedBody.Fault fault = body.fault();
                    if (fault != null) {
                        refuse(request, path, token, GatewayProblem.of(fault));
                    }
                });
    }

    /** @param caller null if it is not known */
    private void refuse(
            HttpServerRequest request, String path, @Nullable VerifiedToken caller, GatewayProblem problem) {
        if (caller != null && routes.countsRefusals(request.method(), path)) {
            refusals.count(caller, problem);
        }
        problems.send(request, problem);
    }

    /** Returns null if there is no credential, more than one, or one of another scheme. */
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
        if (failure instanceof LockedOut) {
            return GatewayProblem.LOCKED_OUT;
        }
        if (failure instanceof AuthenticationFailedException) {
            return GatewayProblem.INVALID_TOKEN;
        }
        if (failure instanceof SigningKeysUnavailable) {
            return GatewayProblem.SERVICE_UNAVAILABLE;
        }
        LOG.error("Token could not be verified", failure);
        return GatewayProblem.INTERNAL_ERROR;
    }
}
