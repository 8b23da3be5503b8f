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
 * @param ids trainings
 */
record Catalogue(Bench bench, LocalPlatform platform, List<String> ids) {

    private static final int MORE_THAN_A_PAGE = 50;
    private static final Set<String> MEASURED = Set.of("catalog-service", "postgresql");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    Catalogue {
        Cores.pin(
                Cores.GENERATOR,
                platform.parts().keySet().stream()
                        .filter(name -> !MEASURED.contains(name))
                        .map(name -> process(platform, name))
                        .toList());
        Cores.pin(Cores.SERVER, measured(platform));
    }

    /** The catalogue of the demonstration data: 414 trainings. A quick run has few and adds some. */
    static Catalogue demo(Bench bench) {
        LocalPlatform platform = bench.demo();
        if (ids(platform).size() < MORE_THAN_A_PAGE) {
            new Registry(platform).trainings(MORE_THAN_A_PAGE);
        }
        return new Catalogue(bench, platform, ids(platform));
    }

    private static List<String> ids(LocalPlatform platform) {
        List<String> ids = new ArrayList<>();
        new JsonApi("The gateway", platform.gatewayUrl())
                .get(platform.token(platform.client(RealmAccounts.CATALOGUE_APP)), "/v1/trainings?limit=100")
                .path("items")
                .forEach(training -> ids.add(training.path("id").asText()));
        return ids;
    }

    private static List<ProcessHandle> measured(LocalPlatform platform) {
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
    Measurement throughput(String path, Map<String, String> headers, int seconds) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Authorization", "Bearer " + token());
        LoadPlan plan =
                LoadPlan.of("127.0.0.1", address().getPort(), List.of(LoadPlan.Request.get(path, all)), seconds);
        return bench.load().throughput(plan, measured(platform));
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
        return bench.folder(bench.demoName()).resolve("logs/postgresql.log");
    }

    /** Lets all parts run on all cores again. */
    void release() {
        Cores.release(platform.parts().values().stream()
                .map(part -> CpuMeter.process(part.process().pid()))
                .toList());
    }
}
