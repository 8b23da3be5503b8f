package fr.cned.partenariats.gateway.edge.limit;

import fr.cned.partenariats.gateway.GatewayConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Limits the requests in progress per owner, per address and in total, imports per owner and in total, and exports per
 * owner. The owner is a partner, a caller without one, or the address of a request without a token.
 */
@Singleton
public class ConcurrencyLimiter {

    private static final String ALL = "";

    private final KeyedSemaphore total;
    private final KeyedSemaphore byAddress;
    private final KeyedSemaphore byOwner;
    private final KeyedSemaphore importsTotal;
    private final KeyedSemaphore importsByOwner;
    private final KeyedSemaphore exportsByOwner;
    private final LimitMetrics metrics;

    ConcurrencyLimiter(GatewayConfig config, LimitMetrics metrics, MeterRegistry registry) {
        GatewayConfig.Concurrency limits = config.concurrency();
        this.total = new KeyedSemaphore(limits.total());
        this.byAddress = new KeyedSemaphore(limits.perAddress());
        this.byOwner = new KeyedSemaphore(limits.perClient());
        this.importsTotal = new KeyedSemaphore(limits.importsTotal());
        this.importsByOwner = new KeyedSemaphore(limits.importsPerClient());
        this.exportsByOwner = new KeyedSemaphore(limits.exportsPerClient());
        this.metrics = metrics;
        Gauge.builder("gateway.requests.in.progress", total, all -> all.acquired(ALL))
                .description("Requests in progress")
                .register(registry);
        Gauge.builder("gateway.imports.in.progress", importsTotal, all -> all.acquired(ALL))
                .description("Uploads of imports in progress")
                .register(registry);
    }

    /** What has limits of its own. */
    public enum Kind {
        STANDARD,
        IMPORT,
        EXPORT
    }

    /** Counts the request until its response ends. Returns the limit that the request would exceed, or null. */
    public @Nullable Limit tryAcquire(RoutingContext context, String owner, String address, Kind kind) {
        boolean isImport = kind == Kind.IMPORT;
        Slots slots = new Slots();
        Limit exceeded = slots.acquire(byOwner, owner, Limit.CLIENT_CONCURRENCY);
        if (exceeded == null) {
            exceeded = slots.acquire(byAddress, address, Limit.ADDRESS_CONCURRENCY);
        }
        if (exceeded == null) {
            exceeded = slots.acquire(total, ALL, Limit.TOTAL_CONCURRENCY);
        }
        if (exceeded == null && isImport) {
            exceeded = slots.acquire(importsByOwner, owner, Limit.CLIENT_IMPORTS);
        }
        if (exceeded == null && isImport) {
            exceeded = slots.acquire(importsTotal, ALL, Limit.TOTAL_IMPORTS);
        }
        if (exceeded == null && kind == Kind.EXPORT) {
            exceeded = slots.acquire(exportsByOwner, owner, Limit.CLIENT_EXPORTS);
        }
        HttpServerResponse response = context.response();
        if (exceeded != null) {
            slots.release();
            metrics.countRefusal(exceeded);
            response.putHeader(HttpHeaders.RETRY_AFTER, kind == Kind.STANDARD ? "1" : "5");
        } else {
            context.addEndHandler(ended -> slots.release());
            if (response.closed()) {
                slots.release(); // the client has disconnected, so Vert.x does not call the end handler
            }
        }
        return exceeded;
    }

    /** The slots that one request holds. Only its event loop uses them. */
    private static final class Slots {

        private final Deque<Runnable> held = new ArrayDeque<>(6);

        @Nullable
        Limit acquire(KeyedSemaphore semaphore, String key, Limit limit) {
            if (!semaphore.tryAcquire(key)) {
                return limit;
            }
            held.push(() -> semaphore.release(key));
            return null;
        }

        void release() {
            while (!held.isEmpty()) {
                held.pop().run();
            }
        }
    }
}
