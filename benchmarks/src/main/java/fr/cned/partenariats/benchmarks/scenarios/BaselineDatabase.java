package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.process.Programs;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.benchmarks.sql.Pgbench;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.Resource;
import fr.cned.partenariats.local.service.ServiceKind;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs registrations with pgbench and psql on a copy of the enrollment database: the same tables, indexes, triggers and
 * rows, but no service that reads its log of changes. The role is the service's, so row-level security applies.
 */
final class BaselineDatabase {

    private static final String COPY = "baseline";
    private static final Pattern VALUE = Pattern.compile("\\$\\{(\\w+)}");
    private static final double NANOS = 1e9;

    /** Plans and pages are cached after a few seconds; pgbench has nothing to compile. */
    private static final int WARM_UP_SECONDS = 5;

    /** More than a round adds. */
    private static final long IDS_PER_RUN = 50_000_000;

    private final LocalPlatform platform;
    private final Path folder;
    private final Database copy;
    private final Pgbench pgbench;
    private long runs = 1;

    /** Copies the enrollment database as it is now, in place of the copy of an earlier run. PostgreSQL copies only a database that has no sessions. */
    BaselineDatabase(Bench bench, LocalPlatform platform) {
        this.platform = platform;
        this.folder = bench.folder("pgbench");
        this.copy = Database.asService(platform, ServiceKind.ENROLLMENT, COPY);
        this.pgbench = new Pgbench(folder, copy);
        String original = ServiceKind.ENROLLMENT.database().orElseThrow();
        platform.service(ServiceKind.ENROLLMENT).stop();
        try {
            Database.asSuperuser(platform, "postgres")
                    .run(
                            "drop database if exists " + COPY + " with (force)",
                            "create database " + COPY + " template " + original + " strategy file_copy");
        } finally {
            platform.service(ServiceKind.ENROLLMENT).start();
        }
        // An interrupted copy could leave tables without statistics.
        Database.asSuperuser(platform, COPY).run("analyze");
    }

    /** A script per target that registers one student. */
    List<Path> registrations(List<Target> targets) {
        List<Path> scripts = new ArrayList<>();
        for (Target target : targets) {
            scripts.add(write("registration-" + scripts.size() + ".sql", filled("registration.sql", target, Map.of())));
        }
        return scripts;
    }

    /** A resource with the ids of the target and more values. */
    String filled(String resource, Target target, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        values.put("partner", target.registrar().partner().toString());
        values.put("agreement", target.registrar().agreement().toString());
        values.put("offering", target.offering().toString());
        values.put("training", one("select training_id from offering_view where id = ?", target.offering()));
        values.put("year", one("select academic_year from offering_view where id = ?", target.offering()));
        values.put(
                "seat",
                one(
                        "select id from seat_counter where agreement_id = ? and not gone",
                        target.registrar().agreement()));
        values.put("today", LocalDate.now(ZoneId.of("Europe/Paris")).toString());
        return VALUE.matcher(Resource.text("/write/" + resource))
                .replaceAll(name -> Matcher.quoteReplacement(values.getOrDefault(name.group(1), name.group())));
    }

    private String one(String query, Object id) {
        return Database.of(platform, ServiceKind.ENROLLMENT).texts(query, id).get(0);
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
        List<String> line = new ArrayList<>(List.of(Programs.require("psql"), "-q", "-X", "-v", "ON_ERROR_STOP=1"));
        line.addAll(copy.options());
        line.addAll(List.of("-d", copy.name(), "-v", "base=" + nextBase(), "-f", script.toString()));
        long began = System.nanoTime();
        Programs.output(folder, line, copy.environment());
        return (System.nanoTime() - began) / NANOS;
    }

    /** The ids of a run begin here. */
    private long nextBase() {
        return runs++ * IDS_PER_RUN;
    }
}
