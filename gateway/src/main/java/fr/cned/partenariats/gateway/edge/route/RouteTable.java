package fr.cned.partenariats.gateway.edge.route;

import static fr.cned.partenariats.gateway.edge.route.Service.CATALOG;
import static fr.cned.partenariats.gateway.edge.route.Service.ENROLLMENT;
import static fr.cned.partenariats.gateway.edge.route.Service.PARTNER;

import fr.cned.partenariats.gateway.GatewayConfig;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Maps each path prefix below {@code /v1/}, and each path of OEAPI, to its service. No other API path is public. */
@Singleton
public class RouteTable {

    public static final String PREFIX = "/v1/";

    /** The façade of the Open Education API: each service has the paths of its own objects. */
    public static final String OEAPI = "/oeapi/v6";

    /** Several services have such paths, so the second segment selects the service. */
    private static final List<String> SHARED = List.of("audit/", "exports/");

    /** Open data: a read of it needs no token. */
    private static final Set<String> PUBLIC = Set.of(PREFIX + "exports/lheo");

    private final Map<String, Route> routes = new HashMap<>();
    private final Map<Pattern, Route> oeapi = new LinkedHashMap<>();

    RouteTable(GatewayConfig config) {
        standard(PARTNER, config, "partners", "networks", "sites", "agreements", "opportunities", "training-needs");
        standard(PARTNER, config, "api-clients", "people", "webhooks", "me", "partner-events");
        standard(CATALOG, config, "trainings", "offerings");
        standard(CATALOG, config, "catalog-events");
        counted(ENROLLMENT, config, "enrollments");
        standard(ENROLLMENT, config, "students", "eligibility-checks", "attendance", "statistics", "fundings");
        standard(ENROLLMENT, config, "apprenticeship-contracts", "apprentices", "site-occupancies");
        standard(ENROLLMENT, config, "connections");
        standard(ENROLLMENT, config, "enrollment-events", "transmissions");
        countedBulk(ENROLLMENT, config, "imports");
        standard(PARTNER, config, "audit/partner");
        standard(CATALOG, config, "audit/catalog");
        standard(ENROLLMENT, config, "audit/enrollment");
        export(CATALOG, config, "exports/lheo");
        export(ENROLLMENT, config, "exports/oneroster");
        export(ENROLLMENT, config, "exports/sifa");
        oeapi(ENROLLMENT, config, "/persons(/[^/]+)?|(/.*)?/programme-offering-associations(/[^/]+)?");
        oeapi(PARTNER, config, "/organisations(/[^/]+)?");
        oeapi(CATALOG, config, "|/(academic-sessions|programmes|programme-offerings|organisations)(/.*)?");
    }

    /** Finds the route, or null. The path must be one of an API and unambiguous ({@link RequestTarget}). */
    public @Nullable Route find(String path) {
        if (path.startsWith(OEAPI)) {
            return oeapi.entrySet().stream()
                    .filter(entry -> entry.getKey().matcher(path).matches())
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }
        int from = PREFIX.length();
        for (String shared : SHARED) {
            if (path.startsWith(shared, PREFIX.length())) {
                from += shared.length();
            }
        }
        int end = path.indexOf('/', from);
        return routes.get(end < 0 ? path.substring(PREFIX.length()) : path.substring(PREFIX.length(), end));
    }

    /** Whether the request needs no token. */
    public boolean isPublic(HttpMethod method, String path) {
        return PUBLIC.contains(path) && (HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method));
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

    /** The first pattern that matches decides. */
    private void oeapi(Service service, GatewayConfig config, String below) {
        oeapi.put(Pattern.compile(OEAPI + "(" + below + ")/?"), standard(service, config, false));
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
                        false,
                        true));
    }

    /** The service reads the whole document before it answers. */
    private void export(Service service, GatewayConfig config, String name) {
        GatewayConfig.Timeout timeout = config.timeout();
        routes.put(
                name,
                new Route(
                        service,
                        config.bodyLimit().standard().asLongValue(),
                        0,
                        timeout.requestBody(),
                        timeout.importsResponse(),
                        false,
                        true,
                        false));
    }
}
