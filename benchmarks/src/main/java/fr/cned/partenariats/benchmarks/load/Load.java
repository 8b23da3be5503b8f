package fr.cned.partenariats.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.process.CpuMeter;
import fr.cned.partenariats.benchmarks.process.Programs;
import fr.cned.partenariats.local.lifecycle.ManagedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Sends load from another process: wrk, or a JVM for bodies and constant rates. */
public final class Load {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    /** @param folder for the files of plans and results */
    public Load(Path folder) {
        this.folder = folder;
    }

    /**
     * Highest throughput of wrk, in a closed loop, and processor time per request.
     *
     * @param measured the processes whose processor time counts, with their children
     */
    public Measurement throughput(LoadPlan plan, Collection<ManagedProcess> measured) {
        CpuMeter meter = new CpuMeter(measured);
        Wrk.Result result = Wrk.run(plan, folder);
        return new Measurement(Map.of(Metric.RATE, result.rate(), Metric.CPU, meter.totalMicros() / result.count()));
    }

    /**
     * The JVM lives for one plan: with the optimizing compiler, it took a quarter of the processor time of registrations,
     * which share their cores with it.
     */
    public LoadResult run(LoadPlan plan) {
        try {
            Path planFile = Files.createTempFile(folder, "plan", ".json");
            Path resultFile = Files.createTempFile(folder, "result", ".json");
            JSON.writeValue(planFile.toFile(), plan);
            List<String> line = Programs.java(
                    List.of("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                    LoadRun.class.getName());
            line.addAll(List.of(planFile.toString(), resultFile.toString()));
            Programs.output(folder, line);
            LoadResult result = JSON.readValue(resultFile.toFile(), LoadResult.class);
            Files.delete(planFile);
            Files.delete(resultFile);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
