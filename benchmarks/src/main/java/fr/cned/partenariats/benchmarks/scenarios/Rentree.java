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
import fr.cned.partenariats.benchmarks.process.PartsMeter;
import fr.cned.partenariats.benchmarks.rows.Registrar;
import fr.cned.partenariats.benchmarks.rows.Registry;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.service.ServiceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * The week in which trainings begin: partners read the catalogue and their enrollments and register students, also for a
 * popular training whose places run out. The rate rises until the latency passes the limit.
 */
final class Rentree {

    private static final int PARTNERS = 100;
    private static final int POPULAR_PLACES = 300;
    private static final int CONNECTIONS = 128;
    private static final int WARM_UP_CONNECTIONS = 16;
    private static final double FIRST_RATE = 100;
    private static final double STEP = 1.4;
    private static final double LONGEST_P99 = 250;

    /** A step is so much shorter than a round: a round has about ten of them. */
    private static final int STEPS_PER_ROUND_LENGTH = 4;

    /** Each step has a new generator, whose JVM is slow at first. */
    private static final int SECONDS_BEFORE_STEP = 6;

    private static final double FAILED_AT_MOST = 0.01;
    private static final double SENT_AT_LEAST = 0.95;

    private static final int REQUESTS = 2_000;
    private static final int SEED = 9;
    private static final int SAMPLE = 200;
    private static final List<String> WORDS = List.of("bts", "licence", "master", "management", "comptabilite");

    private final Bench bench;
    private final LocalPlatform platform;
    private final Registry registry;
    private final RegistrationLoad load;
    private final List<Registrar> registrars;
    private final List<String> trainingIds;
    private final List<String> offeringIds;
    private final List<String> enrollmentIds;
    private String atTheHeldRate = "";
    private String aboveIt = "";

    private Rentree(Bench bench) {
        this.bench = bench;
        this.platform = Rows.on(bench, Volume.LARGE);
        this.registry = new Registry(platform);
        this.registrars = new ArrayList<>(Rows.population(bench, Volume.LARGE).registrars());
        this.load = new RegistrationLoad(bench, platform, registry.targets(PARTNERS - registrars.size()));
        load.targets().forEach(target -> registrars.add(target.registrar()));
        Database catalogue = Database.of(platform, ServiceKind.CATALOG);
        this.trainingIds = catalogue.texts("select id from training where state = 'PUBLISHED' limit ?", SAMPLE);
        this.offeringIds = catalogue.texts("select id from offering where state = 'OPEN' limit ?", SAMPLE);
        this.enrollmentIds = Database.of(platform, ServiceKind.ENROLLMENT)
                .texts(
                        "select id from enrollment where partner_id = ? limit ?",
                        registrars.get(0).partner(),
                        SAMPLE);
    }

    static Scenario scenario() {
        return Scenario.named(
                        "rentree",
                        "%d partners, 90 %% reads, 10 %% registrations, a training whose places run out, %s"
                                .formatted(PARTNERS, Volume.LARGE.text()))
                .ours("highest rate with p99 up to %.0f ms".formatted(LONGEST_P99))
                .gates(Gate.shown(Metric.RATE))
                .group(Volume.LARGE.text())
                .setup(bench -> {
                    Rentree rentree = new Rentree(bench);
                    return Sides.of(round -> Measurement.of(Metric.RATE, rentree.highestRate(round)))
                            .findings(() -> rentree.atTheHeldRate + "; " + rentree.aboveIt);
                });
    }

    private double highestRate(Round round) {
        List<LoadPlan.Request> mix = mix();
        if (round.isWarmUp()) { // as fast as the platform answers, so that its compilers finish
            return bench.generator()
                    .run(load.planOf(mix, round.seconds())
                            .withConnections(WARM_UP_CONNECTIONS)
                            .withoutWarmUp())
                    .rate();
        }
        Ramp ramp = new Ramp(FIRST_RATE, STEP);
        int seconds = Math.max(2, round.seconds() / STEPS_PER_ROUND_LENGTH);
        while (!ramp.hasEnded()) {
            double rate = ramp.rate();
            PartsMeter meter = new PartsMeter(platform);
            LoadResult result = bench.generator()
                    .run(load.planOf(mix, seconds)
                            .withConnections(CONNECTIONS)
                            .withWarmUp(SECONDS_BEFORE_STEP)
                            .atRate(rate));
            PartsMeter.Use use = meter.read();
            boolean held = isHeld(result, rate * seconds);
            if (held) {
                long sent = (long) Math.ceil(rate * (seconds + SECONDS_BEFORE_STEP));
                atTheHeldRate = text("processor time per request at %.0f/s: %s", rate, use.perRequest(sent));
            } else {
                aboveIt = text(
                        "at %.0f/s the limit is %s, answers %s, p99 %.0f ms",
                        rate, use.bottleneck(), result.answers(), result.p99());
            }
            ramp.next(held);
        }
        return ramp.held();
    }

    /** 409 is an answer: the popular training has no place left. */
    private static boolean isHeld(LoadResult result, double expected) {
        long failed = result.count() - result.count(200) - result.count(201) - result.count(409);
        return result.p99() <= LONGEST_P99
                && failed <= result.count() * FAILED_AT_MOST
                && result.count() >= expected * SENT_AT_LEAST;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Nine reads for each registration, three of ten registrations for a popular offering, which is new in each round. */
    private List<LoadPlan.Request> mix() {
        Target popular =
                registry.further(load.targets().get(0), 1, POPULAR_PLACES).get(0);
        Random random = new Random(SEED);
        List<LoadPlan.Request> requests = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            if (i % 10 == 0) {
                Target target = random.nextInt(10) < 3 ? popular : any(load.targets(), random);
                requests.add(load.request(new Target(any(registrars, random), target.offering())));
            } else {
                requests.add(read(registrars.get(i % registrars.size()), random));
            }
        }
        return requests;
    }

    private LoadPlan.Request read(Registrar registrar, Random random) {
        int kind = random.nextInt(90);
        if (kind < 15) {
            return get("/v1/trainings/" + any(trainingIds, random), registrar);
        } else if (kind < 30) {
            return get("/v1/offerings/" + any(offeringIds, random), registrar);
        } else if (kind < 45) {
            return get("/v1/trainings?limit=20", registrar);
        } else if (kind < 55) {
            return get("/v1/offerings?limit=20", registrar);
        } else if (kind < 70) {
            return get("/v1/trainings?limit=20&q=" + any(WORDS, random), registrar);
        } else if (kind < 85) {
            return get("/v1/enrollments?limit=20", registrar);
        }
        return get("/v1/enrollments/" + any(enrollmentIds, random), registrars.get(0));
    }

    private LoadPlan.Request get(String path, Registrar registrar) {
        return LoadPlan.Request.get(path, Map.of("Authorization", load.tokens().bearer(registrar.client())));
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
