package fr.cned.partenariats.benchmarks.sql;

import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Percentile;
import fr.cned.partenariats.benchmarks.process.Cores;
import fr.cned.partenariats.benchmarks.process.CpuMeter;
import fr.cned.partenariats.benchmarks.process.Programs;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs SQL with pgbench and prepared statements. */
public final class Pgbench {

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");
    private static final String LOG = "pgbench-latency";
    private static final int LOG_LATENCY = 2; // the column with the microseconds
    private static final double MICROS_PER_MILLI = 1_000;

    private final Path folder;
    private final Database database;

    public Pgbench(Path folder, Database database) {
        this.folder = folder;
        this.database = database;
    }

    /**
     * Transactions per second from clients on the generator's core.
     *
     * @param script of pgbench; one run of it is a transaction
     */
    public Measurement run(String script, int clients, int seconds) {
        CpuMeter meter = CpuMeter.start(List.of());
        String output = Programs.output(
                folder,
                Cores.pinned(Cores.GENERATOR, line(clients, seconds, List.of(), List.of(write("pgbench.sql", script)))),
                database.environment());
        return new Measurement(Map.of(Metric.RATE, rate(output)), meter.busy());
    }

    /**
     * Transactions per second on all cores; each runs one of the scripts.
     *
     * @param variables of the scripts
     */
    public double rate(List<Path> scripts, int clients, int seconds, Map<String, Long> variables) {
        List<String> options = new ArrayList<>();
        variables.forEach((name, value) -> options.addAll(List.of("-D", name + "=" + value)));
        return rate(Programs.output(folder, line(clients, seconds, options, scripts), database.environment()));
    }

    /** The 99th percentile of the latency at a constant rate, in milliseconds. */
    public double p99(String script, int clients, double perSecond, int seconds) {
        List<String> options = List.of("-R", Double.toString(perSecond), "-l", "--log-prefix=" + LOG);
        Programs.output(
                folder, line(clients, seconds, options, List.of(write("pgbench.sql", script))), database.environment());
        return Percentile.of(loggedMillis(), 99);
    }

    private List<String> line(int clients, int seconds, List<String> options, List<Path> scripts) {
        List<String> line = new ArrayList<>(List.of(Programs.require("pgbench"), "-n", "-M", "prepared"));
        line.addAll(database.options());
        line.addAll(List.of("-c", Integer.toString(clients), "-j", "1", "-T", Integer.toString(seconds)));
        line.addAll(options);
        scripts.forEach(script -> line.addAll(List.of("-f", script.toString())));
        line.add(database.name());
        return line;
    }

    public Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** pgbench writes one file per thread. */
    private List<Double> loggedMillis() {
        List<Double> millis = new ArrayList<>();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, LOG + ".[0-9]*")) {
            for (Path log : logs) {
                for (String line : Files.readAllLines(log)) {
                    millis.add(Double.parseDouble(line.split(" ", -1)[LOG_LATENCY]) / MICROS_PER_MILLI);
                }
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return millis;
    }

    private static double rate(String output) {
        Matcher rate = RATE.matcher(output);
        if (!rate.find() || Double.parseDouble(rate.group(1)) == 0) {
            throw new PlatformFailure("pgbench measured nothing: " + output.strip());
        }
        return Double.parseDouble(rate.group(1));
    }
}
