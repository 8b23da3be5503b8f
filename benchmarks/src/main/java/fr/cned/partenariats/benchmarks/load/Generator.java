package fr.cned.partenariats.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.benchmarks.process.Cores;
import fr.cned.partenariats.benchmarks.process.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a load in a JVM of its own on the generator's core. */
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
            Programs.output(
                    folder,
                    Cores.pinned(
                            Cores.GENERATOR,
                            List.of(
                                    Path.of(System.getProperty("java.home"), "bin/java")
                                            .toString(),
                                    "-Xms256m",
                                    "-Xmx512m",
                                    "-XX:+UseSerialGC",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    GeneratorMain.class.getName(),
                                    planFile.toString(),
                                    resultFile.toString())));
            LoadResult result = JSON.readValue(resultFile.toFile(), LoadResult.class);
            Files.delete(planFile);
            Files.delete(resultFile);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
