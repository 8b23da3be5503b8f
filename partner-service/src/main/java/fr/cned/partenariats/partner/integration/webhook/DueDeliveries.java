package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Measures how many deliveries are due. A receiver that fails makes none due: its deliveries wait for their retry. */
@ApplicationScoped
class DueDeliveries {

    private static final Logger LOG = Logger.getLogger(DueDeliveries.class);

    private final Deliveries deliveries;
    private volatile long due;

    DueDeliveries(Deliveries deliveries, MeterRegistry metrics) {
        this.deliveries = deliveries;
        Gauge.builder("webhooks.due", this, self -> self.due)
                .description("Deliveries that are due and not sent")
                .register(metrics);
    }

    @Scheduled(every = "10s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void measure() {
        try {
            due = deliveries.due();
        } catch (RuntimeException e) {
            if (!DatabaseFailures.isTransient(e)) {
                throw e;
            }
            LOG.debugf("due deliveries are not counted, the database is not available: %s", e.getMessage());
        }
    }
}
