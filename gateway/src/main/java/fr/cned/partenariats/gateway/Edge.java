package fr.cned.partenariats.gateway;

import fr.cned.partenariats.gateway.docs.DocsPages;
import fr.cned.partenariats.gateway.health.HealthPage;
import fr.cned.partenariats.gateway.problem.GatewayProblem;
import fr.cned.partenariats.gateway.problem.Problems;
import fr.cned.partenariats.gateway.route.RouteTable;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** The whole router on one screen: the proxied surface, two pages, and 404 for all else. */
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
    private final Problems problems;

    Edge(Gateway gateway, HealthPage health, DocsPages docs, Problems problems) {
        this.gateway = gateway;
        this.health = health;
        this.docs = docs;
        this.problems = problems;
    }

    void routes(@Observes Router router) {
        router.route().order(BEFORE_ALL_OF_QUARKUS).handler(this::enter).failureHandler(this::failed);
        router.route(HealthPage.PATH).handler(health::show);
        docs.routes(router);
        router.route().order(AFTER_ALL_OF_QUARKUS).handler(this::unknown);
    }

    /** Chooses by the path as it was sent; Vert.x would choose by the normalised one, and the service by its own. */
    private void enter(RoutingContext context) {
        context.response().putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF);
        String target = context.request().uri();
        if (target.startsWith(RouteTable.PREFIX)) {
            gateway.handle(context, context.request().path());
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

    private void failed(RoutingContext context) {
        LOG.error("a request failed in the gateway", context.failure());
        if (!context.response().headWritten()) {
            problems.refuse(context.request(), GatewayProblem.INTERNAL_ERROR);
        }
    }

    private static boolean isPage(String target) {
        return target.startsWith(HealthPage.PATH) || target.startsWith(DocsPages.PATH);
    }

    private static boolean isRead(RoutingContext context) {
        HttpMethod method = context.request().method();
        return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
    }
}
