package fr.cned.partenariats.gateway.health;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.route.Service;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Shows the health of all services and of the identity provider, without authentication. It shows names and UP or DOWN
 * only, no addresses and no reasons. The result is cached for one second.
 */
@Singleton
public class HealthPage {

    public static final String PATH = "/health";

    private static final String UP = "UP";
    private static final String DOWN = "DOWN";
    private static final int CACHE_MILLIS = 1_000;

    private final Map<String, RequestOptions> parts = new LinkedHashMap<>();
    private final HttpClient client;
    private final Clock clock;
    private Future<JsonObject> report = Future.succeededFuture(new JsonObject());
    private long askedAt = Long.MIN_VALUE;

    HealthPage(
            GatewayConfig config,
            Vertx vertx,
            Clock clock,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") String identityProvider) {
        this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
        this.clock = clock;
        long timeout = config.timeout().health().toMillis();
        for (Service service : Service.values()) {
            parts.put(service.label(), get(service.upstream(config).healthUrl().toString(), timeout));
        }
        parts.put("identity-provider", get(identityProvider + "/.well-known/openid-configuration", timeout));
    }

    /** Answers 200 if every part is up, otherwise 503. */
    public void show(RoutingContext context) {
        report().onSuccess(health -> context.response()
                .setStatusCode(UP.equals(health.getString("status")) ? 200 : 503)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(health.toBuffer()));
    }

    private synchronized Future<JsonObject> report() {
        long now = clock.millis();
        if (report.isComplete() && now - CACHE_MILLIS >= askedAt) {
            askedAt = now;
            report = ask();
        }
        return report;
    }

    private Future<JsonObject> ask() {
        Map<String, Future<String>> answers = new LinkedHashMap<>();
        parts.forEach((name, address) -> answers.put(name, ask(address)));
        List<Future<String>> all = new ArrayList<>(answers.values());
        return Future.join(all).map(done -> {
            JsonObject states = new JsonObject().put("gateway", UP);
            answers.forEach((name, answer) -> states.put(name, answer.result()));
            boolean up = all.stream().allMatch(answer -> UP.equals(answer.result()));
            return new JsonObject().put("status", up ? UP : DOWN).put("parts", states);
        });
    }

    private Future<String> ask(RequestOptions address) {
        return client.request(address)
                .compose(request -> request.send())
                .map(response -> response.statusCode() == 200 ? UP : DOWN)
                .otherwise(DOWN);
    }

    private static RequestOptions get(String url, long timeout) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url)
                .setTimeout(timeout);
    }
}
