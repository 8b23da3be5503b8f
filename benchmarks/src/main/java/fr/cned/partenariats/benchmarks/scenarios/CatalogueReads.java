package fr.cned.partenariats.benchmarks.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.process.Cores;
import fr.cned.partenariats.benchmarks.process.Nginx;
import fr.cned.partenariats.benchmarks.process.Server;
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

/** Reads of catalog-service, without the gateway, against a server of files or the same SQL. */
final class CatalogueReads {

    private static final String FILE = "nginx, a file of the same bytes";
    private static final String SAME_SQL = "pgbench -M prepared, the statements that the service runs";
    private static final String LARGE = "large catalogue";

    private static final String FIRST_PAGE = "/v1/trainings?limit=20";
    private static final String SEARCH = "/v1/trainings?limit=20&q=licences";
    private static final int PAGE_SIZE = 20;
    private static final int DEEP_PAGE = 1_000;
    private static final int CLIENTS = 16;
    private static final int PGBENCH_IDS = 1_000;
    private static final Map<String, String> FROM_MEMORY = Map.of();
    /** A weight makes the answer come from JAX-RS and the database. */
    private static final Map<String, String> FROM_DATABASE = Map.of("Accept", "application/json;q=0.9");

    private CatalogueReads() {}

    static List<Scenario> all() {
        return List.of(
                ofDemo("catalogue-read", "Read one training by id", FILE, 0.25, 0.40, bench -> byId(bench, false)),
                ofDemo(
                        "catalogue-304",
                        "Read it with If-None-Match: 304",
                        FILE,
                        0.30,
                        0.45,
                        bench -> byId(bench, true)),
                ofDemo(
                        "catalogue-facets",
                        "Count the catalogue by facet",
                        FILE,
                        0.25,
                        0.40,
                        bench -> againstFile(Catalogue.demo(bench), "/v1/trainings/facets", false)),
                ofDemo(
                        "catalogue-page",
                        "List a page of 20 after a cursor",
                        SAME_SQL,
                        0.25,
                        0.40,
                        bench -> secondPage(bench, FROM_MEMORY)),
                ofDemo(
                        "catalogue-search",
                        "French search, first page of 20",
                        SAME_SQL,
                        0.60,
                        0.80,
                        bench -> againstSameSql(Catalogue.demo(bench), SEARCH, FROM_MEMORY)),
                ofDemo(
                        "catalogue-page-database",
                        "The same page, read from the database by each request",
                        SAME_SQL,
                        0.25,
                        0.40,
                        bench -> secondPage(bench, FROM_DATABASE)),
                ofDemo(
                        "catalogue-search-database",
                        "The same search, read from the database by each request",
                        SAME_SQL,
                        0.60,
                        0.80,
                        bench -> againstSameSql(Catalogue.demo(bench), SEARCH, FROM_DATABASE)),
                Scenario.named(
                                "catalogue-read-database",
                                "Read 21 000 trainings by id in turn, so that each read goes to the database")
                        .ours("catalog-service")
                        .baseline("pgbench -M prepared, select by id from the same table")
                        .gates(Gate.ratioAtLeast(Metric.RATE, 0.15, 0.25))
                        .remark("nothing is kept in memory (COMMONS_ANSWERS_MAX_SIZE=0)")
                        .group(LARGE)
                        .setup(CatalogueReads::eachFromDatabase),
                Scenario.named("catalogue-deep-page", "Page 1 000 of a list of 21 000")
                        .ours("catalog-service")
                        .baseline("page 1 of the same list")
                        .gates(Gate.ratioAtMost(Metric.P50, 1.1, 1.1))
                        .remark("latency at half of page 1's throughput")
                        .group(LARGE)
                        .setup(CatalogueReads::deepPage));
    }

