package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.Progress;
import fr.cned.partenariats.local.service.ServiceKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the rows of twelve months of 30 days in {@link SideTable}s, beginning now: the jobs of the running services find
 * nothing old. Retention and vacuum run four times a month; the jobs run each hour, and autovacuum when it must.
 */
final class YearOfTables {

    static final int MONTHS = 12;

    /** Of a table from month 6 to month 12. */
    static final double MOST_GROWTH = 1.1;

    private static final int STEPS_OF_MONTH = 4;
    private static final Duration STEP = Duration.ofHours(30 * 24 / STEPS_OF_MONTH);
    private static final int BATCH = 2_000;
    private static final int SEALED_AT_ONCE = 20_000;
    private static final double MEBI = 1024 * 1024;

    /** A table of one or two pages more is no growth. */
    private static final double NOISE_MEBIBYTES = 0.25;

    private static final String SIZE = """
            select sum(pg_total_relation_size(c.oid)) from pg_class c
            where c.relkind = 'r' and (c.relname = ? or c.relname like ? || '\\_p%')""";

    private static final String AGE = """
            update audit_partition set closed_at = closed_at - interval '30 days' where closed_at is not null;
            update audit_partition set opened_at = now() - interval '31 days' where closed_at is null""";

    private static final String ARCHIVE = """
            select audit_record_archive(p.number, 'growth', 'growth', d.head_position + 1, s.position, s.hash)
            from audit_partition p cross join audit_dropped() d
            cross join lateral (
              select position, hash from audit_seal
              where entry_id >= p.number * audit_partition_size() and entry_id < (p.number + 1) * audit_partition_size()
              order by position desc limit 1) s
            where p.number = ?""";

    private static final String DUE = """
            select number from audit_partition
            where dropped_at is null and closed_at < now() - interval '90 days' order by number""";

    private final LocalPlatform platform;
    private final int enrollments;
    private final Progress progress;
    private final Map<String, List<Double>> sizes = new LinkedHashMap<>();

    /** @param enrollments of the year */
    YearOfTables(LocalPlatform platform, int enrollments, Progress progress) {
        this.platform = platform;
        this.enrollments = enrollments;
        this.progress = progress;
    }

    void run() {
        sizes.clear();
        Instant time = Instant.now().truncatedTo(ChronoUnit.HOURS);
        for (int month = 1; month <= MONTHS; month++) {
            for (int step = 0; step < STEPS_OF_MONTH; step++) {
                Instant from = time;
                time = time.plus(STEP);
                for (SideTable table : SideTable.all()) {
                    Database database = Database.of(platform, table.service());
                    write(database, table, from, time);
                    retain(database, table, time);
                }
                seal(Database.of(platform, ServiceKind.ENROLLMENT));
            }
            archive(Database.of(platform, ServiceKind.ENROLLMENT));
            measure();
            progress.note("Month " + month + " of " + MONTHS + " is over");
        }
    }

    private void write(Database database, SideTable table, Instant from, Instant to) {
        if (table.write().isEmpty()) {
            return;
        }
        long rows = Math.max(1, Math.round(table.perEnrollment() * enrollments / MONTHS / STEPS_OF_MONTH));
        database.run(table.write()
                .replace(":rows", Long.toString(rows))
                .replace(":from", from.toString())
                .replace(":to", to.toString()));
    }

    private static void retain(Database database, SideTable table, Instant now) {
        database.with(connection -> {
            if (!table.retain().isEmpty()) {
                String delete = table.retain(now, BATCH);
                while (changed(connection, delete) > 0) {
                    // the next batch
                }
            }
            if (!table.name().startsWith("audit")) {
                Database.execute(connection, "vacuum (analyze) " + table.name());
            }
            return true;
        });
    }

    private static int changed(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static void seal(Database database) {
        double sealed = 1;
        while (sealed > 0) {
            sealed = database.number("select audit_seal_batch(?, (select max(id) from change_log))", SEALED_AT_ONCE);
        }
    }

    /** As the job of the service, without the file. The partitions become a month older first. */
    private static void archive(Database database) {
        database.run(AGE);
        database.run("select audit_close_partition()");
        for (String number : database.texts(DUE)) {
            int partition = Integer.parseInt(number);
            database.texts(ARCHIVE, partition);
            database.texts("select audit_drop_partition(?)", partition);
        }
        database.run("vacuum (analyze) change_log, audit_seal");
    }

    private void measure() {
        for (SideTable table : SideTable.all()) {
            double bytes = Database.of(platform, table.service()).number(SIZE, table.name(), table.name());
            sizes.computeIfAbsent(table.name(), name -> new ArrayList<>()).add(bytes / MEBI);
        }
    }

    double stableMebibytes(int month) {
        return SideTable.all().stream()
                .filter(SideTable::isStable)
                .mapToDouble(table -> size(table, month))
                .sum();
    }

    private double size(SideTable table, int month) {
        return sizes.getOrDefault(table.name(), List.of()).get(month - 1);
    }

    /** @throws PlatformFailure when a table that should be stable has grown in the second half of the year */
    void requireStable() {
        String grown = grown(SideTable.all(), sizes);
        if (!grown.isEmpty()) {
            throw new PlatformFailure("These tables grow although old rows are deleted: " + grown);
        }
    }

    /** The names of the tables that should be stable and are not. */
    static String grown(List<SideTable> tables, Map<String, List<Double>> sizes) {
        return tables.stream()
                .filter(SideTable::isStable)
                .map(SideTable::name)
                .filter(name -> {
                    List<Double> months = sizes.getOrDefault(name, List.of());
                    return months.get(MONTHS - 1) > months.get(MONTHS / 2 - 1) * MOST_GROWTH + NOISE_MEBIBYTES;
                })
                .collect(Collectors.joining(", "));
    }

    /** A table in Markdown: MiB after each month. */
    String report() {
        StringBuilder text = new StringBuilder("| Table | kept |");
        for (int month = 1; month <= MONTHS; month++) {
            text.append(' ').append(month).append(" |");
        }
        text.append("\n|---|---|").append("---:|".repeat(MONTHS)).append('\n');
        for (SideTable table : SideTable.all()) {
            text.append("| `%s` | %d days |".formatted(table.name(), table.days()));
            sizes.getOrDefault(table.name(), List.of())
                    .forEach(size -> text.append(String.format(Locale.ROOT, " %.1f |", size)));
            text.append('\n');
        }
        return text.toString();
    }
}
