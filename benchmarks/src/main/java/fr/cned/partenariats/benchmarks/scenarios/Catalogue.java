package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.process.Cores;
import fr.cned.partenariats.benchmarks.process.CpuMeter;
import fr.cned.partenariats.benchmarks.rows.Registry;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A platform with a catalogue. Its catalog-service and PostgreSQL run on the server's core, all else on the
 * generator's, until it is closed.
 *
 * @param platformName the folder of its data
 * @param ids the trainings
 */
record Catalogue(Bench bench, String platformName, LocalPlatform platform, List<String> ids) {

    private static final int LARGE_SIZE = 21_000;
    private static final int QUICK_SIZE = 2_000;
    private static final String OBJECTIVES = "Former à un métier, avec des exercices corrigés. ".repeat(10);
    private static final Set<String> MEASURED = Set.of("catalog-service", "postgresql");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    Catalogue {
        Cores.pin(
                Cores.GENERATOR,
                platform.parts().keySet().stream()
                        .filter(name -> !MEASURED.contains(name))
                        .map(name -> process(platform, name))
                        .toList());
        Cores.pin(
                Cores.SERVER,
                MEASURED.stream().map(name -> process(platform, name)).toList());
    }

    /** The catalogue of the demonstration data: 414 trainings. */
    static Catalogue demo(Bench bench) {
        if (bench.quick()) {
            return generated(bench, "catalogue-quick", Map.of(), QUICK_SIZE);
        }
        LocalPlatform platform = bench.demo();
        List<String> ids = new ArrayList<>();
        new JsonApi("The gateway", platform.gatewayUrl())
                .get(platform.token(platform.client(RealmAccounts.CATALOGUE_APP)), "/v1/trainings?limit=100")
                .path("items")
                .forEach(training -> ids.add(training.path("id").asText()));
        return new Catalogue(bench, Bench.DEMO, platform, ids);
    }

    /** A long list, without answers kept in memory: each read goes to the database. */
    static Catalogue large(Bench bench) {
        Map<String, String> settings = Map.of("COMMONS_ANSWERS_MAX_SIZE", "0");
        return bench.quick()
                ? generated(bench, "catalogue-large-quick", settings, QUICK_SIZE)
                : generated(bench, "catalogue-large", settings, LARGE_SIZE);
    }

    /** A file beside the data keeps the ids. */
    private static Catalogue generated(Bench bench, String name, Map<String, String> settings, int size) {
        Path file = bench.folder(name).resolve("trainings.txt");
        var builder = bench.builder(name);
        settings.forEach((setting, value) -> builder.environment(ServiceKind.CATALOG, setting, value));
        try {
            LocalPlatform platform = bench.platform(name, builder, started -> {
                if (!Files.exists(file)) {
                    bench.note("Creating %d trainings, once".formatted(size));
                    write(
                            file,
                            new Registry(started)
                                    .trainings(size, OBJECTIVES).stream()
                                            .map(Object::toString)
                                            .toList());
                }
            });
            return new Catalogue(bench, name, platform, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** catalog-service and PostgreSQL. */
    List<ProcessHandle> measured() {
        return MEASURED.stream().map(name -> process(platform, name)).toList();
    }

    private static ProcessHandle process(LocalPlatform platform, String part) {
        return CpuMeter.process(
                Objects.requireNonNull(platform.parts().get(part)).process().pid());
    }

    private String token() {
        return platform.token(platform.client(RealmAccounts.CATALOGUE_APP));
    }

    /** A load on catalog-service itself, without the gateway. */
    LoadPlan plan(List<String> paths, Map<String, String> headers, int seconds) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Authorization", "Bearer " + token());
        return LoadPlan.of(
                "127.0.0.1",
                address().getPort(),
                paths.stream().map(path -> LoadPlan.Request.get(path, all)).toList(),
                seconds);
    }

    Measurement throughput(List<String> paths, Map<String, String> headers, int seconds) {
        return bench.load().throughput(plan(paths, headers, seconds), measured());
    }

    HttpResponse<byte[]> get(String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address().resolve(path)).header("Authorization", "Bearer " + token());
        headers.forEach(request::header);
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformFailure("The run was interrupted.", e);
        }
    }

    /** The cursor of the page after this one. */
    String next(String path) {
        return new JsonApi("catalog-service", address())
                .get(token(), path)
                .path("next")
                .asText();
    }

    private URI address() {
        return platform.service(ServiceKind.CATALOG).url();
    }

    Path postgresLog() {
        return bench.folder(platformName).resolve("logs/postgresql.log");
    }

    /** Lets all parts run on all cores again. */
    void release() {
        Cores.release(platform.parts().values().stream()
                .map(part -> CpuMeter.process(part.process().pid()))
                .toList());
    }
}
