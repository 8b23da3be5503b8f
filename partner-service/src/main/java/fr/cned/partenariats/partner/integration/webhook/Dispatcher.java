package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.base.trace.EventTrace;
import fr.cned.partenariats.partner.integration.webhook.Deliveries.Claim;
import fr.cned.partenariats.partner.integration.webhook.Deliveries.Claimed;
import fr.cned.partenariats.partner.integration.webhook.Deliveries.Finished;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends deliveries as soon as they are due. Each webhook has a lane of its own with few deliveries in flight, so a slow
 * receiver delays no other one. The commit that adds a delivery wakes its lane; a poll finds retries, and deliveries
 * whose lease has ended.
 */
@ApplicationScoped
class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    private static final int MOST_IN_FLIGHT = 16;

    /** A receiver that has accepted nothing for a minute is asked with one delivery at a time. */
    private static final int MOST_IN_FLIGHT_WHEN_FAILING = 1;

    /** Lanes that use the database at the same time. */
    private static final int THREADS = 4;

    private final Deliveries deliveries;
    private final WebhookHttp http;
    private final EventTrace trace;
    private final Clock clock;
    private volatile long due;
    private final Map<UUID, Lane> lanes = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "webhook-dispatcher");
        thread.setDaemon(true);
        return thread;
    });

    Dispatcher(Deliveries deliveries, WebhookHttp http, EventTrace trace, Clock clock, MeterRegistry metrics) {
        this.deliveries = deliveries;
        this.http = http;
        this.trace = trace;
        this.clock = clock;
        Gauge.builder("webhooks.due", this, self -> self.due)
                .description("Deliveries that are due and not sent")
                .register(metrics);
    }

    /** Attempts that still run are repeated after their lease. */
    void stop(@Observes ShutdownEvent event) {
        threads.shutdown();
    }

    void onDue(@Observes(during = TransactionPhase.AFTER_SUCCESS) DeliveriesDue due) {
        due.webhookIds().forEach(this::wake);
    }

    @Scheduled(
            identity = "webhooks",
            every = "{partner.webhooks.poll-every}",
            delayed = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void poll() {
        deliveries.webhooksWithDue().forEach(this::wake);
        lanes.values().forEach(Lane::wakeIfUnrecorded);
    }

    /** A receiver that fails makes no deliveries due: they wait for their retry. */
    @Scheduled(every = "10s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void measureDue() {
        try {
            due = deliveries.due();
        } catch (RuntimeException e) {
            if (!DatabaseFailures.isTransient(e)) {
                throw e;
            }
            LOG.debugf("due deliveries are not counted, the database is not available: %s", e.getMessage());
        }
    }

    private void wake(UUID webhookId) {
        lanes.computeIfAbsent(webhookId, Lane::new).wake();
    }

    private final class Lane {

        private final UUID webhookId;
        private final List<Finished> finished = new ArrayList<>();
        private int inFlight;
        private boolean running;
        private boolean awake;

        Lane(UUID webhookId) {
            this.webhookId = webhookId;
        }

        synchronized void wake() {
            awake = true;
            if (!running) {
                start();
            }
        }

        synchronized void wakeIfUnrecorded() {
            if (!finished.isEmpty()) {
                wake();
            }
        }

        /** While the lane runs, nothing else starts it. */
        private void start() {
            running = true;
            try {
                threads.execute(this::run);
            } catch (RejectedExecutionException stopping) {
                running = false;
            }
        }

        private void run() {
            List<Finished> results;
            int sending;
            synchronized (this) {
                awake = false;
                results = List.copyOf(finished);
                finished.clear();
                sending = inFlight;
            }
            try {
                Claim claim =
                        deliveries.exchange(webhookId, results, MOST_IN_FLIGHT, MOST_IN_FLIGHT_WHEN_FAILING, sending);
                results = List.of();
                claim.deliveries().forEach(delivery -> send(claim, delivery));
            } catch (RuntimeException e) {
                LOG.warnf("webhook %s: %s; the next poll tries again", webhookId, e);
            } finally {
                end(results);
            }
        }

        private synchronized void end(List<Finished> unrecorded) {
            finished.addAll(unrecorded);
            running = false;
            if (awake) {
                start();
            }
        }

        private void send(Claim claim, Claimed delivery) {
            Instant now = clock.instant();
            Map<String, String> headers = new LinkedHashMap<>(WebhookHttp.HEADERS);
            headers.put("webhook-id", delivery.id().toString());
            headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
            headers.put(
                    "webhook-signature",
                    SigningSecret.signatures(claim.secrets(), delivery.id(), now, delivery.body()));
            Span span = trace.begin("webhook", SpanKind.CLIENT, delivery.traceparent())
                    .setAttribute("webhook.delivery", delivery.id().toString());
            began();
            http.post(claim.url(), headers, delivery.body(), 0, (result, answer) -> {
                end(span, result);
                finish(new Finished(delivery, result));
            });
        }

        private static void end(Span span, AttemptResult result) {
            @Nullable Integer status = result.status();
            if (status != null) {
                span.setAttribute("http.response.status_code", status);
            }
            if (!result.isSuccess()) {
                span.setStatus(StatusCode.ERROR, String.valueOf(result.fault()));
            }
            span.end();
        }

        private synchronized void began() {
            inFlight++;
        }

        private synchronized void finish(Finished one) {
            inFlight--;
            finished.add(one);
            wake();
        }
    }
}
