package fr.cned.partenariats.benchmarks;

import fr.cned.partenariats.benchmarks.catalogue.CatalogueScenario;
import fr.cned.partenariats.benchmarks.events.BacklogDrain;
import fr.cned.partenariats.benchmarks.events.CommitToView;
import fr.cned.partenariats.benchmarks.gateway.GatewayScenario;
import fr.cned.partenariats.benchmarks.growth.Erasure;
import fr.cned.partenariats.benchmarks.growth.GrowthYear;
import fr.cned.partenariats.benchmarks.growth.IdleDatabase;
import fr.cned.partenariats.benchmarks.growth.LaterStart;
import fr.cned.partenariats.benchmarks.growth.ReadGrowth;
import fr.cned.partenariats.benchmarks.growth.RegistrationAmongDeadRows;
import fr.cned.partenariats.benchmarks.growth.RegistrationGrowth;
import fr.cned.partenariats.benchmarks.growth.RegistrationParts;
import fr.cned.partenariats.benchmarks.growth.Rentree;
import fr.cned.partenariats.benchmarks.growth.RentreeParts;
import fr.cned.partenariats.benchmarks.growth.Statistics;
import fr.cned.partenariats.benchmarks.pages.WorkspacePages;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.simulation.Simulation;
import fr.cned.partenariats.benchmarks.start.MemoryScenario;
import fr.cned.partenariats.benchmarks.start.StartScenario;
import fr.cned.partenariats.benchmarks.write.BulkImport;
import fr.cned.partenariats.benchmarks.write.HotAgainstSpread;
import fr.cned.partenariats.benchmarks.write.HotRegistration;
import fr.cned.partenariats.benchmarks.write.Registration;
import java.util.List;
import java.util.stream.Stream;

/**
 * All scenarios, in the order of the run and of the report. Those that share a platform follow each other: its start takes
 * up to a minute.
 */
final class Scenarios {

    private static final int CONNECTIONS = 32;
    private static final int MILLION = 1_000_000;

    private Scenarios() {}

    static List<Scenario> all() {
        return Stream.<List<? extends Scenario>>of(
                        onFewRows(),
                        GatewayScenario.all(),
                        CatalogueScenario.all(),
                        MemoryScenario.all(),
                        StartScenario.all(),
                        onManyRows(),
                        List.of(new LaterStart()),
                        Simulation.all()) // compares itself with rows that the run has written
                .<Scenario>flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> onFewRows() {
        return List.of(
                new Registration(CONNECTIONS, Volume.SMALL),
                new HotRegistration(CONNECTIONS, Volume.SMALL),
                new HotAgainstSpread(CONNECTIONS),
                new RegistrationParts(Volume.SMALL),
                new CommitToView(),
                new BacklogDrain(),
                new BulkImport(Volume.SMALL), // adds many rows, so it comes after the others
                new GrowthYear()); // on new rows
    }

    /** Those with a gate of their own come first, for a run that is stopped. */
    private static List<Scenario> onManyRows() {
        return List.of(
                new ReadGrowth(),
                new RegistrationGrowth(), // adds rows to the small volume
                new Statistics(),
                new WorkspacePages(),
                new Erasure(),
                new Rentree(),
                new RentreeParts(),
                new Registration(CONNECTIONS, Volume.LARGE),
                new HotRegistration(CONNECTIONS, Volume.LARGE),
                new RegistrationParts(Volume.LARGE),
                new BulkImport(Volume.LARGE),
                new IdleDatabase(0),
                new RegistrationAmongDeadRows(),
                new IdleDatabase(MILLION));
    }
}
