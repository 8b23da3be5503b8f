package fr.cned.partenariats.commons.http;

import static fr.cned.partenariats.commons.problem.CommonProblem.SERVICE_BUSY;
import static fr.cned.partenariats.commons.problem.CommonProblem.TOO_MANY_AT_ONCE;

import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.problem.Refusal;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/**
 * Limits the number of {@link Bulk} requests that run at once. A refused request costs little, because RESTEasy reads
 * the body after its filters. An admitted request holds its permit until it ends, even when the client has
 * disconnected.
 */
@ApplicationScoped
class BulkLimit {

    /** RESTEasy does not call back when it cannot write the answer to a disconnected client. */
    private static final long MILLIS_AFTER_DISCONNECT = 10_000;

    private final Caller caller;
    private final CurrentVertxRequest current;
    private final int total;
    private final int perClient;
    private final Map<String, Integer> running = new HashMap<>();

    BulkLimit(
            Caller caller,
            CurrentVertxRequest current,
            @ConfigProperty(name = "commons.http.bulk-at-once") int total,
            @ConfigProperty(name = "commons.http.bulk-at-once-per-client") int perClient) {
        this.caller = caller;
        this.current = current;
        this.total = total;
        this.perClient = perClient;
    }

    @ServerRequestFilter
    void admit(ResourceInfo resource) {
        if (resource.getResourceMethod() == null
                || !resource.getResourceMethod().isAnnotationPresent(Bulk.class)) {
            return;
        }
        String client = caller.client();
        acquire(client);
        AtomicBoolean held = new AtomicBoolean(true);
        CurrentRequestManager.get().registerCompletionCallback(done -> release(client, held));
        RoutingContext connection = current.getCurrent();
        connection.addEndHandler(
                ended -> connection.vertx().setTimer(MILLIS_AFTER_DISCONNECT, timer -> release(client, held)));
    }

    private synchronized void acquire(String client) {
        if (running.getOrDefault(client, 0) >= perClient) {
            throw Refusal.of(TOO_MANY_AT_ONCE, perClient).retryAfterSeconds(5);
        }
        if (running.values().stream().mapToInt(Integer::intValue).sum() >= total) {
            throw Refusal.of(SERVICE_BUSY).retryAfterSeconds(5);
        }
        running.merge(client, 1, Integer::sum);
    }

    private synchronized void release(String client, AtomicBoolean held) {
        if (!held.getAndSet(false)) {
            return;
        }
        running.computeIfPresent(client, (name, count) -> count == 1 ? null : count - 1);
    }
}
