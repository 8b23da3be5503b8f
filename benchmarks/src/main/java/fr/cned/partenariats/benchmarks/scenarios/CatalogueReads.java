package fr.cned.partenariats.benchmarks.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.process.Nginx;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Tokens;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.service.Service;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads of catalog-service, without the gateway, against a server of files. */
final class CatalogueReads {

    private static final String GROUP = "demo catalogue";

    /** A partner of the demonstration data. */
    private static final String PARTNER = "campus-connectes";

    private CatalogueReads() {}

    static Scenario byId() {
        return againstFile(
                "catalogue-read",
                "Read one training by id",
                catalogue -> "/v1/trainings/"
                        + catalogue
                                .get("/v1/trainings?limit=1")
                                .at("/items/0/id")
                                .asText());
    }

    static Scenario facets() {
        return againstFile("catalogue-facets", "Count the catalogue by facet", catalogue -> "/v1/trainings/facets");
    }

    private static Scenario againstFile(String name, String what, Function<Catalogue, String> path) {
        return Scenario.named(name, what)
                .ours("catalog-service")
                .baseline("nginx, a file of the same bytes")
                .gates(Gate.ratioAtLeast(Metric.RATE, 0.25, 0.40))
                .group(GROUP)
                .setup(bench -> {
                    Catalogue catalogue = new Catalogue(bench, RealmAccounts.CATALOGUE_APP);
                    String address = path.apply(catalogue);
                    Path files = bench.folder("nginx-files/root");
                    try {
                        Files.writeString(
                                files.resolve("answer.json"),
                                catalogue.get(address).toString());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    Nginx nginx = Nginx.files(bench.folder("nginx-files"), files);
                    List<LoadPlan.Request> file = List.of(LoadPlan.Request.get("/answer.json", Map.of()));
                    return Sides.of(
                                    round -> catalogue.throughput(address, round),
                                    round -> bench.load()
                                            .throughput(
                                                    LoadPlan.of("127.0.0.1", nginx.port(), file, round.seconds()),
                                                    List.of(nginx.process())))
                            .atTheEnd(nginx::close);
                });
    }

    static Scenario offeringsOfPartner() {
        return Scenario.named("offerings-partner", "GET /v1/offerings as a partner, with its terms")
                .ours("catalog-service")
                .gates(Gate.oursAtLeast(Metric.RATE, 10_000))
                .group(GROUP)
                .setup(bench -> {
                    Catalogue catalogue = new Catalogue(bench, PARTNER);
                    return Sides.of(round -> catalogue.throughput("/v1/offerings", round));
                });
    }

    /** catalog-service with the demonstration data, and a client that reads it. */
    private record Catalogue(Bench bench, LocalPlatform platform, String client) {

        Catalogue(Bench bench, String client) {
            this(bench, Rows.demo(bench), client);
        }

        Measurement throughput(String path, Round round) {
            Service service = platform.service(ServiceKind.CATALOG);
            Map<String, String> headers = Map.of("Authorization", new Tokens(platform).bearer(client));
            List<LoadPlan.Request> request = List.of(LoadPlan.Request.get(path, headers));
            LoadPlan plan = LoadPlan.of("127.0.0.1", service.url().getPort(), request, round.seconds());
            return bench.load().throughput(plan, List.of(service.process()));
        }

        JsonNode get(String path) {
            return new JsonApi(
                            "catalog-service",
                            platform.service(ServiceKind.CATALOG).url())
                    .get(new Tokens(platform).token(client), path);
        }
    }
}
