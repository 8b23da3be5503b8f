package fr.cned.partenariats.benchmarks.write;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Shared;
import fr.cned.partenariats.benchmarks.rows.Registry;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.local.LocalPlatform;
import java.util.List;

/**
 * What registrations name, and the copy of the database for their baseline. Scenarios on the same platform share it: the
 * copy needs a restart of enrollment-service, which would lose the warm-up.
 */
final class RegistrationSetup implements Shared {

    /** Quotas and offerings of registrations that are spread. */
    static final int TARGETS = 20;

    private final List<Target> spread;
    private final HotOfferings hot;
    private final RegistrationLoad load;
    private final BaselineDatabase baseline;

    private RegistrationSetup(Bench bench, LocalPlatform platform) {
        Registry registry = new Registry(platform);
        this.spread = registry.targets(TARGETS, Registry.MOST_PLACES);
        this.hot = new HotOfferings(bench, registry);
        this.load = new RegistrationLoad(bench, platform);
        this.baseline = new BaselineDatabase(platform, bench.folder("pgbench"));
        baseline.copyDatabase();
        load.awaitReady(spread.get(0));
    }

    static RegistrationSetup on(Bench bench, Volume volume) {
        LocalPlatform platform = Rows.on(bench, volume);
        return bench.shared(platform, RegistrationSetup.class, () -> new RegistrationSetup(bench, platform));
    }

    List<Target> spread() {
        return spread;
    }

    HotOfferings hot() {
        return hot;
    }

    RegistrationLoad load() {
        return load;
    }

    BaselineDatabase baseline() {
        return baseline;
    }

    @Override
    public void close() {
        baseline.dropCopy();
    }
}
