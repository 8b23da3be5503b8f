package fr.cned.partenariats.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.benchmarks.process.Cores;
import fr.cned.partenariats.benchmarks.process.Programs;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs a load in a JVM of its own on the generator's core. The JVM lives for one round: with the optimizing compiler, it
 * took a quarter of the processor time of registrations, which share their cores with it.
 */
public final class Generator {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    /** @param folder for the files of plans and results */
    public Generator(Path folder) {
        this.folder = folder;
    }

    public LoadResult run(LoadPlan plan) {
        try {
            Path planFile = Files.createTempFile(folder, "plan", ".json");
            Path resultFile = Files.createTempFile(folder, "result", ".json");
            JSON.writeValue(planFile.toFile(), plan);
            List<String> line = Programs.java(
                    List.of("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                    Generator.class.getName());
            line.addAll(List.of(planFile.toString(), resultFile.toString()));
            Programs.output(folder, Cores.pinned(Cores.GENERATOR, line));
            LoadResult result = JSON.readValue(resultFile.toFile(), LoadResult.class);
            Files.delete(planFile);
            Files.delete(resultFile);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that sends the load. It reads a {@link LoadPlan} and writes a {@link LoadResult}. */
    public static void main(String[] files) throws IOException {
        LoadPlan plan = JSON.readValue(Path.of(files[0]).toFile(), LoadPlan.class);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        LoadResult result = new LoadRun(vertx, plan)
                .start()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        JSON.writeValue(Path.of(files[1]).toFile(), result);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
