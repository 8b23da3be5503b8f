package fr.cned.partenariats.commons.base.metrics;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Gauges whose value is the one number that a query selects. They have none while the database is unavailable. */
@ApplicationScoped
public class DatabaseGauges {

    private final AgroalDataSource database;
    private final MeterRegistry metrics;

    DatabaseGauges(AgroalDataSource database, MeterRegistry metrics) {
        this.database = database;
        this.metrics = metrics;
    }

    public void register(String name, String description, String query) {
        Gauge.builder(name, this, gauges -> gauges.value(query))
                .description(description)
                .register(metrics);
    }

    private double value(String query) {
        try {
            return number(query);
        } catch (SQLException e) {
            return Double.NaN;
        }
    }

    /** The number that the query selects; 0 for no row. */
    public double number(String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.next() ? result.getDouble(1) : 0;
        }
    }
}
