package fr.cned.partenariats.gateway;

import fr.cned.partenariats.gateway.edge.connection.RejectedRequest;
import fr.cned.partenariats.gateway.edge.limit.AddressLimiter;
import fr.cned.partenariats.gateway.edge.limit.ClientAddressResolver;
import fr.cned.partenariats.gateway.edge.problem.GatewayProblem;
import fr.cned.partenariats.gateway.edge.problem.ProblemWriter;
import fr.cned.partenariats.gateway.edge.route.RequestHead;
import fr.cned.partenariats.gateway.edge.route.RouteTable;
import fr.cned.partenariats.gateway.pages.docs.DocsData;
import fr.cned.partenariats.gateway.pages.health.HealthPage;
import fr.cned.partenariats.gateway.pages.legal.LegalPages;
import fr.cned.partenariats.gateway.pages.problem.ProblemPages;
import fr.cned.partenariats.gateway.pages.start.StartPage;
import fr.cned.partenariats.gateway.pages.verify.VerifyPage;
import fr.cned.partenariats.gateway.pages.web.WebFiles;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Dispatches each request: API requests, health, pages, and 404 for any other path. */
@Singleton
class GatewayRouter {

    private static final Logger LOG = Logger.getLogger(GatewayRouter.class);
    private static final int BEFORE_QUARKUS_ROUTES = -1_000_000;
    private static final int AFTER_QUARKUS_ROUTES = 1_000_000;
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");

    private final ApiRequestHandler api;
    private final HealthPage health;
    private final StartPage startPage;
    private final LegalPages legalPages;
    private final VerifyPage verifyPage;
    private final WebFiles webFiles;
    private final ProblemPages problemPages;
    private final ClientAddressResolver addresses;
    private final AddressLimiter limits;
    private final ProblemWriter problems;
    private final HttpDate date;

    GatewayRouter(
            ApiRequestHandler api,
            HealthPage health,
            StartPage startPage,
            LegalPages legalPages,
            VerifyPage verifyPage,
            WebFiles webFiles,
            DocsData docs,
            ProblemPages problemPages,
            ClientAddressResolver addresses,
            AddressLimiter limits,
            ProblemWriter problems,
            HttpDate date) {
        this.api = api;
        this.addresses = addresses;
        this.limits = limits;
        this.health = health;
        this.startPage = startPage;
        this.legalPages = legalPages;
        this.verifyPage = verifyPage;
        this.webFiles = webFiles;
        docs.addTo(webFiles);
        this.problemPages = problemPages;
        this.problems = problems;
        this.date = date;
    }

    void routes(@Observes Router router) {
        router.route().order(BEFORE_QUARKUS_ROUTES).handler(this::dispatch).failureHandler(this::handleFailure);
        router.route(HealthPage.PATH).handler(health::show);
        startPage.routes(router);
        legalPages.routes(router);
        verifyPage.routes(router);
        webFiles.routes(router);
        problemPages.routes(router);
        router.route().order(AFTER_QUARKUS_ROUTES).handler(this::notFound);
    }

    /** Uses the raw path. Vert.x would route by its normalised path, which the service may normalise differently. */
    private void dispatch(RoutingContext context) {
        HttpServerRequest request = context.request();
        setCommonHeaders(context);
        String target = request.uri();
        GatewayProblem rejected = RejectedRequest.problemOf(target);
        if (rejected != null) {
            problems.send(request, rejected);
        } else if (!RequestHead.isWellFormed(request)) {
            sendWithinLimit(request, GatewayProblem.MALFORMED_REQUEST);
        } else if ((target.startsWith(RouteTable.PREFIX) || target.startsWith(RouteTable.OEAPI))
                && !VerifyPage.isPath(target)) {
            api.handle(context, request.path());
        } else if (!isAdmitted(request)) {
            problems.send(request, GatewayProblem.ADDRESS_RATE_LIMITED);
        } else if (isPage(target) && !isRead(context)) {
            context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            problems.send(context.request(), GatewayProblem.METHOD_NOT_ALLOWED);
        } else {
            context.next();
        }
    }

    private void setCommonHeaders(RoutingContext context) {
        context.response().putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF).putHeader(HttpHeaders.DATE, date.now());
    }

    private void notFound(RoutingContext context) {
        problems.send(context.request(), GatewayProblem.UNKNOWN_ROUTE);
    }

    /** Vert.x fails a request with a missing or invalid Host, or a target without a slash, before any route runs. */
    private void handleFailure(RoutingContext context) {
        if (isClientError(context.statusCode())) {
            HttpServerRequest request = context.request();
            setCommonHeaders(context);
            sendWithinLimit(request, GatewayProblem.MALFORMED_REQUEST);
            return;
        }
        LOG.error("Request failed in the gateway", context.failure());
        if (!context.response().headWritten()) {
            problems.send(context.request(), GatewayProblem.INTERNAL_ERROR);
        }
    }

    private void sendWithinLimit(HttpServerRequest request, GatewayProblem problem) {
        problems.send(request, isAdmitted(request) ? problem : GatewayProblem.ADDRESS_RATE_LIMITED);
    }

    private boolean isAdmitted(HttpServerRequest request) {
        return limits.admits(ClientAddressResolver.limitKey(addresses.resolve(request)), request.response());
    }

    private static boolean isClientError(int status) {
        return status >= 400 && status < 500;
    }

    private static boolean isPage(String target) {
        return StartPage.isPath(target)
                || target.startsWith(LegalPages.PATH)
                || VerifyPage.isPath(target)
                || target.startsWith(HealthPage.PATH)
                || WebFiles.isPath(target)
                || target.startsWith(ProblemPages.INDEX);
    }

    private static boolean isRead(RoutingContext context) {
        HttpMethod method = context.request().method();
        return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
    }
}
