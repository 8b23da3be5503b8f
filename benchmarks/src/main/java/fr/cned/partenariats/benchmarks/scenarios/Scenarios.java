package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.rows.Volume;
import java.util.List;
import java.util.stream.Stream;

/**
 * All scenarios, in the order of the run and of the report. Those that share a platform follow each other: its start takes
 * up to a minute.
 */
public final class Scenarios {

    private Scenarios() {}

    public static List<Scenario> all() {
        List<Scenario> onFewRows = List.of(
                Registrations.spread(Volume.SMALL),
                Registrations.hot(Volume.SMALL),
                RegistrationParts.scenario(),
                Events.commitToView(),
                Events.backlog(),
                Registrations.imports(Volume.SMALL)); // adds many rows, so it comes after the others
        List<Scenario> gateways = List.of(Gateways.knownToken(), Gateways.newToken());
        List<Scenario> services =
                List.of(Services.memoryUnderLoad(), Services.startWithCache(), Services.startTogether());
        List<Scenario> onManyRows = List.of(
                ManyRows.reads(),
                ManyRows.statistics(),
                ManyRows.statisticsOfOne(),
                ManyRows.statisticsDelay(),
                ManyRows.erasure(),
                Rentree.scenario(),
                Registrations.spread(Volume.LARGE),
                Registrations.hot(Volume.LARGE),
                Registrations.imports(Volume.LARGE));
        return Stream.of(onFewRows, gateways, CatalogueReads.all(), services, onManyRows)
                .flatMap(List::stream)
                .toList();
    }
}
