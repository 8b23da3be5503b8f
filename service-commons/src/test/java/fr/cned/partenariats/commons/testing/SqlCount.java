package fr.cned.partenariats.commons.testing;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the statements that PostgreSQL executed, from {@code pg_stat_statements}. Leaves out transaction control and
 * the background work of the mechanisms; {@link #LEFT_OUT} lists exactly those statements.
 */
public final class SqlCount {

    private static final String READ = """
            select query, calls from pg_stat_statements
            where dbid = (select oid from pg_database where datname = current_database())
              and userid = (select oid from pg_roles where rolname = current_user)""";

    /** The job whose transactions set a row scope. The others have none, or start 10 minutes after the service. */
    private static final String CLEANUP = "cleanup of idempotency keys";

    /**
     * The reason for each, and a pattern of the whole statement, with single spaces and in lower case. {@code #} is a
     * constant: PostgreSQL replaces it by a parameter, except in a statement that was prepared before the reset.
     */
    private static final Map<String, Pattern> LEFT_OUT = Stream.of(
                    leftOut("transaction control", "(begin|commit|rollback|set|show)\\b.*"),
                    leftOut("the count itself", ".*\\bpg_stat_statements(_reset)?\\b.*"),
                    leftOut("the driver, once per connection", "select .*\\bpg_catalog\\.pg_class\\b.*"),
                    leftOut("relay: leader lock", "select pg_try_advisory_lock\\(#\\)"),
                    leftOut("relay: keep-alive", "select #"),
                    leftOut("relay: health", "select \\(select count\\(\\*\\) from changelog_reader .*"),
                    leftOut("relay: oldest", "select coalesce\\(extract\\(.* from changelog_reader .*"),
                    leftOut("consumer bootstrap: read", "select topic from consumer_bootstrap where group_id = #"),
                    leftOut("consumer bootstrap: insert", "insert into consumer_bootstrap .*"),
                    leftOut(CLEANUP, "delete from idempotency_key old_row where old_row\\.ctid = any .*"),
                    leftOut("propagation failures: ended", "delete from propagation_failure f where exists .*"),
                    leftOut("propagation failures: read", "select object_id, .* from propagation_failure order by .*"),
                    leftOut(
                            "relay, audit sealer and feeds: the settled id",
                            "select newest, writers from change_log_writers.*"),
                    leftOut("answer cache: changes", "select e.id, .* from change_log e where e.id >= #.*"),
                    leftOut("audit sealer", "select audit_seal_batch\\(#, #\\)"),
                    leftOut(
                            "audit metrics: unsealed",
                            "select count\\(\\*\\) from \\(select from change_log where id > audit_last_sealed.*"),
                    leftOut("audit metrics: oldest", "select coalesce\\(extract\\(.* where id > audit_last_sealed.*"),
                    leftOut("audit metrics: position", "select coalesce\\(max\\(position\\), .*, #\\) from audit_seal"),
                    leftOut("audit anchor", "select position, encode\\(hash, #\\) from audit_seal .*"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    /** The number of runs of {@link #least}. */
    public static final int RUNS = 5;

    /** The statement that sets the row scope of each transaction. */
    public static final int SCOPE = 1;

    private SqlCount() {}

    private static Map.Entry<String, Pattern> leftOut(String reason, String statement) {
        return Map.entry(reason, Pattern.compile(statement.replace("#", "(\\$\\d+|\\d+|'[^']*')")));
    }

    /** Why a statement is not counted; null when it is. */
    static @Nullable String reasonToLeaveOut(String statement) {
        String normalized = statement.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        return LEFT_OUT.entrySet().stream()
                .filter(entry -> entry.getValue().matcher(normalized).matches())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** The statements that were executed during {@code work}, with the number of executions. */
    public static Map<String, Long> during(Runnable work) {
        Map<String, Long> counts = new TreeMap<>();
        HeldRelay.during(() -> counts.putAll(count(work))); // it would load the changed objects
        return counts;
    }

    private static Map<String, Long> count(Runnable work) {
        try (Connection connection =
                        Arc.container().instance(AgroalDataSource.class).get().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_stat_statements_reset()");
            work.run();
            Map<String, Long> counts = new TreeMap<>();
            long scopesOfCleanup = 0;
            try (ResultSet rows = statement.executeQuery(READ)) {
                while (rows.next()) {
                    String reason = reasonToLeaveOut(rows.getString(1));
                    if (reason == null) {
                        counts.merge(rows.getString(1), rows.getLong(2), Long::sum);
                    } else if (reason.equals(CLEANUP)) {
                        scopesOfCleanup += rows.getLong(2);
                    }
                }
            }
            return withoutScopes(counts, scopesOfCleanup);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Long> withoutScopes(Map<String, Long> counts, long number) {
        counts.keySet().stream()
                .filter(query -> query.startsWith("select set_config("))
                .findFirst()
                .ifPresent(
                        scope -> counts.computeIfPresent(scope, (q, calls) -> calls > number ? calls - number : null));
        return counts;
    }

    /**
     * The counts of the cheapest of {@value #RUNS} runs. Jobs, consumers and new connections can only add statements.
     * The work must be repeatable.
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
