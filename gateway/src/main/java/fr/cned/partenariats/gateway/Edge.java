package fr.cned.partenariats.gateway;

import fr.cned.partenariats.gateway.connection.UnreadableRequest;
import fr.cned.partenariats.gateway.docs.DocsPages;
import fr.cned.partenariats.gateway.health.HealthPage;
import fr.cned.partenariats.gateway.limit.AddressLimits;
import fr.cned.partenariats.gateway.limit.Addresses;
import fr.cned.partenariats.gateway.problem.GatewayProblem;
import fr.cned.partenariats.gateway.problem.ProblemPages;
import fr.cned.partenariats.gateway.problem.Problems;
import fr.cned.partenariats.gateway.route.RequestHead;
import fr.cned.partenariats.gateway.route.RouteTable;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** The whole router on one screen: the proxied surface, the pages, and 404 for all else. */
@Singleton
class Edge {

    private static final Logger LOG = Logger.getLogger(Edge.class);
    private static final int BEFORE_ALL_OF_QUARKUS = -1_000_000;
    private static final int AFTER_ALL_OF_QUARKUS = 1_000_000;
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");

    private final Gateway gateway;
    private final HealthPage health;
    private final DocsPages docs;
    private final ProblemPages problemPages;
    private final Addresses addresses;
    private final AddressLimits limits;
    private final Problems problems;

    Edge(
            Gateway gateway,
            HealthPage health,
            DocsPages docs,
            ProblemPages problemPages,
            Addresses addresses,
            AddressLimits limits,
            Problems problems) {
        this.gateway = gateway;
        this.addresses = addresses;
        this.limits = limits;
        this.health = health;
        this.docs = docs;
        this.problemPages = problemPages;
        this.problems = problems;
    }

    void routes(@Observes Router router) {
        router.route().order(BEFORE_ALL_OF_QUARKUS).handler(this::enter).failureHandler(this::failed);
        router.route(HealthPage.PATH).handler(health::show);
        docs.routes(router);
        problemPages.routes(router);
        router.route().order(AFTER_ALL_OF_QUARKUS).handler(this::unknown);
    }

    /** Chooses by the path as it was sent; Vert.x would choose by the normalised one, and the service by its own. */
    private void enter(RoutingContext context) {
        HttpServerRequest request = context.request();
        context.response().putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF);
        String target = request.uri();
        GatewayProblem unreadable = UnreadableRequest.problemOf(target);
        if (unreadable != null) {
            problems.refuse(request, unreadable);
        } else if (!RequestHead.isWellFormed(request)) {
            refuseWithinLimit(request, GatewayProblem.MALFORMED_REQUEST);
        } else if (target.startsWith(RouteTable.PREFIX)) {
            gateway.handle(context, request.path());
        } else if (!isAdmitted(request)) {
            problems.refuse(request, GatewayProblem.ADDRESS_RATE_LIMITED);
        } else if (isPage(target) && !isRead(context)) {
            context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            problems.refuse(context.request(), GatewayProblem.METHOD_NOT_ALLOWED);
        } else {
            context.next();
        }
    }

    private void unknown(RoutingContext context) {
        problems.refuse(context.request(), GatewayProblem.UNKNOWN_ROUTE);
    }

    /** A head with a missing or invalid Host, or a target without a slash, fails before any route sees it. */
    private void failed(RoutingContext context) {
        if (isFaultOfTheClient(context.statusCode())) {
            HttpServerRequest request = context.request();
            context.response().putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF);
            refuseWithinLimit(request, GatewayProblem.MALFORMED_REQUEST);
            return;
        }
        LOG.error("a request failed in the gateway", context.failure());
        if (!context.response().headWritten()) {
            problems.refuse(context.request(), GatewayProblem.INTERNAL_ERROR);
        }
    }

    private void refuseWithinLimit(HttpServerRequest request, GatewayProblem problem) {
        problems.refuse(request, isAdmitted(request) ? problem : GatewayProblem.ADDRESS_RATE_LIMITED);
    }

    private boolean isAdmitted(HttpServerRequest request) {
        return limits.admits(Addresses.key(addresses.of(request)), request.response());
    }

    private static boolean isFaultOfTheClient(int status) {
        return status >= 400 && status < 500;
    }

    private static boolean isPage(String target) {
        return target.startsWith(HealthPage.PATH)
                || target.startsWith(DocsPages.PATH)
                || target.startsWith(ProblemPages.INDEX);
    }

    private static boolean isRead(RoutingContext context) {
        HttpMethod method = context.request().method();
        return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
    }
}
