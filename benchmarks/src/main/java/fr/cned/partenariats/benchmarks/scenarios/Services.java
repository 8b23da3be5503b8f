package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Tokens;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.jdk.Jdk;
import fr.cned.partenariats.local.jdk.Profile;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.ProcessMemory;
import fr.cned.partenariats.local.lifecycle.Startup;
import fr.cned.partenariats.local.service.Service;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Memory and start of the four services. */
final class Services {

    private static final double MOST_MEGABYTES = 1.6 * 1024;

    private Services() {}

    static Scenario memoryUnderLoad() {
        return Scenario.named(
                        "memory-load",
                        "Resident memory of the four services after a round of as many reads of all services as the gateway forwards")
                .ours("four services")
                .gates(Gate.oursAtMost(Metric.MEMORY, MOST_MEGABYTES))
                .setup(bench -> {
                    LocalPlatform platform = Rows.demo(bench);
                    if (!bench.quick()) {
                        services(platform).forEach(Service::restart); // earlier scenarios have used memory
                    }
                    bench.load().run(LoadPlan.of(platform, reads(platform), 1)); // its answers are slow
                    return Sides.of(round -> {
                        bench.load().throughput(LoadPlan.of(platform, reads(platform), round.seconds()), List.of());
                        return Measurement.of(
                                Metric.MEMORY,
                                services(platform).stream()
                                        .mapToInt(Services::megabytes)
                                        .sum());
                    });
                });
    }

    static int megabytes(Service service) {
        return ProcessHandle.of(service.process().pid())
                .map(ProcessMemory::ownMegabytes)
                .orElseThrow();
    }

    private static List<Service> services(LocalPlatform platform) {
        return Stream.of(ServiceKind.values()).map(platform::service).toList();
    }

    static List<LoadPlan.Request> reads(LocalPlatform platform) {
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
                .baseline("the same without it")
                .gates(Gate.ratioAtMost(Metric.SECONDS, 0.45, 0.38))
                .withoutLoad()
                .setup(bench -> {
                    Starts.trainAotCaches(bench);
                    List<Service> one = List.of(withoutServices(bench).service(ServiceKind.ENROLLMENT));
                    Path cache = bench.project()
                            .resolve(".local/cache/aot/%s-%s-%s.aot"
                                    .formatted(
                                            ServiceKind.ENROLLMENT.module(),
                                            Profile.PRODUCTION,
                                            Jdk.choose(Optional.empty()).version()));
                    return Sides.of(
                            Metric.SECONDS, round -> secondsToStart(one), round -> secondsWithoutCache(one, cache));
                });
    }

    static Scenario startTogether() {
        return Scenario.named("start-four", "Start the four services at once, with AOT caches")
                .ours("all four")
                .baseline("enrollment-service alone")
                .gates(Gate.ratioAtMost(Metric.SECONDS, 2.5, 2.5))
                .withoutLoad()
                .setup(bench -> {
                    Starts.trainAotCaches(bench);
                    LocalPlatform platform = withoutServices(bench);
                    return Sides.of(
                            Metric.SECONDS,
                            round -> secondsToStart(services(platform)),
                            round -> secondsToStart(List.of(platform.service(ServiceKind.ENROLLMENT))));
                });
    }

    /** A platform whose services do not run: they would take memory and processor time. */
    static LocalPlatform withoutServices(Bench bench) {
        LocalPlatform platform = bench.platform("start", started -> {});
        services(platform).forEach(Service::stop);
        return platform;
    }

    /** The seconds from the start of the processes until all services are ready. */
    private static double secondsToStart(List<Service> services) {
        long began = System.nanoTime();
        Startup.together(
                services.stream().<Runnable>map(service -> service::start).toList());
        double seconds = (System.nanoTime() - began) / 1e9;
        boolean isReady = services.stream().allMatch(Service::isReady);
        services.forEach(Service::stop);
        if (!isReady) {
            throw new PlatformFailure("A service did not start; the logs are beside the data.");
        }
        return seconds;
    }

    private static double secondsWithoutCache(List<Service> services, Path cache) {
        Path hidden = cache.resolveSibling(cache.getFileName() + ".hidden");
        try {
            Files.move(cache, hidden);
            try {
                return secondsToStart(services);
            } finally {
                Files.move(hidden, cache);
            }
        } catch (NoSuchFileException e) {
            throw new PlatformFailure(
                    "There is no AOT cache. It needs JDK 25 or newer: install it and start again.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
