package fr.cned.partenariats.benchmarks.rows;

import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Loads enrollments with set-based SQL as the owner of the database, as the service would have left them: students, stored
 * answers and a sealed audit trail, and counters equal to the rows in all three databases. Triggers stay enabled.
 */
final class RowLoader {

    private static final int SEED = 2026;
    private static final int CHUNK = 50_000;
    private static final int SEALED_AT_ONCE = 20_000;
    private static final int FOLDED_AT_ONCE = 20_000;

    private static final String REGISTRARS = """
            create temp table registrar as
            select r.number - 1 as number, r.partner_id, r.agreement_id, r.client, r.subject,
                   array(select s.id from site_view s where s.partner_id = r.partner_id order by s.id) as site_ids
            from unnest(?, ?, ?, ?) with ordinality as r (partner_id, agreement_id, client, subject, number)""";

    private static final String CHOICES = """
            create temp table choice as
            select dense_rank() over (order by o.academic_year) - 1 as year,
                   row_number() over (partition by o.academic_year order by c.place) - 1 as place,
                   o.id as offering_id, o.training_id, o.academic_year, o.starts_on, o.ends_on, o.price,
                   o.waiting_list_size > 0 as is_full,
                   make_date(left(o.academic_year, 4)::int, 6, 1)::timestamptz as registers_from,
                   least(make_date(left(o.academic_year, 4)::int, 6, 1) + 180, current_date - 1)::timestamptz
                       as registers_to
            from unnest(?) with ordinality as c (id, place) join offering_view o on o.id = c.id""";

    private static final String SEATS = """
            create temp table seat_of as
            select r.agreement_id, c.offering_id, s.id
            from registrar r cross join choice c join training_view t on t.id = c.training_id
            cross join lateral seat_line(r.agreement_id, c.academic_year, t.code, t.family) s""";

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

    private final LocalPlatform platform;

    RowLoader(LocalPlatform platform) {
        this.platform = platform;
    }

    void load(Population population, int enrollments) {
        Database database = Database.of(platform, ServiceKind.ENROLLMENT);
        database.with(connection -> {
            set(connection, "bench.seed", SEED);
            set(connection, "bench.rows", enrollments);
            set(connection, "bench.gateway", platform.gatewayUrl());
            choose(connection, population);
            Database.execute(connection, resource("plan.sql"));
            String chunk = resource("chunk.sql");
            for (int first = 1; first <= enrollments; first += CHUNK) {
                set(connection, "bench.first", first);
                set(connection, "bench.last", Math.min(first + CHUNK - 1, enrollments));
                Database.execute(connection, chunk);
            }
            Database.execute(connection, resource("finish.sql"));
            return true;
        });
        fold(database);
        seal(database);
        copyCounters(database);
        Database.asSuperuser(platform, ServiceKind.ENROLLMENT.database().orElseThrow())
                .with(connection -> {
                    Database.execute(connection, "vacuum (analyze)");
                    Database.execute(connection, "checkpoint");
                    return true;
                });
    }

    private static void choose(Connection connection, Population population) throws SQLException {
        try (PreparedStatement registrars = connection.prepareStatement(REGISTRARS);
                PreparedStatement choices = connection.prepareStatement(CHOICES)) {
            registrars.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid",
                            population.registrars().stream()
                                    .map(Registrar::partner)
                                    .toArray()));
            registrars.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid",
                            population.registrars().stream()
                                    .map(Registrar::agreement)
                                    .toArray()));
            registrars.setArray(
                    3,
                    connection.createArrayOf(
                            "text",
                            population.registrars().stream()
                                    .map(Registrar::client)
                                    .toArray()));
            registrars.setArray(
                    4,
                    connection.createArrayOf(
                            "text",
                            population.registrars().stream()
                                    .map(Registrar::subject)
                                    .toArray()));
            registrars.execute();
            choices.setArray(
                    1, connection.createArrayOf("uuid", population.offerings().toArray()));
            choices.execute();
        }
        Database.execute(connection, SEATS);
        Database.execute(connection, "analyze registrar; analyze choice; analyze seat_of");
    }

    /** Counts the rows into the statistics, where the schema has them. The service would do it later. */
    private static void fold(Database database) {
        if (database.number("select count(*) from pg_proc where proname = 'statistics_fold'") > 0) {
            double counted = 1;
            while (counted > 0) {
                counted = database.number("select statistics_fold(?)", FOLDED_AT_ONCE);
            }
        }
    }

    /** The service seals in the background at its own pace, which would take processor time from the measurement. */
    private static void seal(Database database) {
        double sealed = 1;
        while (sealed > 0) {
            sealed = database.number("select audit_seal_batch(?, (select max(id) from change_log))", SEALED_AT_ONCE);
        }
    }

    private void copyCounters(Database enrollments) {
        Database partners = Database.of(platform, ServiceKind.PARTNER);
        Database catalogue = Database.of(platform, ServiceKind.CATALOG);
        enrollments.with(from -> partners.with(to -> copy(
                from,
                "select id, revision, agreement_id, requested, granted, used from seat_counter",
                to,
                USED_SEATS)));
        enrollments.with(from -> catalogue.with(to -> copy(
                from,
                "select offering_id, revision, requested, granted, used, waiting from place_counter",
                to,
                USED_PLACES)));
    }

    private static boolean copy(Connection from, String query, Connection to, String upsert) throws SQLException {
        try (PreparedStatement read = from.prepareStatement(query);
                ResultSet rows = read.executeQuery();
                PreparedStatement write = to.prepareStatement(upsert)) {
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
    }

    private static void set(Connection connection, String setting, Object value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select set_config(?, ?, false)")) {
            statement.setString(1, setting);
            statement.setString(2, value.toString());
            statement.execute();
        }
    }

    private static String resource(String name) {
        try (InputStream file = Objects.requireNonNull(RowLoader.class.getResourceAsStream("/rows/" + name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
