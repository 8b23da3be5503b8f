package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.load.LoadResult;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.jdk.Profile;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.Progress;
import fr.cned.partenariats.local.service.ServiceKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What a user notices of a start: its time, and registrations after it. AOT caches are in use. */
final class Starts {

    private static final int CREATED = 201;
    private static final String MANY_REFUSED =
            "a p99 of 60 000.00 ms means that more than one of a hundred registrations were refused";
    private static final double OPEN_RATE = 100;
    private static final int HALF_A_MINUTE = 30;
    private static final int SECONDS_OF_TRAINING = 30;
    private static final int QUICK_SECONDS_OF_TRAINING = 2;
    private static final int ROWS_OF_TRAINING = 1_000;
    private static final int SECONDS_OF_READS = 5;
    private static final int SECONDS_AFTER_READY = 10;
    private static final int QUICK_SECONDS_AFTER_START = 3;

    private static final double RATE_DURING_RESTART = 20;
    private static final int SECONDS_WITH_RESTART = 15;
    private static final int QUICK_SECONDS_WITH_RESTART = 30; // of a machine that may be slow
    private static final Duration BEFORE_RESTART = Duration.ofSeconds(3);

    private Starts() {}

    static Scenario registrations() {
        return Scenario.named(
                        "start-registrations",
                        "POST /v1/enrollments after a start of the platform, %d connections, %s"
                                .formatted(LoadPlan.CONNECTIONS, Volume.SMALL.text()))
                .ours("first half-minute (closed loop); %.0f/s from the tenth second (open loop)".formatted(OPEN_RATE))
                .gates(Gate.oursAtLeast(Metric.RATE, 300), Gate.oursAtMost(Metric.P99, 250))
                .remark(MANY_REFUSED)
                .withoutLoad()
                .setup(bench -> {
                    trainAotCaches(bench);
                    List<Target> targets = RegistrationLoad.newTargets(bench, Rows.on(bench, Volume.SMALL));
                    List<String> quarters = new ArrayList<>();
                    int first = bench.quick() ? QUICK_SECONDS_AFTER_START : HALF_A_MINUTE;
                    int before = bench.quick() ? QUICK_SECONDS_AFTER_START : SECONDS_AFTER_READY;
                    return Sides.of(round -> {
                                RegistrationLoad closed = afterStart(bench, targets);
                                double began = System.currentTimeMillis() / 1e3;
                                double rate = closed.run(
                                                closed.plan(targets, first).withWarmUp(0))
                                        .rate();
                                quarters.add(perQuarter(closed.platform(), began));
                                RegistrationLoad open = bench.quick() ? closed : afterStart(bench, targets);
                                LoadResult steady = bench.load()
                                        .run(open.plan(targets, round.seconds())
                                                .atRate(OPEN_RATE)
                                                .withWarmUp(before));
                                return Measurement.of(Metric.RATE, rate).and(Metric.P99, steady.p99Of(CREATED));
                            })
                            .findings(() -> "registrations per second by quarter of a minute: "
                                    + String.join(", then ", quarters));
                });
    }

    /** Trains the caches of production with what partners and offices send. */
    static void trainAotCaches(Bench bench) {
        bench.trainAotCaches(Profile.PRODUCTION, platform -> train(bench, platform));
    }

    static void train(Bench bench, LocalPlatform platform) {
        RegistrationLoad load = new RegistrationLoad(bench, platform);
        int seconds = bench.quick() ? QUICK_SECONDS_OF_TRAINING : SECONDS_OF_TRAINING;
        load.run(load.plan(load.targets(), seconds));
        load.importFiles(load.targets(), 1, ROWS_OF_TRAINING, 1);
        bench.load().run(LoadPlan.of(platform, Services.reads(platform), bench.quick() ? 1 : SECONDS_OF_READS));
    }

    private static RegistrationLoad afterStart(Bench bench, List<Target> targets) {
        bench.stopPlatform();
        return new RegistrationLoad(bench, Rows.on(bench, Volume.SMALL), targets);
    }

    private static String perQuarter(LocalPlatform platform, double began) {
        return String.join(
                "–",
                Database.of(platform, ServiceKind.ENROLLMENT)
                        .texts(
                                "select round(count(*) / 15.0) from enrollment where registered_at >= to_timestamp(?)"
                                        + " group by floor((extract(epoch from registered_at)::float8 - ?) / 15)"
                                        + " order by min(registered_at) limit 2",
                                began,
                                began));
    }

