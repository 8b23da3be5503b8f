package fr.cned.partenariats.gateway.pages.health;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.edge.limit.LimitedVerifier;
import fr.cned.partenariats.gateway.edge.route.Service;
import fr.cned.partenariats.gateway.edge.token.RevokedClients;
import fr.cned.partenariats.gateway.edge.token.TokenVerifier;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Shows the health of all services and of the identity provider, without authentication: the status of each part since
 * when, and the public names of failing checks, but no addresses and no messages. On the management port, and to a
 * token of operations staff, it also shows versions, starts, databases, waiting events and the last changes.
 * The result is cached for one second. The identity provider is also probed for a metric.
 */
@Singleton
public class HealthPage {

    public static final String PATH = "/health";

    private static final String UP = "UP";
    private static final String DOWN = "DOWN";
    private static final String BEARER = "Bearer ";
    private static final String OPS = "ops";
    private static final List<String> OF_PARTNERS = List.of("partner", "apprenticeship-host");
    private static final String HISTORY = "history";
    private static final int CACHE_MILLIS = 1_000;
    private static final int PROBE_MILLIS = 5_000;
    private static final int MOST_CHANGES = 20;

    private record Seen(boolean up, Instant since) {}

    private final Map<String, RequestOptions> services = new LinkedHashMap<>();
    private final RequestOptions identityProvider;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    /** The last changes of status that this gateway saw, the newest first. */
    private final Deque<JsonObject> history = new ConcurrentLinkedDeque<>();

    private final String version;
    private final Instant started;
    private final HttpClient client;
    private final TokenVerifier tokens;
    private final LimitedVerifier verifier;
    private final RevokedClients revoked;
    private final Clock clock;
    private Future<JsonObject> report = Future.succeededFuture(new JsonObject());
    private long askedAt = Long.MIN_VALUE;
    private volatile boolean identityProviderUp = true;

    HealthPage(
            GatewayConfig config,
            Vertx vertx,
            TokenVerifier tokens,
            LimitedVerifier verifier,
            RevokedClients revoked,
            Clock clock,
            MeterRegistry registry,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") String identityProvider,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "commons.build.commit") Optional<String> commit) {
        this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
        this.tokens = tokens;
        this.verifier = verifier;
        this.revoked = revoked;
        this.clock = clock;
        this.version = version + commit.map("+"::concat).orElse("");
        this.started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        long timeout = config.timeout().health().toMillis();
        for (Service service : Service.values()) {
            services.put(
                    service.label(), get(service.upstream(config).healthUrl().toString(), timeout));
        }
        this.identityProvider = get(identityProvider + "/.well-known/openid-configuration", timeout);
        Gauge.builder("gateway.identity.provider.up", this, self -> self.identityProviderUp ? 1 : 0)
                .description("Whether the identity provider has answered the last probe, every 5 s")
                .register(registry);
        vertx.setPeriodic(
                1, PROBE_MILLIS, timer -> askIdentityProvider().onSuccess(answer -> identityProviderUp = answer.up()));
    }

    void routes(@Observes ManagementInterface management) {
        management.router().get(PATH).handler(context -> show(context, Function.identity()));
    }

    /** Answers 200 if every part is up, otherwise 503. */
    public void show(RoutingContext context) {
        isOperator(context)
                .onSuccess(operator -> show(context, operator ? Function.identity() : HealthPage::withoutInternals));
    }

    /** Any other token, also an invalid one, reads what everybody reads. */
    private Future<Boolean> isOperator(RoutingContext context) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.startsWith(BEARER)) {
            return Future.succeededFuture(false);
        }
        String token = header.substring(BEARER.length());
        return verifier.verify(token, tokens.find(token), context)
                .map(verified -> !revoked.contains(verified) && isOperator(token))
                .otherwise(false);
    }

    /** A token with a role of a partner has no other role: docs/adr/0014 */
    private static boolean isOperator(String token) {
        JsonArray roles = OidcUtils.decodeJwtContent(token)
                .getJsonObject("realm_access", new JsonObject())
                .getJsonArray("roles", new JsonArray());
        return roles.contains(OPS) && OF_PARTNERS.stream().noneMatch(roles::contains);
    }

    private void show(RoutingContext context, Function<JsonObject, JsonObject> view) {
        report().map(view)
                .onSuccess(health -> context.response()
                        .setStatusCode(UP.equals(health.getString("status")) ? 200 : 503)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .end(health.toBuffer()));
    }

    /** A version names the known vulnerabilities of a part. */
    private static JsonObject withoutInternals(JsonObject health) {
        JsonObject shown = health.copy();
        shown.remove(HISTORY);
        for (Object part : shown.getJsonObject("details").getMap().values()) {
            JsonObject details = (JsonObject) part;
            PartHealth.INTERNAL.forEach(details::remove);
        }
        return shown;
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
        Map<String, Future<PartHealth>> answers = new LinkedHashMap<>();
        services.forEach((name, address) -> answers.put(name, askService(address)));
        answers.put("identity-provider", askIdentityProvider());
        return Future.join(List.copyOf(answers.values())).map(done -> {
            Map<String, PartHealth> parts = new LinkedHashMap<>();
            parts.put("gateway", new PartHealth(true, List.of(), version, started.toString(), null, null));
            answers.forEach((name, answer) -> parts.put(name, answer.result()));
            return page(parts);
        });
    }

    private JsonObject page(Map<String, PartHealth> parts) {
        JsonObject states = new JsonObject();
        JsonObject details = new JsonObject();
        Instant lastChange = started;
        for (Map.Entry<String, PartHealth> part : parts.entrySet()) {
            Instant since = since(part.getKey(), part.getValue().up());
            lastChange = since.isAfter(lastChange) ? since : lastChange;
            states.put(part.getKey(), part.getValue().status());
            details.put(part.getKey(), part.getValue().toJson(since));
        }
        boolean up = parts.values().stream().allMatch(PartHealth::up);
        return new JsonObject()
                .put("status", up ? UP : DOWN)
                .put("lastChange", lastChange.toString())
                .put("parts", states)
                .put("details", details)
                .put(HISTORY, new JsonArray(List.copyOf(history)));
    }

    /** When this gateway first saw the current status of the part. */
    private Instant since(String part, boolean up) {
        Seen before = seen.get(part);
        if (before != null && before.up() == up) {
            return before.since();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        seen.put(part, new Seen(up, now));
        if (before != null) {
            history.addFirst(new JsonObject()
                    .put("part", part)
                    .put("status", up ? UP : DOWN)
                    .put("at", now.toString()));
        }
        if (history.size() > MOST_CHANGES) {
            history.removeLast();
        }
        return now;
    }

    private Future<PartHealth> askService(RequestOptions address) {
        return client.request(address)
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> PartHealth.of(response.statusCode(), body)))
                .otherwise(PartHealth.SILENT);
    }

    private Future<PartHealth> askIdentityProvider() {
        return client.request(identityProvider)
                .compose(request -> request.send())
                .map(response -> PartHealth.of(response.statusCode()))
                .otherwise(PartHealth.SILENT);
    }

    private static RequestOptions get(String url, long timeout) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url)
                .setTimeout(timeout);
    }
}
