package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.partner.integration.webhook.Deliveries.Finished;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/** Counts attempts and pauses, and measures how long attempts take and how long deliveries wait for their first one. */
@ApplicationScoped
@Startup
class WebhookMetrics {

    private static final String SUCCESS = "success";

    private final MeterRegistry metrics;
    private final Timer waitingTime;
    private final Counter pauses;

    WebhookMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
        attempts(SUCCESS);
        this.waitingTime = Timer.builder("webhooks.waiting.time")
                .description("How long a delivery waited for its first attempt")
                .serviceLevelObjectives(
                        Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(10))
                .register(metrics);
        this.pauses = Counter.builder("webhooks.pauses")
                .description("Webhooks that were paused, because their receiver accepted nothing")
                .register(metrics);
    }

    /** @param dueSince since when the delivery could be sent */
    void attempted(Finished one, Instant dueSince, Instant now) {
        AttemptResult result = one.result();
        Duration took = Duration.ofMillis(result.durationMillis());
        attempts(result.fault() == null ? SUCCESS : result.fault().name()).record(took);
        if (one.delivery().attempt() == 1) {
            Duration waited = Duration.between(dueSince, now).minus(took);
            waitingTime.record(waited.isNegative() ? Duration.ZERO : waited);
        }
    }

    private Timer attempts(String outcome) {
        return Timer.builder("webhooks.attempts")
                .description("Attempts to deliver, until the answer of the receiver")
                .tag("outcome", outcome)
                .register(metrics);
    }

    void paused() {
        pauses.increment();
    }
}
