package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.commons.changelog.ChangePosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * A file of DuckDB with the spans of all enrollments. A span says what an enrollment was counted by, from its first day
 * until the day before the next span, with the day on which it came to its site, its result, whether it is the only
 * enrollment of its person, and its funding lines in cents with their sums. Its texts and ids are stored as numbers, which the table {@code value} explains: DuckDB groups by numbers in half of the time.
 * PostgreSQL has the same data, so a file can be deleted: it is built again.
 */
final class StatisticsFile implements AutoCloseable {

    /** The columns of a span that have a code, in the order of {@link EnrollmentSpans}. */
    private static final List<String> CODED = List.of(
            "partner", "agreement", "training", "site", "academic_year", "state", "fundings", "situations", "month");

    private static final String SCHEMA = """
            create sequence next_code;
            create table value (code integer, value varchar);
            create table span (enrollment bigint, person bigint, %s, since date, until date, hosted date,
              alone boolean, result enum ('PASSED', 'FAILED', 'UNKNOWN'), %s,
              lines struct(kind varchar, state varchar, part varchar, cents bigint, refund bigint)[]);
            create table progress (version integer, position_id bigint, position_at bigint, counted timestamptz);
            create table unsorted (spans bigint);
            insert into unsorted values (0);
            """.formatted(columns("%s integer"), StatisticsPart.columns("%s bigint"));

    private static final String READ_ROWS = "create temp table changed (%s)".formatted(EnrollmentSpans.COLUMNS);

    /** The other enrollments of a person that gets a second one are no longer alone. Nothing makes them alone again. */
    private static final String REPLACE = """
            delete from span where enrollment in (select enrollment from changed);
            create or replace temp table read_span as %s;
            insert into value select nextval('next_code'), r.value
              from (select distinct unnest([%s]) as value from read_span) r anti join value v on v.value = r.value
              where r.value is not null;
            insert into span select r.enrollment, r.person, %s, r.since, r.until, r.hosted, true, r.result, %s, r.lines
              from read_span r %s;
            create or replace temp table several as
              select s.person from span s where s.person in (select r.person from read_span r)
              group by s.person having count(distinct s.enrollment) > 1;
            update span set alone = false where alone and person in (select person from several);
            drop table several;
            update unsorted set spans = spans + (select count(*) from read_span);
            drop table read_span;
            truncate changed;
            """.formatted(
                    EnrollmentSpans.SPANS,
                    columns("%1$s"),
                    columns("v_%1$s.code"),
                    StatisticsPart.columns("r.%s"),
                    CODED.stream()
                            .map("left join value v_%1$s on v_%1$s.value = r.%1$s"::formatted)
                            .collect(Collectors.joining(" ")));

    /** Of the columns and of what they mean. A file of another version is built again. */
    private static final int VERSION = (SCHEMA + EnrollmentSpans.ROWS + REPLACE).hashCode();

    /** DuckDB skips blocks of rows by their lowest and highest values: a partner's count takes less than half the time. */
    private static final String SORT = """
            create table sorted as from span order by partner, since;
            drop table span;
            alter table sorted rename to span;
            update unsorted set spans = 0;
            """;

    private static final String MANY_UNSORTED =
            "select spans > greatest(100000, (select count(*) from span) / 10) from unsorted";

    private final DuckDBConnection writer;

    /** Gives each count a connection of its own. The one that writes would let them wait. */
    private final DuckDBConnection readers;

    private final Path path;

    private StatisticsFile(Path path, DuckDBConnection writer) throws SQLException {
        this.path = path;
        this.writer = writer;
        this.readers = writer.duplicate();
    }

    private static String columns(String each) {
        return CODED.stream().map(each::formatted).collect(Collectors.joining(", "));
    }

    static StatisticsFile create(Path path, Properties limits) throws SQLException {
        StatisticsFile file = connected(path, limits);
        file.execute(SCHEMA);
        return file;
    }

