package fr.cned.partenariats.gateway.proxy;

import static java.util.Objects.requireNonNull;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.problem.Problems;
import fr.cned.partenariats.gateway.route.Route;
import fr.cned.partenariats.gateway.route.Service;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hands an accepted request to its service. Each service has its own connections, so a slow one starves no other. */
@Singleton
public class Services {

    private final Map<Service, ServiceProxy> proxies = new EnumMap<>(Service.class);

    Services(GatewayConfig config, Vertx vertx, ServiceClients clients, Problems problems, MeterRegistry registry) {
        for (Service service : Service.values()) {
            proxies.put(service, new ServiceProxy(service, config, vertx, clients, problems, registry));
        }
    }

    /**
     * Sends the request to its service.
     *
     * @param body the whole body when it was read before, or null when there is none or it is still to stream
     * @param address where the request came from
     */
    public void forward(HttpServerRequest request, Route route, @Nullable Buffer body, String address) {
        requireNonNull(proxies.get(route.service())).handle(request, route, body, address);
    }
}
