package fr.cned.partenariats.gateway.edge.proxy;

import static java.util.Objects.requireNonNull;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.edge.compression.Compression;
import fr.cned.partenariats.gateway.edge.problem.ProblemWriter;
import fr.cned.partenariats.gateway.edge.route.PathTemplates;
import fr.cned.partenariats.gateway.edge.route.Route;
import fr.cned.partenariats.gateway.edge.route.Service;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Forwards a request to its service. Each service has its own connection pool, so a slow service blocks no other. */
@Singleton
public class ServiceProxies {

    private final Map<Service, ServiceProxy> proxies = new EnumMap<>(Service.class);

    ServiceProxies(
            GatewayConfig config,
            Vertx vertx,
            HttpClientPerEventLoop clients,
            ProblemWriter problems,
            Compression compression,
            PathTemplates templates,
            AccessLog accessLog,
            MeterRegistry registry) {
        for (Service service : Service.values()) {
            proxies.put(
                    service,
                    new ServiceProxy(
                            service, config, vertx, clients, problems, compression, templates, accessLog, registry));
        }
    }

    /**
     * Forwards the request to its service.
     *
     * @param body the buffered body, or null if there is no body or it is to be streamed
     * @param address the client's address
     * @param cost takes the microseconds of processor time that the service reports
     */
    public void forward(
            HttpServerRequest request, Route route, @Nullable Buffer body, String address, LongConsumer cost) {
        new ProxiedRequest(requireNonNull(proxies.get(route.service())), request, route, body, address, cost).forward();
    }
}