    /** False after an error that ended the database, such as damage. */
    boolean isReadable() {
        try {
            position();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Empty when the file is not complete, or one of another version. Fails when it is damaged. */
    static Optional<StatisticsFile> open(Path path, Properties limits) throws SQLException {
        StatisticsFile file = connected(path, limits);
        try (Statement query = file.writer.createStatement();
                ResultSet row = query.executeQuery(
                        "select 1 from information_schema.tables t" + " where t.table_name = 'progress'")) {
            if (row.next() && file.version() == VERSION && file.position().id() > 0) {
                return Optional.of(file);
            }
        }
        file.close();
        return Optional.empty();
    }

    private static StatisticsFile connected(Path path, Properties limits) throws SQLException {
        StatisticsFile file =
                new StatisticsFile(path, DuckDBConnection.newConnection("jdbc:duckdb:" + path, false, null, limits));
        file.execute(READ_ROWS);
        return file;
    }

    private int version() throws SQLException {
        try (Statement query = writer.createStatement();
                ResultSet row = query.executeQuery("select max(version) from progress")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** How far the log is read; the beginning of the log for a file that is not complete. */
    ChangePosition position() throws SQLException {
        try (Statement query = writer.createStatement();
                ResultSet row = query.executeQuery("select position_id, position_at from progress")) {
            return row.next() ? new ChangePosition(row.getLong(1), row.getLong(2)) : new ChangePosition(0, 0);
        }
    }

    /** The time of the last change that is counted, in the transaction of a connection. */
    static Instant asOf(Connection connection) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("select counted from progress")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    /** Reads enrollments. They count after {@link #replace}. */
    void read(ResultSet enrollments) throws SQLException {
        append("changed", enrollments, writer);
    }

    /** Replaces the spans of the enrollments that were read. */
    void replace() throws SQLException {
        execute(REPLACE);
    }

    /** Brings the spans of each partner together, when many stand at the end. Counts do not wait for it. */
    void sortIfMany() throws SQLException {
        boolean many;
        try (Statement query = writer.createStatement();
                ResultSet row = query.executeQuery(MANY_UNSORTED)) {
            row.next();
            many = row.getBoolean(1);
        }
        if (many) {
            inTransaction(() -> execute(SORT));
        }
    }

    /** The file is complete up to this position. The last change has this time. */
    void complete(ChangePosition position, Instant counted) throws SQLException {
        execute("delete from progress");
        try (PreparedStatement insert = writer.prepareStatement("insert into progress values (?, ?, ?, ?)")) {
            insert.setInt(1, VERSION);
            insert.setLong(2, position.id());
            insert.setLong(3, position.at());
            insert.setObject(4, counted.atOffset(ZoneOffset.UTC));
            insert.execute();
        }
    }

    /** Counts see all changes of the work together, or none. */
    void inTransaction(Work work) throws SQLException {
        execute("begin");
        try {
            work.run();
            execute("commit");
        } catch (SQLException | RuntimeException e) {
            execute("rollback");
            throw e;
        }
    }

    /** Changes the file. */
    interface Work {
        void run() throws SQLException;
    }

    /** A connection for one count. Empty when the file has been closed because a newer one has taken its place. */
    synchronized Optional<DuckDBConnection> connect() throws SQLException {
        return readers.isClosed() ? Optional.empty() : Optional.of(readers.duplicate());
    }

    /** Copies rows of PostgreSQL. */
    static void append(String table, ResultSet rows, DuckDBConnection to) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        try (DuckDBAppender appender = to.createAppender(table)) {
            while (rows.next()) {
                appender.beginRow();
                for (int i = 1; i <= columns; i++) {
                    Object value = rows.getObject(i);
                    if (value == null) {
                        appender.appendNull();
                    } else if (value instanceof Long number) {
                        appender.append(number);
                    } else if (value instanceof Date) {
                        appender.append(rows.getObject(i, LocalDate.class));
                    } else if (value instanceof Timestamp) {
                        appender.append(rows.getObject(i, OffsetDateTime.class));
                    } else {
                        appender.append(value.toString());
                    }
                }
                appender.endRow();
            }
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void execute(String sql) throws SQLException {
        execute(writer, sql);
    }

    Path path() {
        return path;
    }

    long bytes() {
        try {
            return Files.exists(path) ? Files.size(path) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        readers.close();
        writer.close();
    }
}
