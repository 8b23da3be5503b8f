package fr.cned.partenariats.benchmarks.catalogue;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import java.util.List;
import java.util.function.Function;

/** Reads of catalog-service, without the gateway, against a server of files or the same SQL. */
public record CatalogueScenario(
        String name,
        String what,
        String baseline,
        List<Gate> gates,
        String remarks,
        String group,
        Function<Bench, Sides> sides)
        implements Scenario {

    private static final String DEMO = "demo catalogue";
    private static final String LARGE = "large catalogue";
    private static final String FILE = "nginx, a file of the same bytes";
    private static final String SAME_SQL = "pgbench -M prepared, the statements that the service runs";

    public static List<Scenario> all() {
        return List.of(
                of("catalogue-read", "Read one training by id", FILE, 0.25, 0.40, CatalogueReads::byId),
                of("catalogue-304", "Read it with If-None-Match: 304", FILE, 0.30, 0.45, CatalogueReads::notModified),
                of("catalogue-facets", "Count the catalogue by facet", FILE, 0.25, 0.40, CatalogueReads::facets),
                of("catalogue-page", "List a page of 20 after a cursor", SAME_SQL, 0.25, 0.40, CatalogueLists::page),
                of("catalogue-search", "French search, first page of 20", SAME_SQL, 0.60, 0.80, CatalogueLists::search),
                of(
                        "catalogue-page-database",
                        "The same page, read from the database by each request",
                        SAME_SQL,
                        0.25,
                        0.40,
                        CatalogueLists::pageFromDatabase),
                of(
                        "catalogue-search-database",
                        "The same search, read from the database by each request",
                        SAME_SQL,
                        0.60,
                        0.80,
                        CatalogueLists::searchFromDatabase),
                new CatalogueScenario(
                        "catalogue-read-database",
                        "Read 21 000 trainings by id in turn, so that each read goes to the database",
                        "pgbench -M prepared, select by id from the same table",
                        List.of(Gate.ratioAtLeast(Metric.RATE, 0.15, 0.25)),
                        "nothing is kept in memory (COMMONS_ANSWERS_MAX_SIZE=0)",
                        LARGE,
                        CatalogueReads::fromDatabase),
                new CatalogueScenario(
                        "catalogue-deep-page",
                        "Page 1 000 of a list of 21 000",
                        "page 1 of the same list",
                        List.of(Gate.ratioAtMost(Metric.P50, 1.1, 1.1)),
                        "latency at half of page 1's throughput",
                        LARGE,
                        CatalogueLists::deepPage));
    }

    private static CatalogueScenario of(
            String name, String what, String baseline, double limit, double stretch, Function<Bench, Sides> sides) {
        return new CatalogueScenario(
                name, what, baseline, List.of(Gate.ratioAtLeast(Metric.RATE, limit, stretch)), "", DEMO, sides);
    }

    @Override
    public String ours() {
        return "catalog-service";
    }

    @Override
    public Sides start(Bench bench) {
        return sides.apply(bench);
    }
}
