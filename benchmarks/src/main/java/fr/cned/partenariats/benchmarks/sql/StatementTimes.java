package fr.cned.partenariats.benchmarks.sql;

/**
 * The time that PostgreSQL executed each statement of a service, from {@code pg_stat_statements}: with triggers and waits
 * for locks, without planning and commits.
 */
public final class StatementTimes {

    /** Statements are named by their first change, or the first table that they read. */
    private static final String LONGEST_FIRST = """
            with named as (
              select coalesce(
                  substring(query from '(?i)\\m(?:insert into|update|delete from)\\s+[a-z_]+'),
                  'read ' || substring(query from '(?i)\\mfrom\\s+([a-z_]+)'),
                  left(query, 40)) as name, total_exec_time
              from pg_stat_statements join pg_roles on pg_roles.oid = userid
              where dbid = (select oid from pg_database where datname = current_database()) and rolname = ?)
            select regexp_replace(name, '\\s+', ' ', 'g') || ' ' || round((sum(total_exec_time) * 1000 / ?)::numeric) || ' µs'
            from named
            group by name having sum(total_exec_time) * 1000 / ? >= 1
            order by sum(total_exec_time) desc""";

    private final Database database;

    /** @param database as a superuser, who may load the extension */
    public StatementTimes(Database database) {
        this.database = database;
        database.run("create extension if not exists pg_stat_statements");
    }

    /** Counts from now. */
    public void reset() {
        database.texts("select pg_stat_statements_reset()::text");
    }

    /** Since the last reset, for each of so many requests: the statements of at least a microsecond, longest first. */
    public String perRequest(long requests) {
        return String.join(", ", database.texts(LONGEST_FIRST, database.name(), requests, requests));
    }
}
