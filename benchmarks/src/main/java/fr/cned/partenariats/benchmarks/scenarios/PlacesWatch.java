package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Notes when each number of used places becomes visible in catalog-service's database. */
final class PlacesWatch implements AutoCloseable {

    private static final long EVERY_NANOS = 1_000_000;
    private static final double MICROS_PER_MILLI = 1_000;

    private final Thread thread = new Thread(this::watch, "places-watch");
    private final Database catalogue;
    private final List<UUID> offerings;
    private final Map<UUID, NavigableMap<Integer, Double>> seen = new HashMap<>();
    private volatile boolean stopping;

    PlacesWatch(Database catalogue, List<UUID> offerings) {
        this.catalogue = catalogue;
        this.offerings = offerings;
        offerings.forEach(offering -> seen.put(offering, new TreeMap<>()));
        thread.start();
    }

    /** Milliseconds of the epoch at which at least so many places were shown; infinite when they never were. */
    double shownAt(UUID offering, int used) {
        Entry<Integer, Double> first =
                seen.getOrDefault(offering, new TreeMap<>()).ceilingEntry(used);
        return first == null ? Double.POSITIVE_INFINITY : first.getValue();
    }

    private void watch() {
        catalogue.with(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "select offering_id, used from offering_places where offering_id = any (?)")) {
                query.setArray(1, connection.createArrayOf("uuid", offerings.toArray()));
                while (!stopping) {
                    look(query);
                    LockSupport.parkNanos(EVERY_NANOS);
                }
            }
            return true;
        });
    }

    private void look(PreparedStatement query) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            double now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) / MICROS_PER_MILLI;
            while (rows.next()) {
                NavigableMap<Integer, Double> shown = seen.get(rows.getObject(1, UUID.class));
                if (shown != null) {
                    shown.putIfAbsent(rows.getInt(2), now);
                }
            }
        }
    }

    /** Ends the watch; the figures can be read afterwards. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformFailure("The run was interrupted.", e);
        }
    }
}
