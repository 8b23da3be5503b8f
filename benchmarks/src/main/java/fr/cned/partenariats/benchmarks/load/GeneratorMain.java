package fr.cned.partenariats.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process that sends the load. It reads a {@link LoadPlan} and writes a {@link LoadResult}, both as JSON. */
public final class GeneratorMain {

    private static final ObjectMapper JSON = new ObjectMapper();

    private GeneratorMain() {}

    public static void main(String[] files) throws Exception {
        LoadPlan plan = JSON.readValue(Path.of(files[0]).toFile(), LoadPlan.class);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        LoadResult result = new LoadRun(vertx, plan)
                .start()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        Files.write(Path.of(files[1]), JSON.writeValueAsBytes(result));
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
