package fr.cned.partenariats.commons.events.relay;

import fr.cned.partenariats.commons.base.metrics.DatabaseGauges;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports how many changes wait for the relay and whether this instance sends them. Always up, because a service accepts
 * changes without Kafka.
 */
@Readiness
@ApplicationScoped
class RelayHealth implements HealthCheck {

    private static final int COUNTED_AT_MOST = 100_000;

    private static final String NEXT = """
            from changelog_reader r cross join lateral (
              select e.at from change_log e where e.id > r.position and e.object_type = r.object_type
              order by e.id limit\s""";

    private static final String COUNT = "select (select count(*) " + NEXT + COUNTED_AT_MOST + ") waiting)"
            + " + (select coalesce(sum(cardinality(refused)), 0) from changelog_reader)";

    private static final String OLDEST = "select coalesce(extract(epoch from clock_timestamp()"
            + " - least((select min(waiting.at) " + NEXT
            + "1) waiting), (select min(refused_since) from changelog_reader))), 0)";

    private final Relay relay;
    private final MeterRegistry metrics;
    private final DatabaseGauges gauges;

    RelayHealth(Relay relay, MeterRegistry metrics, DatabaseGauges gauges) {
        this.relay = relay;
        this.metrics = metrics;
        this.gauges = gauges;
    }

    void register(@Observes StartupEvent event) {
        Gauge.builder("relay.leading", relay, r -> r.leading() ? 1 : 0)
                .description("1 in the instance that sends the events of the service")
                .register(metrics);
        gauges.register("relay.waiting", "Changes whose event Kafka has not confirmed", COUNT);
        gauges.register("relay.oldest.seconds", "Age of the oldest of these changes; 0 when there is none", OLDEST);
    }

    @Override
    public HealthCheckResponse call() {
        try {
            return HealthCheckResponse.named("relay")
                    .up()
                    .withData("waiting", (long) gauges.number(COUNT))
                    .withData("leading", relay.leading())
                    .build();
        } catch (SQLException e) {
            return HealthCheckResponse.named("relay").up().build(); // the check of the data source reports it
        }
    }
}
