package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.load.LoadResult;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.local.lifecycle.Await;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The processor time of each kind of request of the rentrée in each part, beyond that of a platform at rest. Each kind
 * is sent alone, at about its rate in the rentrée. The simulation of the rentrée takes its times from here.
 */
public final class RentreeParts implements Scenario {

    private static final int PARTNERS = 100;
    private static final double MICROS = 1e6;

    /** The events of the last registrations are delivered meanwhile. */
    private static final Duration EVENTS = Duration.ofSeconds(2);

    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration QUICK_REST = Duration.ofSeconds(2);

    private String findings = "";

    /** One kind of request, and what it used in all rounds. */
    private static final class Kind {

        private final String name;
        private final double perSecond;
        private final Supplier<List<LoadPlan.Request>> requests;
        private PartsMeter.Use use = PartsMeter.Use.NOTHING;
        private long sent;

        Kind(String name, double perSecond, Supplier<List<LoadPlan.Request>> requests) {
            this.name = name;
            this.perSecond = perSecond;
            this.requests = requests;
        }

        double micros(PartsMeter.Use rest) {
            return use.beyond(rest).ofPlatform() * MICROS / sent;
        }

        String text(PartsMeter.Use rest) {
            return String.format(
                    Locale.ROOT,
                    "%s, %.0f/s: %s",
                    name,
                    perSecond,
                    use.beyond(rest).perRequest(sent));
        }
    }

    @Override
    public String name() {
        return "rentree-parts";
    }

    @Override
    public String what() {
        return "processor time of the requests of the rentrée, each kind alone, %d partners, %s"
                .formatted(PARTNERS, Volume.LARGE.text());
    }

    @Override
    public String ours() {
        return "a read of the catalogue";
    }

    @Override
    public String remarks() {
        return findings;
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.shown(Metric.CPU));
    }

    @Override
    public String group() {
        return Volume.LARGE.text();
    }

    @Override
    public Sides start(Bench bench) {
        RentreePartners partners = RentreePartners.on(bench, PARTNERS);
        Kind catalogue = new Kind("catalogue", 400, partners.load()::catalogueReads);
        List<Kind> kinds = List.of(
                catalogue,
                new Kind("enrollments", 120, partners.load()::enrollmentReads),
                new Kind("registrations", 60, partners.load()::registrations));
        return new Sides() {
            private PartsMeter.Use rest = PartsMeter.Use.NOTHING;

            @Override
            public Measurement ours(Round round) {
                if (!round.isWarmUp()) {
                    PartsMeter meter = new PartsMeter(partners.platform());
                    Await.quietly(() -> false, bench.arguments().quick() ? QUICK_REST : REST);
                    rest = rest.and(meter.read());
                }
                kinds.forEach(kind -> measure(kind, round));
                findings = String.join(
                                "; ",
                                kinds.stream().map(kind -> kind.text(rest)).toList()) + "; at rest, of a second: "
                        + rest.perRequest(Math.max(1, Math.round(rest.elapsed())));
                return Measurement.of(Metric.CPU, catalogue.micros(rest));
            }

            private void measure(Kind kind, Round round) {
                LoadPlan plan = partners.registrations()
                        .plan(kind.requests.get(), round.seconds())
                        .withoutWarmUp();
                PartsMeter meter = new PartsMeter(partners.platform());
                LoadResult result = bench.generator().run(round.isWarmUp() ? plan : plan.atRate(kind.perSecond));
                Await.quietly(() -> false, EVENTS);
                if (round.isWarmUp()) {
                    return;
                }
                kind.use = kind.use.and(meter.read());
                kind.sent += result.count();
            }
        };
    }
}
