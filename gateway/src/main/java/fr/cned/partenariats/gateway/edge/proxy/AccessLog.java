package fr.cned.partenariats.gateway.edge.proxy;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.edge.route.PathTemplates;
import fr.cned.partenariats.gateway.edge.trace.TraceContext;
import io.github.bucket4j.Bucket;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Logs the requests to services that failed with 5xx, and a sample of the others. A line has the path template, so no
 * query, no id and no address. At most {@value #MOST_PER_SECOND} lines a second.
 */
@Singleton
class AccessLog {

    static final int MOST_PER_SECOND = 100;

    private static final Logger LOG = Logger.getLogger(AccessLog.class);
    private static final int SERVER_ERROR = 500;

    private final PathTemplates templates;
    private final int every;
    private final AtomicLong healthy = new AtomicLong();
    private final Bucket lines = Bucket.builder()
            .addLimit(limit -> limit.capacity(MOST_PER_SECOND).refillGreedy(MOST_PER_SECOND, Duration.ofSeconds(1)))
            .build();

    @Inject
    AccessLog(PathTemplates templates, GatewayConfig config) {
        this(templates, config.accessLog().every());
    }

    AccessLog(PathTemplates templates, int every) {
        this.templates = templates;
        this.every = every;
    }

    void log(HttpServerRequest request, int status, long nanos) {
        if (isLogged(status)) {
            LOG.infof(
                    "%s %s %d in %d ms, trace %s",
                    request.method(),
                    templates.of(request.path()),
                    status,
                    TimeUnit.NANOSECONDS.toMillis(nanos),
                    TraceContext.traceId(request));
        }
    }

    boolean isLogged(int status) {
        return (status >= SERVER_ERROR || isSample()) && lines.tryConsume(1);
    }

    private boolean isSample() {
        return every > 0 && healthy.incrementAndGet() % every == 0;
    }
}
