package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.process.Programs;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.Resource;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs registrations with pgbench and psql on bare tables: a copy of the enrollment database with the same columns, indexes
 * and rows, without triggers. The role is the superuser, to whom row-level security does not apply.
 */
final class BaselineDatabase {

    private static final String COPY = "baseline";
    private static final Pattern VALUE = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");

    /** Foreign keys stay. */
    private static final String DROP_TRIGGERS = """
            do $$
            declare
                statement text;
            begin
                for statement in select format('drop trigger %I on %s', tgname, tgrelid::regclass) from pg_trigger
                                  where not tgisinternal and tgparentid = 0 loop
                    execute statement;
                end loop;
            end
            $$""";

    /** Plans and pages are cached after a few seconds; pgbench has nothing to compile. */
    private static final int WARM_UP_SECONDS = 5;

    /** More than a round adds. */
    private static final long IDS_PER_RUN = 5_000_000;

    private final LocalPlatform platform;
    private final Path folder;
    private final Database copy;
    private long runs = 1;

    /**
     * Copies the enrollment database as it is now, in place of the copy of an earlier run. PostgreSQL copies only a database
     * that has no sessions.
     */
    BaselineDatabase(Bench bench, LocalPlatform platform) {
        this.platform = platform;
        this.folder = bench.folder("pgbench");
        this.copy = Database.asSuperuser(platform, COPY);
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
        copy.run(DROP_TRIGGERS, "analyze");
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
        return VALUE.matcher(Resource.text("/write/" + resource))
                .replaceAll(name -> Matcher.quoteReplacement(values.getOrDefault(name.group(1), name.group())));
    }

    private String one(String query, Object id) {
        return Database.of(platform, ServiceKind.ENROLLMENT).texts(query, id).get(0);
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Transactions per second of pgbench with prepared statements; each runs one of the scripts. */
    double rate(List<Path> scripts, int clients, Round round) {
        int seconds = round.isWarmUp() ? Math.min(WARM_UP_SECONDS, round.seconds()) : round.seconds();
        List<String> line = new ArrayList<>(List.of(Programs.require("pgbench"), "-n", "-M", "prepared"));
        line.addAll(copy.options());
        line.addAll(
                List.of("-c", "" + clients, "-j", "1", "-T", "" + seconds, "-D", "n=0", "-D", "base=" + nextBase()));
        scripts.forEach(script -> line.addAll(List.of("-f", script.toString())));
        line.add(copy.name());
        String output = Programs.output(folder, line, copy.environment());
        Matcher rate = RATE.matcher(output);
        if (!rate.find() || Double.parseDouble(rate.group(1)) == 0) {
            throw new PlatformFailure("pgbench measured nothing: " + output.strip());
        }
        return Double.parseDouble(rate.group(1));
    }

    /** Seconds that psql needs for a script. */
    double psqlSeconds(Path script) {
        List<String> line = new ArrayList<>(List.of(Programs.require("psql"), "-q", "-X", "-v", "ON_ERROR_STOP=1"));
        line.addAll(copy.options());
        line.addAll(List.of("-d", copy.name(), "-v", "base=" + nextBase(), "-f", script.toString()));
        long began = System.nanoTime();
        Programs.output(folder, line, copy.environment());
        return (System.nanoTime() - began) / 1e9;
    }

    /** The ids of a run begin here. */
    private long nextBase() {
        return runs++ * IDS_PER_RUN;
    }
}
