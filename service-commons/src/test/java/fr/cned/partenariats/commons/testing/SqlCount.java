package fr.cned.partenariats.commons.testing;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Counts what the server ran, by its own books (pg_stat_statements). The relay's and the housekeeping's
 * statements, which run all the time, are left out, and so are
 * transaction boundaries.
 */
public final class SqlCount {

    private static final String READ = """
            select query, calls from pg_stat_statements
            where dbid = (select oid from pg_database where datname = current_database())
              and userid = (select oid from pg_roles where rolname = current_user)
              and query not ilike '%pg_stat_statements%'
              and query not ilike '%from outbox%'
              and query not ilike '%pg_try_advisory_lock(%'
              and query not ilike '%consumer_bootstrap%'
              and query not ilike 'delete from idempotency_key%'
              and query not ilike '%audit_seal%'
              and query not ilike '%pg_catalog.pg_class%' -- the driver's, once per connection
              and query !~* '^(begin|commit|rollback|set|show|select \\$1$)'""";

    /** How often {@link #least} runs the work. */
    public static final int RUNS = 5;

    /** What each transaction costs beside its work: the scope of its rows is set. */
    public static final int SCOPE = 1;

    private SqlCount() {}

    /** Statement text and how often it ran while {@code work} did. */
    public static Map<String, Long> during(Runnable work) {
        try (Connection connection =
                        Arc.container().instance(AgroalDataSource.class).get().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_stat_statements_reset()");
            work.run();
            Map<String, Long> counts = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery(READ)) {
                while (rows.next()) {
                    counts.merge(rows.getString(1), rows.getLong(2), Long::sum);
                }
            }
            return counts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The cheapest of {@value #RUNS} runs: what jobs and consumers do beside the work, and what a driver does once per
     * connection, only adds. The work must be repeatable.
     */
    public static Map<String, Long> least(Runnable work) {
        return Stream.generate(() -> during(work))
                .limit(RUNS)
                .min(Comparator.comparingLong(SqlCount::total))
                .orElseThrow();
    }

    public static long total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