    private static Scenario ofDemo(
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
        HttpResponse<byte[]> answer = catalogue.get(path, FROM_MEMORY);
        Path files = bench.folder("nginx-files/root");
        try {
            Files.write(files.resolve("answer.json"), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> headers = conditional
                ? Map.of("If-None-Match", answer.headers().firstValue("ETag").orElseThrow())
                : Map.of();
        Server nginx = Nginx.files(bench.folder("nginx-files"), Cores.SERVER, files);
        List<LoadPlan.Request> file = List.of(LoadPlan.Request.get("/answer.json", Map.of()));
        return Sides.of(
                        round -> catalogue.throughput(List.of(path), headers, round.seconds()),
                        round -> bench.load()
                                .throughput(
                                        LoadPlan.of("127.0.0.1", nginx.port(), file, round.seconds()),
                                        nginx.processes()))
                .atTheEnd(() -> {
                    nginx.close();
                    catalogue.release();
                });
    }

    private static Sides secondPage(Bench bench, Map<String, String> headers) {
        Catalogue catalogue = Catalogue.demo(bench);
        return againstSameSql(catalogue, next(catalogue, FIRST_PAGE), headers);
    }

    private static String next(Catalogue catalogue, String path) {
        return FIRST_PAGE + "&cursor=" + URLEncoder.encode(catalogue.next(path), UTF_8);
    }

    private static Sides againstSameSql(Catalogue catalogue, String path, Map<String, String> headers) {
        StatementLog log =
                new StatementLog(Database.asSuperuser(catalogue.platform(), "postgres"), catalogue.postgresLog());
        catalogue.get(path, FROM_DATABASE);
        String script = log.record(() -> catalogue.get(path, FROM_DATABASE), "from training");
        Pgbench pgbench = new Pgbench(
                catalogue.bench().folder("load"),
                Database.asService(catalogue.platform(), ServiceKind.CATALOG, "catalog"));
        return Sides.of(
                        round -> catalogue.throughput(List.of(path), headers, round.seconds()),
                        round -> pgbench.run(script, CLIENTS, round.seconds(), catalogue.measured()))
                .atTheEnd(catalogue::release);
    }

    private static Sides eachFromDatabase(Bench bench) {
        Catalogue catalogue = Catalogue.large(bench);
        List<String> paths =
                catalogue.ids().stream().map(id -> "/v1/trainings/" + id).toList();
        Pgbench pgbench = new Pgbench(bench.folder("load"), Database.of(catalogue.platform(), ServiceKind.CATALOG));
        String script =
                """
                \\set number random(1, %d)
                select * from training where id = ('{%s}'::uuid[])[:number];
                """.formatted(PGBENCH_IDS, String.join(",", catalogue.ids().subList(0, PGBENCH_IDS)));
        return Sides.of(
                        round -> catalogue.throughput(paths, FROM_MEMORY, round.seconds()),
                        round -> pgbench.run(script, CLIENTS, round.seconds(), catalogue.measured()))
                .atTheEnd(catalogue::release);
    }

    private static Sides deepPage(Bench bench) {
        Catalogue catalogue = Catalogue.large(bench);
        String page = FIRST_PAGE;
        int last = catalogue.ids().size() / PAGE_SIZE;
        for (int number = 1; number < Math.min(DEEP_PAGE, last); number++) {
            page = next(catalogue, page);
        }
        String deepPage = page;
        int seconds = new Round(0, bench.arguments().length()).seconds();
        catalogue.throughput(List.of(FIRST_PAGE), FROM_MEMORY, seconds); // a warm-up
        double half =
                catalogue.throughput(List.of(FIRST_PAGE), FROM_MEMORY, seconds).of(Metric.RATE) / 2;
        return Sides.of(
                        round -> bench.load()
                                .latency(catalogue.plan(List.of(deepPage), FROM_MEMORY, round.seconds()), half),
                        round -> bench.load()
                                .latency(catalogue.plan(List.of(FIRST_PAGE), FROM_MEMORY, round.seconds()), half))
                .atTheEnd(catalogue::release);
    }
}
