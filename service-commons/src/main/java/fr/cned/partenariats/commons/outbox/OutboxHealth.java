package fr.cned.partenariats.commons.outbox;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports how many events wait in the outbox and whether this instance sends them. Always up, because a service accepts
 * changes without Kafka.
 */
@Readiness
@ApplicationScoped
class OutboxHealth implements HealthCheck {

    private static final int COUNTED_AT_MOST = 100_000;
    /** The floor keeps the index entries of deleted rows out of the count. */
    private static final String COUNT = "select count(*) from (select 1 from outbox where id > ? order by id limit "
            + COUNTED_AT_MOST + ") waiting";

    private static final String OLDEST = "select coalesce(extract(epoch from clock_timestamp() - (select occurred_at"
            + " from outbox where id > ? order by id limit 1)), 0)";

    private final AgroalDataSource database;
    private final OutboxRelay relay;
    private final MeterRegistry metrics;

    OutboxHealth(AgroalDataSource database, OutboxRelay relay, MeterRegistry metrics) {
        this.database = database;
        this.relay = relay;
        this.metrics = metrics;
    }

    void register(@Observes StartupEvent event) {
        Gauge.builder("outbox.leading", relay, r -> r.leading() ? 1 : 0)
                .description("1 in the instance that sends the events of the outbox")
                .register(metrics);
        Gauge.builder("outbox.waiting", this, health -> health.gauge(COUNT))
                .description("Events in the outbox that Kafka has not confirmed")
                .register(metrics);
        Gauge.builder("outbox.oldest.seconds", this, health -> health.gauge(OLDEST))
                .description("Age of the oldest event in the outbox; 0 when it is empty")
                .register(metrics);
    }

    private double gauge(String query) {
        try {
            return number(query);
        } catch (SQLException e) {
            return Double.NaN;
        }
    }

    @Override
    public HealthCheckResponse call() {
        try {
            return HealthCheckResponse.named("outbox")
                    .up()
                    .withData("waiting", (long) number(COUNT))
                    .withData("leading", relay.leading())
                    .build();
        } catch (SQLException e) {
            return HealthCheckResponse.named("outbox").up().build(); // the check of the data source reports it
        }
    }

    private double number(String query) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setLong(1, relay.floor());
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? result.getDouble(1) : 0;
            }
        }
    }
}
