package fr.cned.partenariats.benchmarks.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.process.Cores;
import fr.cned.partenariats.benchmarks.process.Nginx;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.benchmarks.sql.Pgbench;
import fr.cned.partenariats.benchmarks.sql.StatementLog;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads of catalog-service, without the gateway: from memory against a server of files, and from the database against the
 * same SQL.
 */
final class CatalogueReads {

    private static final String FILE = "nginx, a file of the same bytes";
    private static final String SAME_SQL = "pgbench -M prepared, the statements that the service runs";

    private static final String FIRST_PAGE = "/v1/trainings?limit=20";
    private static final int CLIENTS = 16;

    /** A weight makes the answer come from JAX-RS and the database. */
    private static final Map<String, String> FROM_DATABASE = Map.of("Accept", "application/json;q=0.9");

    private CatalogueReads() {}

    static List<Scenario> all() {
        return List.of(
                scenario("catalogue-read", "Read one training by id", FILE, 0.25, 0.40, bench -> byId(bench, false)),
                scenario(
                        "catalogue-304",
                        "Read it with If-None-Match: 304",
                        FILE,
                        0.30,
                        0.45,
                        bench -> byId(bench, true)),
                scenario(
                        "catalogue-facets",
                        "Count the catalogue by facet",
                        FILE,
                        0.25,
                        0.40,
                        bench -> againstFile(Catalogue.demo(bench), "/v1/trainings/facets", false)),
                scenario(
                        "catalogue-page-database",
                        "List a page of 20 after a cursor, read from the database by each request",
                        SAME_SQL,
                        0.25,
                        0.40,
                        CatalogueReads::secondPage),
                scenario(
                        "catalogue-search-database",
                        "French search, first page of 20, read from the database by each request",
                        SAME_SQL,
                        0.60,
                        0.80,
                        bench -> againstSameSql(Catalogue.demo(bench), FIRST_PAGE + "&q=licences")));
    }

    private static Scenario scenario(
            String name, String what, String baseline, double limit, double stretch, Function<Bench, Sides> setup) {
        return Scenario.named(name, what)
                .ours("catalog-service")
                .baseline(baseline)
                .gates(Gate.ratioAtLeast(Metric.RATE, limit, stretch))
                .group("demo catalogue")
                .setup(setup);
    }

    private static Sides byId(Bench bench, boolean conditional) {
        Catalogue catalogue = Catalogue.demo(bench);
        return againstFile(catalogue, "/v1/trainings/" + catalogue.ids().get(0), conditional);
    }

    private static Sides againstFile(Catalogue catalogue, String path, boolean conditional) {
        Bench bench = catalogue.bench();
        HttpResponse<byte[]> answer = catalogue.get(path, Map.of());
        Path files = bench.folder("nginx-files/root");
        try {
            Files.write(files.resolve("answer.json"), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> headers = conditional
                ? Map.of("If-None-Match", answer.headers().firstValue("ETag").orElseThrow())
                : Map.of();
        Nginx nginx = Nginx.files(bench.folder("nginx-files"), Cores.SERVER, files);
        List<LoadPlan.Request> file = List.of(LoadPlan.Request.get("/answer.json", Map.of()));
        return Sides.of(
                        round -> catalogue.throughput(path, headers, round.seconds()),
                        round -> bench.load()
                                .throughput(
                                        LoadPlan.of("127.0.0.1", nginx.port(), file, round.seconds()),
                                        nginx.processes()))
                .atTheEnd(() -> {
                    nginx.close();
                    catalogue.release();
                });
    }

    private static Sides secondPage(Bench bench) {
        Catalogue catalogue = Catalogue.demo(bench);
        String cursor = URLEncoder.encode(catalogue.next(FIRST_PAGE), UTF_8);
        return againstSameSql(catalogue, FIRST_PAGE + "&cursor=" + cursor);
    }

    private static Sides againstSameSql(Catalogue catalogue, String path) {
        StatementLog log =
                new StatementLog(Database.asSuperuser(catalogue.platform(), "postgres"), catalogue.postgresLog());
        catalogue.get(path, FROM_DATABASE);
        String script = log.record(() -> catalogue.get(path, FROM_DATABASE), "from training");
        Pgbench pgbench = new Pgbench(
                catalogue.bench().folder("load"),
                Database.asService(catalogue.platform(), ServiceKind.CATALOG, "catalog"));
        return Sides.of(
                        round -> catalogue.throughput(path, FROM_DATABASE, round.seconds()),
                        round -> pgbench.run(script, CLIENTS, round.seconds()))
                .atTheEnd(catalogue::release);
    }
}
