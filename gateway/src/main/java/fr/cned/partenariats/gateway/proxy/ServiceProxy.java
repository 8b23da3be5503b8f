package fr.cned.partenariats.gateway.proxy;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.problem.Problems;
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

/** The way to one service: its address, its connections, and the circuit breaker in front of it. */
final class ServiceProxy {

    private static final int NO_TIMEOUT_OF_ITS_OWN = -1;

    private final Vertx vertx;
    private final ServiceClients clients;
    private final Problems problems;
    private final ProxyOptions options = new ProxyOptions().setSupportWebSocket(false);
    private final RequestOptions address;
    private final String origin;
    private final CircuitBreaker circuit;
    private final long longestTrial;
    private final ServiceTimers timers;

    ServiceProxy(
            Service service,
            GatewayConfig config,
            Vertx vertx,
            ServiceClients clients,
            Problems problems,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.clients = clients;
        this.problems = problems;
        URI url = service.upstream(config).url();
        this.origin = url.getScheme() + "://" + url.getAuthority();
        this.address = new RequestOptions()
                .setAbsoluteURI(origin)
                .setConnectTimeout(config.pool().maxWait().toMillis());
        this.timers = new ServiceTimers(service, registry);
        this.longestTrial = config.circuit().openFor().toMillis();
        this.circuit = CircuitBreaker.create(
                        service.label(),
                        vertx,
                        new CircuitBreakerOptions()
                                .setMaxFailures(config.circuit().failures())
                                .setResetTimeout(config.circuit().openFor().toMillis())
                                .setTimeout(NO_TIMEOUT_OF_ITS_OWN)
                                .setNotificationAddress(null))
                .<ProxyResponse>failurePolicy(answer -> answer.failed() && isFaultOfTheService(answer.cause()));
        Gauge.builder("gateway.circuit.open", circuit, c -> c.state() == CircuitBreakerState.CLOSED ? 0 : 1)
                .tag("service", service.label())
                .register(registry);
    }

    void handle(HttpServerRequest request, Route route, @Nullable Buffer body, String address) {
        Exchange exchange = new Exchange(this, request, route, body, address);
        HttpProxy.reverseProxy(options, clients.get())
                .addInterceptor(exchange)
                .origin(context -> exchange.connect())
                .handle(request);
    }

    Future<HttpClientRequest> connect() {
        return clients.get().request(address).recover(failure -> Future.failedFuture(new ServiceUnreachable(failure)));
    }

    Vertx vertx() {
        return vertx;
    }

    Problems problems() {
        return problems;
    }

    String origin() {
        return origin;
    }

    /** Calls the service, unless it is left alone for the moment. */
    Future<ProxyResponse> call(Supplier<Future<ProxyResponse>> request) {
        return circuit.execute(answer -> {
            Future<ProxyResponse> response = request.get();
            if (circuit.state() == CircuitBreakerState.HALF_OPEN) {
                limitTrial(response);
            }
            response.onComplete(answer);
        });
    }

    /** The one that tries again may be an upload of minutes: then another may try, and the slow one goes on. */
    private void limitTrial(Future<ProxyResponse> trial) {
        long timer = vertx.setTimer(longestTrial, undecided -> {
            if (circuit.state() == CircuitBreakerState.HALF_OPEN) {
                circuit.open();
            }
        });
        trial.onComplete(decided -> vertx.cancelTimer(timer));
    }

    ServiceTimers timers() {
        return timers;
    }

    /** A client that hangs up, sends too much or too slowly says nothing about the service; nor does our own queue. */
    private static boolean isFaultOfTheService(Throwable failure) {
        return failure instanceof ServiceUnreachable unreachable
                ? !unreachable.isForLackOfConnections()
                : !(failure instanceof StreamResetException);
    }
}
