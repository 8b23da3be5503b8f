package fr.cned.partenariats.gateway.proxy;

import static java.util.Objects.requireNonNull;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.problem.Problems;
import fr.cned.partenariats.gateway.route.Route;
import fr.cned.partenariats.gateway.route.Service;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;

/** Hands an accepted request to its service. Each service has its own connections, so a slow one starves no other. */
@Singleton
public class Services {

    private static final int SECONDS_BEYOND_THE_SLOWEST_ANSWER = 5;

    private final Map<Service, ServiceProxy> proxies = new EnumMap<>(Service.class);

    Services(GatewayConfig config, Vertx vertx, Problems problems, MeterRegistry registry) {
        HttpClient client = client(config, vertx);
        for (Service service : Service.values()) {
            proxies.put(service, new ServiceProxy(service, config, vertx, client, problems, registry));
        }
    }

    public void forward(HttpServerRequest request, Route route) {
        requireNonNull(proxies.get(route.service())).handle(request, route);
    }

    private static HttpClient client(GatewayConfig config, Vertx vertx) {
        int longestSilence = (int) config.timeout().importsResponse().toSeconds() + SECONDS_BEYOND_THE_SLOWEST_ANSWER;
        return vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) config.timeout().connect().toMillis())
                        .setReadIdleTimeout(longestSilence)
                        .setKeepAliveTimeout(longestSilence)
                        .setMaxWaitQueueSize(config.pool().queue()),
                new PoolOptions()
                        .setHttp1MaxSize(config.pool().size())
                        .setMaxWaitQueueSize(config.pool().queue()));
    }
}
