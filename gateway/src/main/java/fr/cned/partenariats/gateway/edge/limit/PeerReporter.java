package fr.cned.partenariats.gateway.edge.limit;

import fr.cned.partenariats.gateway.GatewayConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.logging.Logger;

/**
 * Counts the tokens of accepted requests per caller and per partner, and reports them to the other gateways a few times
 * per second. A report that a peer does not take is lost: when the peer is back, its buckets have refilled anyway.
 * Meanwhile each gateway applies the limit alone.
 */
@Singleton
class PeerReporter {

    private static final Logger LOG = Logger.getLogger(PeerReporter.class);
    private static final int TIMEOUT_MILLIS = 1_000;
    private static final int MAX_WAITING = 2;
    private static final int NO_CONTENT = 204;

    private final String id = UUID.randomUUID().toString();
    private final List<Peer> peers;
    private final long everyMillis;
    private final Vertx vertx;
    private final ConcurrentMap<String, Long> accepted = new ConcurrentHashMap<>();
    private final Counter delivered;
    private final Counter lost;
    private long timer;

    PeerReporter(GatewayConfig config, Vertx vertx, MeterRegistry registry) {
        this.vertx = vertx;
        everyMillis = config.rateLimit().reportEvery().toMillis();
        peers = config.rateLimit().peers().orElse(List.of()).stream()
                .map(Peer::new)
                .toList();
        delivered = reports(registry, "delivered");
        lost = reports(registry, "lost");
    }

    private static Counter reports(MeterRegistry registry, String result) {
        return Counter.builder("gateway.rate.limit.reports")
                .description("Reports of accepted requests to other gateways")
                .tag("result", result)
                .register(registry);
    }

    void start(@Observes StartupEvent started) {
        if (hasPeers()) {
            timer = vertx.setPeriodic(everyMillis, tick -> report());
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        vertx.cancelTimer(timer);
    }

    boolean hasPeers() {
        return !peers.isEmpty();
    }

    /** Counts the tokens of a request for the next report. */
    void countAccepted(String key, long tokens) {
        if (hasPeers()) {
            accepted.merge(key, tokens, Long::sum);
        }
    }

    boolean isOwn(PeerReport report) {
        return report.gateway().equals(id);
    }

    private void report() {
        Map<String, Long> counts = new HashMap<>();
        for (String caller : accepted.keySet()) {
            Long count = accepted.remove(caller);
            if (count != null) {
                counts.put(caller, count);
            }
        }
        if (!counts.isEmpty()) {
            Buffer report = new PeerReport(id, counts).toJson();
            peers.forEach(peer -> peer.send(report));
        }
    }

    /** One of the other gateways. Only the event loop of the timer uses it. */
    private final class Peer {

        private final HttpClient client;
        private final RequestOptions request;
        private final URI address;
        private boolean takesReports = true;

        Peer(URI address) {
            if (address.getHost() == null) {
                throw new IllegalArgumentException("gateway.rate-limit.peers: \"" + address
                        + "\" is no address. Write scheme, host and management port, for example"
                        + " http://gateway-2:9080.");
            }
            this.address = address;
            client = vertx.createHttpClient(
                    new HttpClientOptions().setConnectTimeout(TIMEOUT_MILLIS),
                    new PoolOptions().setHttp1MaxSize(1).setMaxWaitQueueSize(MAX_WAITING));
            request = new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setAbsoluteURI(address.resolve(PeerReportRoute.PATH).toString())
                    .setTimeout(TIMEOUT_MILLIS);
        }

        void send(Buffer report) {
            client.request(request)
                    .compose(connected -> connected.send(report))
                    .compose(answer -> answer.statusCode() == NO_CONTENT
                            ? Future.succeededFuture()
                            : Future.failedFuture("it answered with status " + answer.statusCode()))
                    .onSuccess(done -> {
                        delivered.increment();
                        setTakesReports(true, "");
                    })
                    .onFailure(failure -> {
                        lost.increment();
                        setTakesReports(false, String.valueOf(failure.getMessage()));
                    });
        }

        private void setTakesReports(boolean takes, String reason) {
            if (takes && !takesReports) {
                LOG.infof("The gateway at %s takes reports of accepted requests again", address);
            } else if (!takes && takesReports) {
                LOG.warnf(
                        "The gateway at %s does not take reports of accepted requests: %s. Rate limits do not"
                                + " hold for the sum of both gateways until it does",
                        address, reason);
            }
            takesReports = takes;
        }
    }
}
