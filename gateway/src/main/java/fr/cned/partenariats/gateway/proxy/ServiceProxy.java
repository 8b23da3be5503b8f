package fr.cned.partenariats.gateway.proxy;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.compression.Compression;
import fr.cned.partenariats.gateway.problem.ProblemWriter;
import fr.cned.partenariats.gateway.route.Route;
import fr.cned.partenariats.gateway.route.Service;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyResponse;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends requests to one service through its connection pool and its circuit breaker. */
final class ServiceProxy {

    private final Vertx vertx;
    private final HttpClientPerEventLoop clients;
    private final ProblemWriter problems;
    private final Compression compression;
    private final ProxyOptions options = new ProxyOptions().setSupportWebSocket(false);
    private final RequestOptions address;
    private final String origin;
    private final Circuit circuit;
    private final RequestTimers timers;

    ServiceProxy(
            Service service,
            GatewayConfig config,
            Vertx vertx,
            HttpClientPerEventLoop clients,
            ProblemWriter problems,
            Compression compression,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.clients = clients;
        this.problems = problems;
        this.compression = compression;
        URI url = service.upstream(config).url();
        this.origin = url.getScheme() + "://" + url.getAuthority();
        this.address = new RequestOptions()
                .setAbsoluteURI(origin)
                .setConnectTimeout(config.pool().maxWait().toMillis());
        this.timers = new RequestTimers(service, registry);
        this.circuit = new Circuit(
                config.circuit().failures(), config.circuit().openFor().toNanos(), System::nanoTime);
        Gauge.builder("gateway.circuit.open", circuit, c -> c.isOpen() ? 1 : 0)
                .tag("service", service.label())
                .register(registry);
    }

    void handle(HttpServerRequest request, Route route, @Nullable Buffer body, String address) {
        ProxiedRequest proxied = new ProxiedRequest(this, request, route, body, address);
        HttpProxy.reverseProxy(options, clients.get())
                .addInterceptor(proxied)
                .origin(context -> proxied.connect())
                .handle(request);
    }

    Future<HttpClientRequest> connect() {
        return clients.get().request(address).recover(failure -> Future.failedFuture(new ServiceUnreachable(failure)));
    }

    Vertx vertx() {
        return vertx;
    }

    ProblemWriter problems() {
        return problems;
    }

    Compression compression() {
        return compression;
    }

    String origin() {
        return origin;
    }

    /** Calls the service, or fails with {@link CircuitOpen}. */
    Future<ProxyResponse> call(Supplier<Future<ProxyResponse>> request) {
        Circuit.Call call = circuit.tryCall();
        if (call == null) {
            return Future.failedFuture(new CircuitOpen());
        }
        return request.get().onComplete(answer -> {
            if (answer.succeeded()) {
                call.succeeded();
            } else if (isServiceFault(answer.cause())) {
                call.failed();
            } else {
                call.undecided();
            }
        });
    }

    RequestTimers timers() {
        return timers;
    }

    /** A client's disconnect or exceeded limit, or a full connection pool, is not a failure of the service. */
    private static boolean isServiceFault(Throwable failure) {
        return failure instanceof ServiceUnreachable unreachable
                ? !unreachable.isPoolExhausted()
                : !(failure instanceof StreamResetException);
    }
}
