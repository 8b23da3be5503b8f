package fr.cned.partenariats.commons.events.consumer;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Names the topics whose events are retried. Always up: requests are served meanwhile, and a restart does not help. */
@Readiness
@ApplicationScoped
class RetryingTopicsHealth implements HealthCheck {

    private final RetryingTopics topics;

    RetryingTopicsHealth(RetryingTopics topics) {
        this.topics = topics;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder check =
                HealthCheckResponse.named("events retried").up();
        topics.descriptions().forEach(check::withData);
        return check.build();
    }
}
