package fr.cned.partenariats.commons.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Reports the processor time of a request in a header, by which the gateway takes tokens of the caller's rate limit. The
 * gateway removes the header. An answer that another thread writes, such as that of a batch, has no header.
 */
@ApplicationScoped
class ProcessorTime {

    private static final String MICROS = "X-Processor-Micros";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final CurrentVertxRequest current;

    ProcessorTime(CurrentVertxRequest current) {
        this.current = current;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    void measure() {
        Thread thread = Thread.currentThread();
        long began = THREADS.getCurrentThreadCpuTime();
        HttpServerResponse response = current.getCurrent().response();
        current.getCurrent().addHeadersEndHandler(beforeHead -> {
            if (Thread.currentThread() == thread) {
                long micros = (THREADS.getCurrentThreadCpuTime() - began) / 1_000;
                response.putHeader(MICROS, Long.toString(micros));
            }
        });
    }
}
