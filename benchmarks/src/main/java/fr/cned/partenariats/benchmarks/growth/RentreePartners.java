package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.rows.Registrar;
import fr.cned.partenariats.benchmarks.rows.Registry;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.write.RegistrationLoad;
import fr.cned.partenariats.local.LocalPlatform;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The partners of the rentrée on the platform with a million enrollments, and what they send. */
record RentreePartners(
        LocalPlatform platform,
        Registry registry,
        List<Target> targets,
        RegistrationLoad registrations,
        RentreeLoad load) {

    static RentreePartners on(Bench bench, int partners) {
        LocalPlatform platform = Rows.on(bench, Volume.LARGE);
        Registry registry = new Registry(platform);
        List<Registrar> registrars =
                new ArrayList<>(Rows.population(bench, Volume.LARGE).registrars());
        List<Target> added = registry.targets(partners - registrars.size(), Registry.MOST_PLACES);
        added.forEach(target -> registrars.add(target.registrar()));
        RegistrationLoad registrations = new RegistrationLoad(bench, platform);
        registrations.awaitReady(added.get(0));
        List<UUID> offerings = added.stream().map(Target::offering).toList();
        return new RentreePartners(
                platform,
                registry,
                added,
                registrations,
                new RentreeLoad(platform, registrations, registrars, offerings));
    }

    List<UUID> offerings() {
        return targets.stream().map(Target::offering).toList();
    }

    /** Another offering, with so many places. */
    UUID popular(int places) {
        return registry.further(targets.get(0), 1, places).get(0).offering();
    }
}
