package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Ramp;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadResult;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.local.LocalPlatform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * The week in which trainings begin: partners read the catalogue and their enrollments and register students, also for a
 * popular training whose places run out. The rate rises until the latency passes the limit.
 */
public final class Rentree implements Scenario {

    private static final int PARTNERS = 100;
    private static final int POPULAR_PLACES = 300;
    private static final int CONNECTIONS = 128;
    private static final double FIRST_RATE = 100;
    private static final double STEP = 1.4;
    private static final double LONGEST_P99 = 250;

    /** A step is so much shorter than a round: a round has about ten of them. */
    private static final int STEPS_PER_ROUND_LENGTH = 4;

    private static final int WARM_UP_CONNECTIONS = 16;

    /** Each step has a new generator, whose JVM is slow at first. */
    private static final int SECONDS_BEFORE_STEP = 6;

    private static final double FAILED_AT_MOST = 0.01;
    private static final double SENT_AT_LEAST = 0.95;

    private String findings = "";

    @Override
    public String name() {
        return "rentree";
    }

    @Override
    public String what() {
        return "%d partners, 90 %% reads, 10 %% registrations, a training whose places run out, %s"
                .formatted(PARTNERS, Volume.LARGE.text());
    }

    @Override
    public String ours() {
        return "highest rate with p99 up to %.0f ms".formatted(LONGEST_P99);
    }

    @Override
    public String remarks() {
        return findings;
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.shown(Metric.RATE));
    }

    @Override
    public String group() {
        return Volume.LARGE.text();
    }

    @Override
    public int mostRounds() {
        return 2;
    }

    @Override
    public Sides start(Bench bench) {
        RentreePartners partners = RentreePartners.on(bench, PARTNERS);
        LocalPlatform platform = partners.platform();
        return new Sides() {
            private final List<UUID> used = new ArrayList<>(partners.offerings());
            private long acknowledged;
            private long sent;
            private String atTheHeldRate = "";
            private String aboveIt = "";

            @Override
            public Measurement ours(Round round) {
                UUID popular = partners.popular(POPULAR_PLACES);
                used.add(popular);
                if (round.isWarmUp()) {
                    return Measurement.of(Metric.RATE, warmUp(popular, round.seconds()));
                }
                Ramp ramp = new Ramp(FIRST_RATE, STEP);
                int seconds = Math.max(2, round.seconds() / STEPS_PER_ROUND_LENGTH);
                while (!ramp.hasEnded()) {
                    double rate = ramp.rate();
                    PartsMeter meter = new PartsMeter(platform);
                    LoadResult result = load(popular, rate, seconds);
                    PartsMeter.Use use = meter.read();
                    boolean held = isHeld(result, rate, seconds);
                    if (held) {
                        atTheHeldRate = "processor time per request at " + text(rate) + "/s: "
                                + use.perRequest(sentBy(rate, seconds));
                    } else {
                        aboveIt = "at " + text(rate) + "/s the limit is " + use.bottleneck() + ", answers "
                                + result.answers() + ", p99 " + text(result.p99()) + " ms";
                    }
                    ramp.next(held);
                }
                findings = atTheHeldRate + "; " + aboveIt;
                bench.progress().note("  " + findings);
                return Measurement.of(Metric.RATE, ramp.held());
            }

            /** As fast as the platform answers, so that its compilers finish. */
            private double warmUp(UUID popular, int seconds) {
                LoadResult result = bench.generator()
                        .run(partners.registrations()
                                .plan(partners.load().requests(popular), seconds)
                                .withConnections(WARM_UP_CONNECTIONS)
                                .withoutWarmUp());
                acknowledged += result.count(201);
                sent += result.count();
                return result.rate();
            }

            private LoadResult load(UUID popular, double rate, int seconds) {
                LoadResult result = bench.generator()
                        .run(partners.registrations()
                                .plan(partners.load().requests(popular), seconds)
                                .withConnections(CONNECTIONS)
                                .withWarmUp(SECONDS_BEFORE_STEP)
                                .atRate(rate));
                acknowledged += result.count(201);
                sent += sentBy(rate, seconds);
                return result;
            }

            @Override
            public void close() {
                Invariants.check(platform, used.toArray(UUID[]::new), acknowledged, sent);
            }
        };
    }

    private static long sentBy(double rate, int seconds) {
        return (long) Math.ceil(rate * (seconds + SECONDS_BEFORE_STEP));
    }

    /** 409 is an answer: the popular training has no place left. */
    private static boolean isHeld(LoadResult result, double rate, int seconds) {
        long failed = result.count() - result.count(200) - result.count(201) - result.count(409);
        return result.p99() <= LONGEST_P99
                && failed <= result.count() * FAILED_AT_MOST
                && result.count() >= rate * seconds * SENT_AT_LEAST;
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
