package fr.cned.partenariats.benchmarks.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.TwoSides;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.benchmarks.sql.Pgbench;
import fr.cned.partenariats.benchmarks.sql.StatementLog;
import fr.cned.partenariats.local.service.ServiceKind;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;

/** Lists and search. */
final class CatalogueLists {

    private static final String FIRST_PAGE = "/v1/trainings?limit=20";
    private static final String SEARCH = "/v1/trainings?limit=20&q=licences";
    private static final String TABLE = "from training";
    private static final int PAGE_SIZE = 20;
    private static final int DEEP_PAGE = 1_000;
    private static final int CLIENTS = 16;
    private static final double HALF = 0.5;
    private static final Map<String, String> FROM_MEMORY = Map.of();
    /** A weight makes the answer come from JAX-RS and the database. */
    private static final Map<String, String> FROM_DATABASE = Map.of("Accept", "application/json;q=0.9");

    private CatalogueLists() {}

    static Sides page(Bench bench) {
        return page(bench, FROM_MEMORY);
    }

    static Sides pageFromDatabase(Bench bench) {
        return page(bench, FROM_DATABASE);
    }

    private static Sides page(Bench bench, Map<String, String> headers) {
        Catalogue catalogue = Catalogue.demo(bench);
        return againstSameSql(catalogue, next(catalogue, FIRST_PAGE), headers);
    }

    static Sides search(Bench bench) {
        return againstSameSql(Catalogue.demo(bench), SEARCH, FROM_MEMORY);
    }

    static Sides searchFromDatabase(Bench bench) {
        return againstSameSql(Catalogue.demo(bench), SEARCH, FROM_DATABASE);
    }

    private static Sides againstSameSql(Catalogue catalogue, String path, Map<String, String> headers) {
        Bench bench = catalogue.bench();
        StatementLog log =
                new StatementLog(Database.asSuperuser(catalogue.platform(), "postgres"), catalogue.postgresLog());
        catalogue.get(path, FROM_DATABASE);
        String script = log.record(() -> catalogue.get(path, FROM_DATABASE), TABLE);
        Pgbench pgbench = new Pgbench(
                bench.folder("load"), Database.asService(catalogue.platform(), ServiceKind.CATALOG, "catalog"));
        return new TwoSides(
                round -> throughput(catalogue, path, headers, round),
                round -> pgbench.run(script, CLIENTS, round.seconds(), catalogue.measured()),
                catalogue::close);
    }

    static Sides deepPage(Bench bench) {
        Catalogue catalogue = Catalogue.large(bench);
        String deep = FIRST_PAGE;
        int last = catalogue.ids().size() / PAGE_SIZE;
        for (int page = 1; page < Math.min(DEEP_PAGE, last); page++) {
            deep = next(catalogue, deep);
        }
        String deepPage = deep;
        throughput(
                catalogue,
                FIRST_PAGE,
                FROM_MEMORY,
                new Round(0, bench.arguments().length()));
        double rate = HALF
                * throughput(
                                catalogue,
                                FIRST_PAGE,
                                FROM_MEMORY,
                                new Round(0, bench.arguments().length()))
                        .of(Metric.RATE);
        return new TwoSides(
                round -> latency(catalogue, deepPage, round, rate),
                round -> latency(catalogue, FIRST_PAGE, round, rate),
                catalogue::close);
    }

    private static Measurement throughput(Catalogue catalogue, String path, Map<String, String> headers, Round round) {
        return catalogue
                .bench()
                .load()
                .throughput(catalogue.plan(List.of(path), headers, round.seconds()), catalogue.measured());
    }

    private static Measurement latency(Catalogue catalogue, String path, Round round, double rate) {
        return catalogue.bench().load().latency(catalogue.plan(List.of(path), Map.of(), round.seconds()), rate);
    }

    private static String next(Catalogue catalogue, String path) {
        String cursor = catalogue.json(path).path("next").asText();
        return FIRST_PAGE + "&cursor=" + URLEncoder.encode(cursor, UTF_8);
    }
}
