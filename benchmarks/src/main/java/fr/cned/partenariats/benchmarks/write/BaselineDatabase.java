package fr.cned.partenariats.benchmarks.write;

import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.benchmarks.sql.Pgbench;
import fr.cned.partenariats.benchmarks.sql.Psql;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs registrations with pgbench and psql on a copy of the enrollment database: the same tables, indexes, triggers and
 * rows, but no service that reads its log of changes. The role is the service's, so row-level security applies.
 */
final class BaselineDatabase {

    private static final String COPY = "baseline";
    /** Plans and pages are cached after a few seconds; pgbench has nothing to compile. */
    private static final int WARM_UP_SECONDS = 5;

    /** More than a round adds. */
    private static final long IDS_PER_RUN = 50_000_000;

    private final LocalPlatform platform;
    private final Path folder;
    private final Database copy;
    private final Pgbench pgbench;
    private long runs = 1;

    BaselineDatabase(LocalPlatform platform, Path folder) {
        this.platform = platform;
        this.folder = folder;
        this.copy = Database.asService(platform, ServiceKind.ENROLLMENT, COPY);
        this.pgbench = new Pgbench(folder, copy);
    }

    /** Copies the enrollment database as it is now. PostgreSQL copies only a database that nobody uses. */
    void copyDatabase() {
        String database = ServiceKind.ENROLLMENT.database().orElseThrow();
        platform.service(ServiceKind.ENROLLMENT).stop();
        try {
            Database.asSuperuser(platform, "postgres").with(connection -> {
                Database.execute(connection, "drop database if exists " + COPY + " with (force)");
                Database.execute(
                        connection, "create database " + COPY + " template " + database + " strategy file_copy");
                return true;
            });
        } finally {
            platform.service(ServiceKind.ENROLLMENT).start();
        }
        // An interrupted copy could leave tables without statistics.
        Database.asSuperuser(platform, COPY).run("analyze");
    }

    void dropCopy() {
        Database.asSuperuser(platform, "postgres").run("drop database if exists " + COPY + " with (force)");
    }

    /** A script per target that registers one student. */
    List<Path> registrations(List<Target> targets) {
        List<Path> scripts = new ArrayList<>();
        for (Target target : targets) {
            scripts.add(write("registration-" + scripts.size() + ".sql", filled("registration.sql", target, Map.of())));
        }
        return scripts;
    }

    /** A resource of this package with the ids of the target and more values. */
    String filled(String resource, Target target, Map<String, String> more) {
        Database database = Database.of(platform, ServiceKind.ENROLLMENT);
        Map<String, String> values = new HashMap<>(more);
        values.putAll(Map.of(
                "partner", target.registrar().partner().toString(),
                "agreement", target.registrar().agreement().toString(),
                "offering", target.offering().toString(),
                "training", one(database, "select training_id from offering_view where id = ?", target.offering()),
                "year", one(database, "select academic_year from offering_view where id = ?", target.offering()),
                "seat",
                        one(
                                database,
                                "select id from seat_counter where agreement_id = ? and not gone",
                                target.registrar().agreement()),
                "today", LocalDate.now(ZoneId.of("Europe/Paris")).toString()));
        return Pattern.compile("\\$\\{(\\w+)}")
                .matcher(resource(resource))
                .replaceAll(name -> Matcher.quoteReplacement(values.getOrDefault(name.group(1), name.group())));
    }

    private static String one(Database database, String query, Object id) {
        return database.texts(query, id).get(0);
    }

    Path write(String name, String text) {
        return pgbench.write(name, text);
    }

    /** Transactions per second; each runs one of the scripts. */
    double rate(List<Path> scripts, int clients, Round round) {
        int seconds = round.isWarmUp() ? Math.min(WARM_UP_SECONDS, round.seconds()) : round.seconds();
        return pgbench.rate(scripts, clients, seconds, Map.of("n", 0L, "base", nextBase()));
    }

    /** Seconds that psql needs for a script. */
    double psqlSeconds(Path script) {
        return Psql.seconds(folder, copy, script, Map.of("base", nextBase()));
    }

    /** The ids of a run begin here. */
    private long nextBase() {
        return runs++ * IDS_PER_RUN;
    }

    private static String resource(String name) {
        try (InputStream file = Objects.requireNonNull(BaselineDatabase.class.getResourceAsStream("/write/" + name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
