package fr.cned.partenariats.gateway.edge.proxy;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.edge.compression.Compression;
import fr.cned.partenariats.gateway.edge.problem.ProblemWriter;
import fr.cned.partenariats.gateway.edge.route.PathTemplates;
import fr.cned.partenariats.gateway.edge.route.Service;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import java.net.URI;
import java.util.concurrent.TimeoutException;

/** Sends requests to one service through its connection pool and its circuit breaker. */
final class ServiceProxy {

    final Vertx vertx;
    private final HttpClientPerEventLoop clients;
    final ProblemWriter problems;
    final Compression compression;
    private final RequestOptions address;
    final String origin;
    final Circuit circuit;
    final RequestTimers timers;
    final AccessLog accessLog;

    ServiceProxy(
            Service service,
            GatewayConfig config,
            Vertx vertx,
            HttpClientPerEventLoop clients,
            ProblemWriter problems,
            Compression compression,
            PathTemplates templates,
            AccessLog accessLog,
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
        this.accessLog = accessLog;
        this.timers = new RequestTimers(service, templates, registry);
        this.circuit = new Circuit(
                config.circuit().failures(), config.circuit().openFor().toNanos(), System::nanoTime);
        Gauge.builder("gateway.circuit.open", circuit, c -> c.isOpen() ? 1 : 0)
                .description("1 while the circuit breaker of the service is open")
                .tag("service", service.label())
                .register(registry);
    }

    Future<HttpClientRequest> connect() {
        return clients.get().request(address).recover(failure -> Future.failedFuture(new ServiceUnreachable(failure)));
    }

    /** A client's disconnect or exceeded limit, or a full connection pool, is not a failure of the service. */
    static void report(Throwable failure, Circuit.Call call) {
        boolean fault = failure instanceof ServiceUnreachable unreachable
                ? !unreachable.isPoolExhausted()
                : !(failure instanceof StreamResetException);
        if (failure instanceof TimeoutException) {
            call.timedOut();
        } else if (fault) {
            call.failed();
        } else {
            call.undecided();
        }
    }
}
