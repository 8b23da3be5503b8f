package fr.cned.partenariats.benchmarks.sql;

import fr.cned.partenariats.benchmarks.process.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs scripts with psql. */
public final class Psql {

    private static final double NANOS = 1e9;

    private Psql() {}

    /** The seconds that a script takes. */
    public static double seconds(Path folder, Database database, Path script, Map<String, Long> variables) {
        List<String> line = new ArrayList<>(List.of(Programs.require("psql"), "-q", "-X", "-v", "ON_ERROR_STOP=1"));
        line.addAll(database.options());
        line.addAll(List.of("-d", database.name()));
        variables.forEach((name, value) -> line.addAll(List.of("-v", name + "=" + value)));
        line.addAll(List.of("-f", script.toString()));
        long began = System.nanoTime();
        Programs.output(folder, line, database.environment());
        return (System.nanoTime() - began) / NANOS;
    }
}
