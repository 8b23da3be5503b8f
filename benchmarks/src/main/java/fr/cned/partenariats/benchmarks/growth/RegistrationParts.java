package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadResult;
import fr.cned.partenariats.benchmarks.rows.Registry;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.write.Registration;
import fr.cned.partenariats.benchmarks.write.RegistrationLoad;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.Await;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The processor time of a registration in each part, beyond that of a platform at rest: with batches of one, and with
 * those of a load. The simulation takes its times from here.
 */
public final class RegistrationParts implements Scenario {

    private static final int CONNECTIONS = 32;
    private static final int TARGETS = 20;

    /** The events of the last registrations are delivered meanwhile. */
    private static final Duration EVENTS = Duration.ofSeconds(2);

    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration QUICK_REST = Duration.ofSeconds(2);
    private static final double MICROS = 1e6;

    private final Volume volume;
    private String findings = "";

    public RegistrationParts(Volume volume) {
        this.volume = volume;
    }

    @Override
    public String name() {
        return "registration-parts" + volume.suffix();
    }

    @Override
    public String what() {
        return "processor time of POST /v1/enrollments, %d quotas and offerings, %s".formatted(TARGETS, volume.text());
    }

    @Override
    public String ours() {
        return "%d connections".formatted(CONNECTIONS);
    }

    @Override
    public String baseline() {
        return "1 connection";
    }

    @Override
    public String remarks() {
        return findings;
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.ratioShown(Metric.CPU));
    }

    @Override
    public String group() {
        return Registration.groupOf(volume);
    }

    @Override
    public boolean isBaselineJvm() {
        return true;
    }

    @Override
    public Sides start(Bench bench) {
        LocalPlatform platform = Rows.on(bench, volume);
        List<Target> targets = new Registry(platform).targets(TARGETS, Registry.MOST_PLACES);
        RegistrationLoad load = new RegistrationLoad(bench, platform);
        load.awaitReady(targets.get(0));
        RegistrationBatches batches = new RegistrationBatches(platform);
        PartsMeter meter = new PartsMeter(platform);
        Await.quietly(() -> false, bench.arguments().quick() ? QUICK_REST : REST);
        PartsMeter.Use rest = meter.read();
        return new Sides() {
            private final Tally many = new Tally();
            private final Tally one = new Tally();
            private final Tally hottest = new Tally();

            @Override
            public Measurement ours(Round round) {
                Measurement spread = measured(many, targets, CONNECTIONS, round);
                if (!round.isWarmUp()) {
                    measured(hottest, targets.subList(0, 1), CONNECTIONS, round);
                }
                return spread;
            }

            @Override
            public Measurement baseline(Round round) {
                return measured(one, targets, 1, round);
            }

            private Measurement measured(Tally tally, List<Target> to, int connections, Round round) {
                double stored = batches.registrations();
                double transactions = batches.transactions();
                PartsMeter loaded = new PartsMeter(platform);
                LoadResult result = RegistrationLoad.requireAccepted(bench.generator()
                        .run(load.plan(to.stream().map(load::request).toList(), round.seconds())
                                .withConnections(connections)
                                .withoutWarmUp()));
                Await.quietly(() -> false, EVENTS);
                PartsMeter.Use use = loaded.read();
                if (!round.isWarmUp()) {
                    tally.add(use, result, batches.registrations() - stored, batches.transactions() - transactions);
                    findings = ("%d connections, %s; the same with one quota and one offering, %s; 1 connection, %s;"
                                    + " at rest, of a second: %s")
                            .formatted(
                                    CONNECTIONS,
                                    many.text(rest),
                                    hottest.text(rest),
                                    one.text(rest),
                                    rest.perRequest(seconds(rest)));
                }
                return Measurement.of(Metric.CPU, use.beyond(rest).ofPlatform() * MICROS / result.count());
            }
        };
    }

    private static long seconds(PartsMeter.Use use) {
        return Math.max(1, Math.round(use.elapsed()));
    }

    /** The sums of all rounds of a side. */
    private static final class Tally {

        private PartsMeter.Use use = PartsMeter.Use.NOTHING;
        private long requests;
        private double seconds;
        private double stored;
        private double transactions;

        void add(PartsMeter.Use more, LoadResult result, double storedMore, double transactionsMore) {
            use = use.and(more);
            requests += result.count();
            seconds += result.seconds();
            stored += storedMore;
            transactions += transactionsMore;
        }

        String text(PartsMeter.Use rest) {
            return requests == 0
                    ? "nothing"
                    : String.format(
                            Locale.ROOT,
                            "%.0f/s, %.1f registrations a transaction: %s",
                            requests / seconds,
                            stored / transactions,
                            use.beyond(rest).perRequest(requests));
        }
    }
}
