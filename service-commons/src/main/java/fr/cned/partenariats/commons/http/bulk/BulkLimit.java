package fr.cned.partenariats.commons.http.bulk;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.SERVICE_BUSY;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.TOO_MANY_AT_ONCE;

import fr.cned.partenariats.commons.base.problem.Bulk;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.Caller;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/**
 * Limits the {@link Bulk} requests of a tenant and of the instance. A request has a place of its tenant and one of the
 * instance while its body arrives, and takes a permit to run when the whole body is there: a slow body takes no permit
 * from other tenants. It holds all of them until its answer is known, even when the client has disconnected: a client
 * that has an answer may send its next request.
 */
@ApplicationScoped
class BulkLimit {

    /** RESTEasy does not call back when it cannot write the answer to a disconnected client. */
    private static final long MILLIS_AFTER_DISCONNECT = 10_000;

    /** The filters that refuse a caller have the default priority. They must run before the body is read. */
    private static final int AFTER_OTHERS = Priorities.USER + 1_000;

    private static final int RETRY_AFTER_SECONDS = 5;

    private static final String WHEN_ENDED = BulkLimit.class.getName();

    private final Caller caller;
    private final CurrentVertxRequest current;
    private final int uploads;
    private final int perTenant;
    private final Semaphore running;
    private final Map<String, Integer> admitted = new HashMap<>();

    BulkLimit(
            Caller caller,
            CurrentVertxRequest current,
            @ConfigProperty(name = "commons.http.bulk-at-once") int running,
            @ConfigProperty(name = "commons.http.bulk-at-once-per-tenant") int perTenant,
            @ConfigProperty(name = "commons.http.bulk-uploads-at-once") int uploads) {
        this.caller = caller;
        this.current = current;
        this.running = new Semaphore(running, true);
        this.perTenant = perTenant;
        this.uploads = uploads;
    }

    @ServerRequestFilter(priority = AFTER_OTHERS)
    void admit(ContainerRequestContext request, ResourceInfo resource) throws IOException, InterruptedException {
        if (resource.getResourceMethod() == null
                || !resource.getResourceMethod().isAnnotationPresent(Bulk.class)) {
            return;
        }
        String owner = caller.boundTenant().map(UUID::toString).orElseGet(caller::client);
        acquire(owner);
        whenEnded(request, () -> release(owner));
        SpooledBody body = SpooledBody.read(request.getEntityStream());
        whenEnded(request, body::close);
        request.setEntityStream(body.stream());
        if (!running.tryAcquire(RETRY_AFTER_SECONDS, TimeUnit.SECONDS)) {
            throw busy();
        }
        whenEnded(request, running::release);
    }

    @ServerResponseFilter
    void answered(ContainerRequestContext request) {
        if (request.getProperty(WHEN_ENDED) instanceof Runnable actions) {
            actions.run();
        }
    }

    private void whenEnded(ContainerRequestContext request, Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        Runnable once = () -> {
            if (!done.getAndSet(true)) {
                action.run();
            }
        };
        Runnable earlier = request.getProperty(WHEN_ENDED) instanceof Runnable known ? known : () -> {};
        request.setProperty(WHEN_ENDED, (Runnable) () -> {
            once.run();
            earlier.run();
        });
        CurrentRequestManager.get().registerCompletionCallback(ended -> once.run());
        RoutingContext connection = current.getCurrent();
        connection.addEndHandler(ended -> connection.vertx().setTimer(MILLIS_AFTER_DISCONNECT, timer -> once.run()));
    }

    private synchronized void acquire(String owner) {
        if (admitted.getOrDefault(owner, 0) >= perTenant) {
            throw Refusal.of(TOO_MANY_AT_ONCE, perTenant).retryAfterSeconds(RETRY_AFTER_SECONDS);
        }
        if (admitted.values().stream().mapToInt(Integer::intValue).sum() >= uploads) {
            throw busy();
        }
        admitted.merge(owner, 1, Integer::sum);
    }

    private static Refusal busy() {
        return Refusal.of(SERVICE_BUSY).retryAfterSeconds(RETRY_AFTER_SECONDS);
    }

    private synchronized void release(String owner) {
        admitted.computeIfPresent(owner, (name, count) -> count == 1 ? null : count - 1);
    }
}
