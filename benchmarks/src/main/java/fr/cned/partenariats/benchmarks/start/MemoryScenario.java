package fr.cned.partenariats.benchmarks.start;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.DemoPlatform;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.process.CpuMeter;
import fr.cned.partenariats.benchmarks.rows.Tokens;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.ProcessMemory;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The resident memory of the four services together. */
public record MemoryScenario(String name, String what, List<Gate> gates, boolean loaded) implements Scenario {

    private static final double MOST_MEGABYTES = 1.6 * 1024;

    public static List<Scenario> all() {
        return List.of(
                new MemoryScenario(
                        "memory-rest",
                        "Resident memory of the four services, after their start and a round without load",
                        List.of(Gate.shown(Metric.MEMORY)),
                        false),
                new MemoryScenario(
                        "memory-load",
                        "The same after a round of as many reads of all services as the gateway forwards",
                        List.of(Gate.oursAtMost(Metric.MEMORY, MOST_MEGABYTES)),
                        true));
    }

    @Override
    public String ours() {
        return "four services";
    }

    @Override
    public boolean isLoad() {
        return loaded;
    }

    @Override
    public int mostRounds() {
        return loaded ? Integer.MAX_VALUE : 1;
    }

    @Override
    public Sides start(Bench bench) {
        LocalPlatform platform = DemoPlatform.on(bench);
        if (!loaded) {
            // earlier scenarios have used memory
            Stream.of(ServiceKind.values())
                    .forEach(kind -> platform.service(kind).restart());
        }
        return round -> measured(bench, platform, round);
    }

    private Measurement measured(Bench bench, LocalPlatform platform, Round round) {
        List<ProcessHandle> services = Stream.of(ServiceKind.values())
                .map(kind -> CpuMeter.process(platform.service(kind).process().pid()))
                .toList();
        Measurement load = Measurement.of(Metric.RATE, 0);
        if (loaded) {
            load = bench.load().throughput(plan(platform, round), services);
        } else {
            Await.quietly(() -> false, round.length());
        }
        // The figures are of the services: a busy generator does not change them.
        return new Measurement(load.values(), 0)
                .with(
                        Metric.MEMORY,
                        services.stream().mapToInt(ProcessMemory::ownMegabytes).sum());
    }

    private static LoadPlan plan(LocalPlatform platform, Round round) {
        List<LoadPlan.Request> requests = Stream.of(
                        requests(platform, RealmAccounts.CATALOGUE_APP, "/v1/trainings", "/v1/offerings"),
                        requests(platform, RealmAccounts.CATALOGUE_APP, "/v1/trainings/facets", "/v1/trainings?q=bts"),
                        requests(platform, RealmAccounts.PARTNERSHIP_OFFICE, "/v1/partners", "/v1/agreements"),
                        requests(platform, RealmAccounts.ENROLLMENT_OFFICE, "/v1/enrollments", "/v1/statistics"))
                .flatMap(List::stream)
                .toList();
        return LoadPlan.of("127.0.0.1", platform.gatewayUrl().getPort(), requests, round.seconds());
    }

    private static List<LoadPlan.Request> requests(LocalPlatform platform, String client, String... paths) {
        String bearer = new Tokens(platform).bearer(client);
        return Stream.of(paths)
                .map(path -> LoadPlan.Request.get(path, Map.of("Authorization", bearer)))
                .toList();
    }
}
