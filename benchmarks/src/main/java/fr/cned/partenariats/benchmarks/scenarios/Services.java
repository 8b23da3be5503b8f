package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.process.CpuMeter;
import fr.cned.partenariats.benchmarks.rows.Tokens;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.ProcessMemory;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Memory and start of the four services. */
final class Services {

    private static final double MOST_MEGABYTES = 1.6 * 1024;
    private static final String FOLDER = "start";

    private Services() {}

    static Scenario memoryUnderLoad() {
        return Scenario.named(
                        "memory-load",
                        "Resident memory of the four services after a round of as many reads of all services as the gateway forwards")
                .ours("four services")
                .gates(Gate.oursAtMost(Metric.MEMORY, MOST_MEGABYTES))
                .setup(bench -> {
                    LocalPlatform platform = bench.demo();
                    // earlier scenarios have used memory
                    Stream.of(ServiceKind.values())
                            .forEach(kind -> platform.service(kind).restart());
                    LoadPlan first = LoadPlan.of(platform, reads(platform), 1).withoutWarmUp();
                    bench.generator().run(first); // its answers are slow
                    return Sides.of(round -> {
                        LoadPlan plan = LoadPlan.of(platform, reads(platform), round.seconds());
                        bench.load().throughput(plan, processes(platform));
                        return Measurement.of(Metric.MEMORY, megabytes(platform));
                    });
                });
    }

    private static List<ProcessHandle> processes(LocalPlatform platform) {
        return Stream.of(ServiceKind.values())
                .map(kind -> CpuMeter.process(platform.service(kind).process().pid()))
                .toList();
    }

    private static double megabytes(LocalPlatform platform) {
        return processes(platform).stream()
                .mapToInt(ProcessMemory::ownMegabytes)
                .sum();
    }

    private static List<LoadPlan.Request> reads(LocalPlatform platform) {
        Tokens tokens = new Tokens(platform);
        List<LoadPlan.Request> requests = new ArrayList<>();
        Map.of(
                        RealmAccounts.CATALOGUE_APP,
                        List.of("/v1/trainings", "/v1/offerings", "/v1/trainings/facets", "/v1/trainings?q=bts"),
                        RealmAccounts.PARTNERSHIP_OFFICE,
                        List.of("/v1/partners", "/v1/agreements"),
                        RealmAccounts.ENROLLMENT_OFFICE,
                        List.of("/v1/enrollments", "/v1/statistics"))
                .forEach((client, paths) -> paths.forEach(path ->
                        requests.add(LoadPlan.Request.get(path, Map.of("Authorization", tokens.bearer(client))))));
        return requests;
    }

    static Scenario startWithCache() {
        return Scenario.named("start-aot", "Start enrollment-service, to the first 200")
                .ours("with an AOT cache")
                .baseline("fast-jar without it, same JDK")
                .gates(Gate.ratioAtMost(Metric.SECONDS, 0.45, 0.38))
                .withoutLoad()
                .setup(bench -> {
                    OwnService one = ownService(bench, ServiceKind.ENROLLMENT);
                    List<String> cached = one.aotCache();
                    return starts(Map.of(one, cached), Map.of(one, List.of()));
                });
    }

    static Scenario startTogether() {
        return Scenario.named("start-four", "Start the four services at once, with AOT caches")
                .ours("all four")
                .baseline("enrollment-service alone")
                .gates(Gate.ratioAtMost(Metric.SECONDS, 2.5, 2.5))
                .withoutLoad()
                .setup(bench -> {
                    Map<OwnService, List<String>> all = new HashMap<>();
                    for (ServiceKind kind : ServiceKind.values()) {
                        OwnService service = ownService(bench, kind);
                        all.put(service, service.aotCache());
                    }
                    OwnService one = ownService(bench, ServiceKind.ENROLLMENT);
                    return starts(all, Map.of(one, one.aotCache()));
                });
    }

    /** On one platform for both scenarios, without services: another one would take memory and processor time. */
    private static OwnService ownService(Bench bench, ServiceKind kind) {
        bench.platform(FOLDER, bench.builder(FOLDER).without(List.of(ServiceKind.values())), started -> {});
        return new OwnService(bench, bench.folder(FOLDER), kind);
    }

    private static Sides starts(Map<OwnService, List<String>> ours, Map<OwnService, List<String>> baseline) {
        return Sides.of(
                Metric.SECONDS, round -> OwnService.secondsToStart(ours), round -> OwnService.secondsToStart(baseline));
    }
}
