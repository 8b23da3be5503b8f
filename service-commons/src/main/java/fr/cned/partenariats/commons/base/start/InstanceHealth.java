package fr.cned.partenariats.commons.base.start;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Tells version, commit and start time of this instance; the gateway shows them at {@code /health}. Always up. */
@Readiness
@ApplicationScoped
class InstanceHealth implements HealthCheck {

    private final String version;

    InstanceHealth(
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "commons.build.commit") Optional<String> commit) {
        this.version = version + commit.map("+"::concat).orElse("");
    }

    @Override
    public HealthCheckResponse call() {
        long started = ManagementFactory.getRuntimeMXBean().getStartTime();
        return HealthCheckResponse.named("instance")
                .up()
                .withData("version", version)
                .withData("startedAt", Instant.ofEpochMilli(started).toString())
                .build();
    }
}
