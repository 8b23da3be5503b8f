package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.local.LocalPlatform;
import java.util.List;

/**
 * All scenarios, in the order of the run and of the report. Those that share a platform follow each other: its start takes
 * up to a minute. The first one trains the AOT caches of all later starts.
 */
public final class Scenarios {

    private Scenarios() {}

    /** Sends the load that trains AOT caches: registrations, an import, reads and their events. */
    public static void train(Bench bench, LocalPlatform platform) {
        Starts.train(bench, platform);
    }

    public static List<Scenario> all() {
        return List.of(
                Starts.restart(),
                Starts.registrations(),
                Exports.oneRoster(), // adds many rows, so later scenarios load them anew
                Registrations.spread(Volume.SMALL),
                Registrations.hot(),
                RegistrationParts.scenario(),
                Events.commitToView(),
                Feeds.trainings(),
                Feeds.enrollments(),
                Events.backlog(),
                Registrations.imports(), // adds many rows, so it is the last one with so few of them
                ManyRows.statistics(),
                ManyRows.statisticsOfOne(),
                ManyRows.statisticsDelay(),
                ManyRows.erasure(),
                Registrations.spread(Volume.LARGE),
                CatalogueReads.byId(),
                CatalogueReads.facets(),
                CatalogueReads.offeringsOfPartner(),
                Services.memoryUnderLoad(),
                Starts.again(),
                Gateways.knownToken(),
                Gateways.newToken(),
                Services.startWithCache(),
                Services.startTogether());
    }
}
