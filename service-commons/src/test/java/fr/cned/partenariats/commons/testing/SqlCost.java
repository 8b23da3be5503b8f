package fr.cned.partenariats.commons.testing;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What the statements of some work cost, from {@code pg_stat_statements}. Blocks do not depend on the speed of the
 * machine: a page by keyset reads few, a sequential scan reads the table. Leaves out what {@link SqlCount} leaves out.
 *
 * @param blocks blocks read from the buffer or from disk
 * @param temporary blocks written to temporary files, because rows did not fit into {@code work_mem}
 * @param statements what was counted, a line each: for the message of a test that fails
 */
public record SqlCost(long blocks, long temporary, String statements) {

    private static final int RUNS = 8;

    private static final String READ = """
            select query, shared_blks_hit + shared_blks_read, temp_blks_written from pg_stat_statements
            where dbid = (select oid from pg_database where datname = current_database())
              and userid = (select oid from pg_roles where rolname = current_user)""";

    /** The cheapest of several runs: the first ones also plan statements in functions and read the system catalog. */
    public static SqlCost least(Runnable work) {
        return Stream.generate(() -> of(work))
                .limit(RUNS)
                .min(Comparator.comparingLong(SqlCost::blocks))
                .orElseThrow();
    }

    private static SqlCost of(Runnable work) {
        try (Connection connection =
                        Arc.container().instance(AgroalDataSource.class).get().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_stat_statements_reset()");
            work.run();
            long blocks = 0;
            long temporary = 0;
            StringBuilder statements = new StringBuilder();
            try (ResultSet rows = statement.executeQuery(READ)) {
                while (rows.next()) {
                    if (SqlCount.reasonToLeaveOut(rows.getString(1)) == null) {
                        blocks += rows.getLong(2);
                        temporary += rows.getLong(3);
                        statements.append("%n%d blocks: %s".formatted(rows.getLong(2), oneLine(rows.getString(1))));
                    }
                }
            }
            return new SqlCost(blocks, temporary, statements.toString());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String oneLine(String statement) {
        return statement.strip().replaceAll("\\s+", " ");
    }
}
