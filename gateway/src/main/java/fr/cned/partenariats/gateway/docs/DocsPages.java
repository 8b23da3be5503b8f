package fr.cned.partenariats.gateway.docs;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.route.AllowedMethods;
import fr.cned.partenariats.gateway.route.Service;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;

/**
 * Serves Swagger UI with the services' OpenAPI documents. Quarkus serves its static files from
 * {@code META-INF/resources/docs}; this class adds the documents, the settings and the security headers.
 */
@Singleton
public class DocsPages {

    public static final String PATH = "/docs";

    private static final String CONTRACTS = PATH + "/contracts/";

    private final Map<Service, Buffer> contracts = new EnumMap<>(Service.class);
    private final Buffer settings;
    private final String contentSecurityPolicy;

    DocsPages(GatewayConfig config, AllowedMethods methods) {
        OpenApiDocument contract = new OpenApiDocument(config.docs(), methods::add);
        for (Service service : Service.values()) {
            contract.read(service).ifPresent(yaml -> contracts.put(service, Buffer.buffer(yaml)));
        }
        settings = settings(config.docs());
        contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                + " connect-src 'self' " + origin(config.docs().tokenUrl());
    }

    /** Adds the routes of the pages to the router. */
    public void routes(Router router) {
        router.route(PATH + "*").handler(this::protect);
        router.route(PATH).handler(this::addSlash);
        router.route(PATH + "/settings.json").handler(context -> end(context, "application/json", settings));
        contracts.forEach((service, yaml) -> router.route(CONTRACTS + service.label() + ".yaml")
                .handler(context -> end(context, "application/yaml", yaml)));
    }

    private void protect(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader("Content-Security-Policy", contentSecurityPolicy);
        response.putHeader("Referrer-Policy", "no-referrer");
        context.next();
    }

    /** Relative URLs in the page need the slash. The route matches the path with the slash, too. */
    private void addSlash(RoutingContext context) {
        if (context.request().path().equals(PATH)) {
            context.response()
                    .setStatusCode(302)
                    .putHeader(HttpHeaders.LOCATION, PATH + "/")
                    .end();
        } else {
            context.next();
        }
    }

    private static void end(RoutingContext context, String type, Buffer body) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .end(body);
    }

    private Buffer settings(GatewayConfig.Docs docs) {
        JsonArray urls = new JsonArray();
        contracts
                .keySet()
                .forEach(service -> urls.add(new JsonObject()
                        .put("name", service.label())
                        .put("url", CONTRACTS + service.label() + ".yaml")));
        return new JsonObject()
                .put("urls", urls)
                .put("clientId", docs.clientId())
                .toBuffer();
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getAuthority();
    }
}
