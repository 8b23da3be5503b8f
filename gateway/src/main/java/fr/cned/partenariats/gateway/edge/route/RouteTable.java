package fr.cned.partenariats.gateway.edge.route;

import static fr.cned.partenariats.gateway.edge.route.Service.CATALOG;
import static fr.cned.partenariats.gateway.edge.route.Service.ENROLLMENT;
import static fr.cned.partenariats.gateway.edge.route.Service.PARTNER;

import fr.cned.partenariats.gateway.GatewayConfig;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps each path prefix below {@code /v1/} to its service. No other API path is public. */
@Singleton
public class RouteTable {

    public static final String PREFIX = "/v1/";

    /** Each service has its own audit trail, so the second segment names the service. */
    private static final String AUDIT = "audit/";

    private final Map<String, Route> routes = new HashMap<>();

    RouteTable(GatewayConfig config) {
        standard(PARTNER, config, "partners", "networks", "sites", "agreements", "opportunities", "training-needs");
        standard(PARTNER, config, "api-clients", "people", "webhooks", "me", "partner-events");
        standard(CATALOG, config, "trainings", "offerings");
        standard(CATALOG, config, "catalog-events");
        counted(ENROLLMENT, config, "enrollments");
        standard(ENROLLMENT, config, "students", "eligibility-checks", "attendance", "statistics", "fundings");
        standard(ENROLLMENT, config, "apprenticeship-contracts", "apprentices", "site-occupancies");
        standard(ENROLLMENT, config, "enrollment-events", "transmissions");
        countedBulk(ENROLLMENT, config, "imports");
        standard(PARTNER, config, AUDIT + "partner");
        standard(CATALOG, config, AUDIT + "catalog");
        standard(ENROLLMENT, config, AUDIT + "enrollment");
    }

    /** Finds the route, or null. The path must start with {@link #PREFIX} and be unambiguous ({@link RequestTarget}). */
    public @Nullable Route find(String path) {
        int from = PREFIX.length() + (path.startsWith(AUDIT, PREFIX.length()) ? AUDIT.length() : 0);
        int end = path.indexOf('/', from);
        return routes.get(end < 0 ? path.substring(PREFIX.length()) : path.substring(PREFIX.length(), end));
    }

    /** Whether the service counts such a request when it was refused, too. The path can be ambiguous. */
    public boolean countsRefusals(HttpMethod method, String path) {
        Route route = path.startsWith(PREFIX) ? routes.get(path.substring(PREFIX.length())) : null;
        return route != null && route.countsRefusals() && HttpMethod.POST.equals(method);
    }

    private void standard(Service service, GatewayConfig config, String... names) {
        for (String name : names) {
            routes.put(name, standard(service, config, false));
        }
    }

    private void counted(Service service, GatewayConfig config, String name) {
        routes.put(name, standard(service, config, true));
    }

    private static Route standard(Service service, GatewayConfig config, boolean countsRefusals) {
        GatewayConfig.Timeout timeout = config.timeout();
        return new Route(
                service,
                config.bodyLimit().standard().asLongValue(),
                0,
                timeout.requestBody(),
                timeout.response(),
                false,
                countsRefusals);
    }

    private void countedBulk(Service service, GatewayConfig config, String name) {
        GatewayConfig.Timeout timeout = config.timeout();
        routes.put(
                name,
                new Route(
                        service,
                        config.bodyLimit().imports().asLongValue(),
                        config.bodyLimit().importsPerSecond().asLongValue(),
                        timeout.importsRequestBody(),
                        timeout.importsResponse(),
                        true,
                        true));
    }
}
