package fr.cned.partenariats.gateway.limit;

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

/** Bounds the requests in progress: by caller, by address and in total, and imports by caller and in total. */
@Singleton
public class Concurrency {

    private static final String ALL = "";

    private final InFlight total;
    private final InFlight byAddress;
    private final InFlight byCaller;
    private final InFlight importsTotal;
    private final InFlight importsByCaller;
    private final LimitMetrics metrics;

    Concurrency(GatewayConfig config, LimitMetrics metrics, MeterRegistry registry) {
        GatewayConfig.Concurrency limits = config.concurrency();
        this.total = new InFlight(limits.total());
        this.byAddress = new InFlight(limits.perAddress());
        this.byCaller = new InFlight(limits.perClient());
        this.importsTotal = new InFlight(limits.importsTotal());
        this.importsByCaller = new InFlight(limits.importsPerClient());
        this.metrics = metrics;
        Gauge.builder("gateway.requests.in.progress", total, all -> all.count(ALL))
                .register(registry);
        Gauge.builder("gateway.imports.in.progress", importsTotal, all -> all.count(ALL))
                .register(registry);
    }

    /** Counts the request until its response has ended. Returns the limit that it would exceed, if there is one. */
    public @Nullable Limit enter(RoutingContext context, String caller, String address, boolean isImport) {
        Slots slots = new Slots();
        Limit exceeded = slots.take(byCaller, caller, Limit.CLIENT_CONCURRENCY);
        if (exceeded == null) {
            exceeded = slots.take(byAddress, address, Limit.ADDRESS_CONCURRENCY);
        }
        if (exceeded == null) {
            exceeded = slots.take(total, ALL, Limit.TOTAL_CONCURRENCY);
        }
        if (exceeded == null && isImport) {
            exceeded = slots.take(importsByCaller, caller, Limit.CLIENT_IMPORTS);
        }
        if (exceeded == null && isImport) {
            exceeded = slots.take(importsTotal, ALL, Limit.TOTAL_IMPORTS);
        }
        HttpServerResponse response = context.response();
        if (exceeded != null) {
            slots.release();
            metrics.refused(exceeded);
            response.putHeader(HttpHeaders.RETRY_AFTER, isImport ? "5" : "1");
        } else {
            context.addEndHandler(ended -> slots.release());
            if (response.closed()) {
                slots.release(); // the client is gone already, so the end handler is never called
            }
        }
        return exceeded;
    }

    /** What one request holds. Used on its event loop only. */
    private static final class Slots {

        private final Deque<Runnable> held = new ArrayDeque<>(6);

        @Nullable
        Limit take(InFlight counter, String key, Limit limit) {
            if (!counter.enter(key)) {
                return limit;
            }
            held.push(() -> counter.leave(key));
            return null;
        }

        void release() {
            while (!held.isEmpty()) {
                held.pop().run();
            }
        }
    }
}