    static Scenario restart() {
        return Scenario.named(
                        "restart-enrollment",
                        "%.0f registrations/s while enrollment-service restarts alone, then %.0f/s, %s"
                                .formatted(RATE_DURING_RESTART, OPEN_RATE, Volume.SMALL.text()))
                .ours("refused; after it")
                .gates(Gate.oursAtMost(Metric.SECONDS, 6), Gate.oursAtMost(Metric.P99, 250))
                .remark(MANY_REFUSED)
                .setup(bench -> {
                    trainAotCaches(bench);
                    RegistrationLoad load = new RegistrationLoad(bench, Rows.on(bench, Volume.SMALL));
                    return Sides.of(round -> restarted(bench, load, round));
                });
    }

    private static Measurement restarted(Bench bench, RegistrationLoad load, Round round) {
        if (round.isWarmUp()) {
            return Measurement.of(Metric.RATE, load.rate(load.targets(), round.seconds()));
        }
        int seconds = bench.quick() ? QUICK_SECONDS_WITH_RESTART : SECONDS_WITH_RESTART;
        LoadPlan plan =
                load.plan(load.targets(), seconds).atRate(RATE_DURING_RESTART).withWarmUp(0);
        CompletableFuture<LoadResult> during =
                CompletableFuture.supplyAsync(() -> bench.load().run(plan));
        Await.quietly(() -> false, BEFORE_RESTART);
        load.platform().service(ServiceKind.ENROLLMENT).restart();
        if (during.isDone()) {
            throw new PlatformFailure(
                    "enrollment-service was not ready after %d s.".formatted(seconds - BEFORE_RESTART.toSeconds()));
        }
        // The first load still sends: later seconds would not be those after the restart.
        LoadResult after =
                bench.load().run(load.plan(load.targets(), round.seconds()).atRate(OPEN_RATE));
        LoadResult result = during.join();
        return Measurement.of(Metric.SECONDS, (result.count() - result.count(CREATED)) / RATE_DURING_RESTART)
                .and(Metric.P99, after.p99Of(CREATED));
    }

    static Scenario again() {
        return Scenario.named(
                        "start-again",
                        "plain ./run again, %s and the demonstration data".formatted(Volume.MEDIUM.text()))
                .ours("until the demonstration data were found")
                .gates(Gate.oursAtMost(Metric.SECONDS, 14))
                .remark("small profile; without the JVM of ./run itself")
                .withoutLoad()
                .setup(bench -> {
                    DemoSize demo = bench.quick() ? DemoSize.SMALL : DemoSize.FULL;
                    Rows.on(bench, Volume.MEDIUM).loadDemo(demo);
                    if (!bench.quick()) { // those of production show that it works
                        bench.trainAotCaches(Profile.SMALL, platform -> platform.loadDemo(demo));
                    }
                    Map<String, Double> parts = new ConcurrentHashMap<>();
                    return Sides.of(round -> Measurement.of(Metric.SECONDS, secondsToStart(bench, demo, parts)))
                            .findings(() -> "in the last round: "
                                    + parts.entrySet().stream()
                                            .sorted(Map.Entry.comparingByValue())
                                            .map(part -> String.format(
                                                    Locale.ROOT, "%s %.1f s", part.getKey(), part.getValue()))
                                            .collect(Collectors.joining(", ")));
                });
    }

    private static double secondsToStart(Bench bench, DemoSize demo, Map<String, Double> parts) {
        Progress progress = new Progress() {
            @Override
            public void ready(String part, Duration after) {
                parts.put(part, after.toMillis() / 1e3);
            }
        };
        bench.stopPlatform();
        long began = System.nanoTime();
        try (LocalPlatform platform = bench.builder(Volume.MEDIUM.platformName(bench))
                .profile(Profile.SMALL)
                .progress(progress)
                .build()
                .start()) {
            double ready = (System.nanoTime() - began) / 1e9;
            platform.loadDemo(demo);
            double seconds = (System.nanoTime() - began) / 1e9;
            parts.put("demonstration data", seconds - ready);
            return seconds;
        }
    }
}
