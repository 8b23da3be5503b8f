package fr.cned.partenariats.benchmarks.rows;

import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.Resource;
import fr.cned.partenariats.local.service.ServiceKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Loads enrollments with set-based SQL as the owner of the database, as the service would have left them: students, stored
 * answers and a sealed audit trail, and counters equal to the rows in all three databases. Triggers stay enabled.
 */
final class RowLoader {

    private static final int CHUNK = 50_000;
    private static final int AT_ONCE = 20_000;

    private static final String USED_SEATS = """
            insert into seat_usage (quota_id, revision, agreement_id, requested, granted, used, as_of)
            values (?, ?, ?, ?, ?, ?, now())
            on conflict (quota_id) do update set revision = excluded.revision, requested = excluded.requested,
              granted = excluded.granted, used = excluded.used, as_of = excluded.as_of
            where seat_usage.revision <= excluded.revision""";

    private static final String USED_PLACES = """
            insert into offering_places (offering_id, revision, requested, granted, used, waiting, as_of)
            values (?, ?, ?, ?, ?, ?, now())
            on conflict (offering_id) do update set revision = excluded.revision, requested = excluded.requested,
              granted = excluded.granted, used = excluded.used, waiting = excluded.waiting, as_of = excluded.as_of
            where offering_places.revision <= excluded.revision""";

    private RowLoader() {}

    /** @param seed the same one gives the same ids again */
    static void load(LocalPlatform platform, Rows.Population population, int enrollments, int seed) {
        Database database = Database.of(platform, ServiceKind.ENROLLMENT);
        database.with(connection -> {
            set(connection, "seed", seed);
            set(connection, "rows", enrollments);
            set(connection, "gateway", platform.gatewayUrl());
            set(connection, "partners", array(population.registrars(), Registrar::partner));
            set(connection, "agreements", array(population.registrars(), Registrar::agreement));
            set(connection, "clients", array(population.registrars(), Registrar::client));
            set(connection, "subjects", array(population.registrars(), Registrar::subject));
            set(connection, "offerings", array(population.offerings(), Function.identity()));
            Database.execute(connection, Resource.text("/rows/choose.sql"));
            Database.execute(connection, Resource.text("/rows/plan.sql"));
            String chunk = Resource.text("/rows/chunk.sql");
            for (int first = 1; first <= enrollments; first += CHUNK) {
                set(connection, "first", first);
                set(connection, "last", Math.min(first + CHUNK - 1, enrollments));
                Database.execute(connection, chunk);
            }
            Database.execute(connection, Resource.text("/rows/finish.sql"));
            return true;
        });
        // The service would do this in the background, which would take processor time from the measurement.
        untilNothingIsLeft(database, "select audit_seal_batch(?, (select max(id) from change_log))");
        copy(
                database,
                "select id, revision, agreement_id, requested, granted, used from seat_counter",
                Database.of(platform, ServiceKind.PARTNER),
                USED_SEATS);
        copy(
                database,
                "select offering_id, revision, requested, granted, used, waiting from place_counter",
                Database.of(platform, ServiceKind.CATALOG),
                USED_PLACES);
        Database.asSuperuser(platform, database.name()).run("vacuum (analyze)", "checkpoint");
    }

    private static <T> String array(Collection<T> items, Function<T, ?> value) {
        return items.stream().map(item -> value.apply(item).toString()).collect(Collectors.joining(",", "{", "}"));
    }

    private static void untilNothingIsLeft(Database database, String call) {
        double done = 1;
        while (done > 0) {
            done = database.number(call, AT_ONCE);
        }
    }

    private static void copy(Database from, String query, Database to, String upsert) {
        from.with(source -> to.with(target -> {
            try (PreparedStatement read = source.prepareStatement(query);
                    ResultSet rows = read.executeQuery();
                    PreparedStatement write = target.prepareStatement(upsert)) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        write.setObject(i, rows.getObject(i));
                    }
                    write.addBatch();
                }
                write.executeBatch();
            }
            return true;
        }));
    }

    private static void set(Connection connection, String setting, Object value) throws SQLException {
        Database.execute(connection, "select set_config(?, ?, false)", "bench." + setting, value.toString());
    }
}
