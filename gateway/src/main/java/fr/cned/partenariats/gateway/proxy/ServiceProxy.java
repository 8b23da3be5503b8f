package fr.cned.partenariats.gateway.proxy;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.problem.ProblemWriter;
import fr.cned.partenariats.gateway.route.Route;
import fr.cned.partenariats.gateway.route.Service;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
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

    private static final int NO_TIMEOUT = -1;

    private final Vertx vertx;
    private final HttpClientPerEventLoop clients;
    private final ProblemWriter problems;
    private final ProxyOptions options = new ProxyOptions().setSupportWebSocket(false);
    private final RequestOptions address;
    private final String origin;
    private final CircuitBreaker circuit;
    private final long trialMillis;
    private final RequestTimers timers;

    ServiceProxy(
            Service service,
            GatewayConfig config,
            Vertx vertx,
            HttpClientPerEventLoop clients,
            ProblemWriter problems,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.clients = clients;
        this.problems = problems;
        URI url = service.upstream(config).url();
        this.origin = url.getScheme() + "://" + url.getAuthority();
        this.address = new RequestOptions()
                .setAbsoluteURI(origin)
                .setConnectTimeout(config.pool().maxWait().toMillis());
        this.timers = new RequestTimers(service, registry);
        this.trialMillis = config.circuit().openFor().toMillis();
        this.circuit = CircuitBreaker.create(
                        service.label(),
                        vertx,
                        new CircuitBreakerOptions()
                                .setMaxFailures(config.circuit().failures())
                                .setResetTimeout(config.circuit().openFor().toMillis())
                                .setTimeout(NO_TIMEOUT)
                                .setNotificationAddress(null))
                .<ProxyResponse>failurePolicy(answer -> answer.failed() && isServiceFault(answer.cause()));
        Gauge.builder("gateway.circuit.open", circuit, c -> c.state() == CircuitBreakerState.CLOSED ? 0 : 1)
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

    String origin() {
        return origin;
    }

    /** Calls the service unless its circuit is open. */
    Future<ProxyResponse> call(Supplier<Future<ProxyResponse>> request) {
        return circuit.execute(answer -> {
            Future<ProxyResponse> response = request.get();
            if (circuit.state() == CircuitBreakerState.HALF_OPEN) {
                limitTrial(response);
            }
            response.onComplete(answer);
        });
    }

    /** A trial may be an upload of several minutes. After the limit another trial may start; the slow one continues. */
    private void limitTrial(Future<ProxyResponse> trial) {
        long timer = vertx.setTimer(trialMillis, undecided -> {
            if (circuit.state() == CircuitBreakerState.HALF_OPEN) {
                circuit.open();
            }
        });
        trial.onComplete(decided -> vertx.cancelTimer(timer));
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
