package fr.cned.partenariats.benchmarks.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.DemoPlatform;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.process.Cores;
import fr.cned.partenariats.benchmarks.process.CpuMeter;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.LocalPlatformBuilder;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A platform with a catalogue. Its catalog-service and PostgreSQL run on the server's core, all else on the
 * generator's, until it is closed.
 *
 * @param platformName the folder of its data
 * @param ids the trainings
 */
record Catalogue(Bench bench, String platformName, LocalPlatform platform, List<String> ids) implements AutoCloseable {

    private static final int LARGE_SIZE = 21_000;
    private static final int QUICK_SIZE = 2_000;
    private static final int BATCH = 100;
    /** A token is valid for a few minutes. */
    private static final int TOKEN_FOR = 1_000;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** The catalogue of the demonstration data: 414 trainings. */
    static Catalogue demo(Bench bench) {
        if (bench.arguments().quick()) {
            return generated(bench, "catalogue-quick", bench.builder("catalogue-quick"), QUICK_SIZE);
        }
        LocalPlatform platform = DemoPlatform.on(bench);
        return pinned(new Catalogue(bench, DemoPlatform.NAME, platform, firstIds(platform)));
    }

    /** A long list, without answers kept in memory: each read goes to the database. */
    static Catalogue large(Bench bench) {
        int size = bench.arguments().quick() ? QUICK_SIZE : LARGE_SIZE;
        String name = bench.arguments().quick() ? "catalogue-large-quick" : "catalogue-large";
        return generated(
                bench,
                name,
                bench.builder(name).environment(ServiceKind.CATALOG, "COMMONS_ANSWERS_MAX_SIZE", "0"),
                size);
    }

    /** A file beside the data keeps the ids. */
    private static Catalogue generated(Bench bench, String name, LocalPlatformBuilder builder, int size) {
        Path ids = bench.folder(name).resolve("trainings.txt");
        LocalPlatform platform = bench.platform(name, builder, started -> {
            if (!Files.exists(ids)) {
                bench.progress().note("Creating %d trainings, once".formatted(size));
                write(ids, create(started, size));
            }
        });
        return pinned(new Catalogue(bench, name, platform, read(ids)));
    }

    private static Catalogue pinned(Catalogue catalogue) {
        Cores.pin(Cores.GENERATOR, catalogue.processesExcept(List.of("catalog-service", "postgresql")));
        Cores.pin(Cores.SERVER, catalogue.measured());
        return catalogue;
    }

    /** catalog-service and PostgreSQL. */
    List<ProcessHandle> measured() {
        return List.of(process("catalog-service"), process("postgresql"));
    }

    private List<ProcessHandle> processesExcept(List<String> names) {
        return platform.parts().keySet().stream()
                .filter(name -> !names.contains(name))
                .map(this::process)
                .toList();
    }

    private ProcessHandle process(String part) {
        return CpuMeter.process(
                Objects.requireNonNull(platform.parts().get(part)).process().pid());
    }

    String token() {
        return platform.token(platform.client(RealmAccounts.CATALOGUE_APP));
    }

    /** A load on catalog-service itself, without the gateway. */
    LoadPlan plan(List<String> paths, Map<String, String> headers, int seconds) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Authorization", "Bearer " + token());
        return LoadPlan.of(
                "127.0.0.1",
                platform.service(ServiceKind.CATALOG).url().getPort(),
                paths.stream().map(path -> LoadPlan.Request.get(path, all)).toList(),
                seconds);
    }

    HttpResponse<byte[]> get(String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        platform.service(ServiceKind.CATALOG).url().resolve(path))
                .header("Authorization", "Bearer " + token());
        headers.forEach(request::header);
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode json(String path) {
        return new JsonApi(
                        "catalog-service", platform.service(ServiceKind.CATALOG).url())
                .get(token(), path);
    }

    Path postgresLog() {
        return bench.folder(platformName).resolve("logs/postgresql.log");
    }

    private static List<String> firstIds(LocalPlatform platform) {
        List<String> ids = new ArrayList<>();
        new JsonApi("The gateway", platform.gatewayUrl())
                .get(platform.token(platform.client(RealmAccounts.CATALOGUE_APP)), "/v1/trainings?limit=" + BATCH)
                .path("items")
                .forEach(training -> ids.add(training.path("id").asText()));
        return ids;
    }

    private static List<String> create(LocalPlatform platform, int size) {
        JsonApi gateway = new JsonApi("The gateway", platform.gatewayUrl());
        List<String> ids = new ArrayList<>();
        String token = "";
        for (int from = 0; from < size; from += BATCH) {
            if (from % TOKEN_FOR == 0) {
                token = platform.token(platform.client(RealmAccounts.CATALOGUE_OFFICE));
            }
            ObjectNode body = JsonApi.JSON.createObjectNode();
            ArrayNode trainings = body.putArray("trainings");
            for (int i = from; i < from + BATCH; i++) {
                trainings.add(training(i));
            }
            JsonApi.Answer answer = gateway.send(
                    "POST",
                    token,
                    "/v1/trainings/batches",
                    body,
                    Map.of("Idempotency-Key", UUID.randomUUID().toString()));
            gateway.required("POST", "/v1/trainings/batches", answer)
                    .path("trainings")
                    .forEach(training -> ids.add(training.path("id").asText()));
        }
        return ids;
    }

    private static ObjectNode training(int number) {
        ObjectNode training = JsonApi.JSON
                .createObjectNode()
                .put("code", "BTS-N%05d".formatted(number))
                .put("title", "BTS %05d (mesure)".formatted(number))
                .put("family", "BTS")
                .put("objectives", "Former à un métier, avec des exercices corrigés. ".repeat(10));
        training.putArray("modalities").add("DISTANCE");
        return training;
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Cores.release(platform.parts().values().stream()
                .map(part -> CpuMeter.process(part.process().pid()))
                .toList());
    }
}
