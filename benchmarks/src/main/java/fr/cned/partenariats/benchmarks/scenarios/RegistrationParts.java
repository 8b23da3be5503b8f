package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadResult;
import fr.cned.partenariats.benchmarks.process.PartsMeter;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The processor time of a registration in each part, beyond that of a platform at rest: with batches of one, and with
 * those of a load.
 */
final class RegistrationParts {

    private static final int CONNECTIONS = 32;

    /** The events of the last registrations are delivered meanwhile. */
    private static final Duration EVENTS = Duration.ofSeconds(2);

    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration QUICK_REST = Duration.ofSeconds(2);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final RegistrationLoad load;
    private final PartsMeter.Use rest;
    private final Tally many = new Tally();
    private final Tally hottest = new Tally();
    private final Tally one = new Tally();

    private RegistrationParts(Bench bench) {
        this.load = new RegistrationLoad(bench, Rows.on(bench, Volume.SMALL));
        PartsMeter meter = new PartsMeter(load.platform());
        Await.quietly(() -> false, bench.quick() ? QUICK_REST : REST);
        this.rest = meter.read();
    }

    static Scenario scenario() {
        return Scenario.named(
                        "registration-parts",
                        "processor time of POST /v1/enrollments, %d quotas and offerings, %s"
                                .formatted(RegistrationLoad.TARGETS, Volume.SMALL.text()))
                .ours("%d connections".formatted(CONNECTIONS))
                .baseline("1 connection")
                .gates(Gate.ratioShown(Metric.CPU))
                .group(Registrations.groupOf(Volume.SMALL))
                .baselineJvm()
                .setup(bench -> {
                    RegistrationParts parts = new RegistrationParts(bench);
                    return Sides.of(parts::ofManyConnections, parts::ofOneConnection)
                            .findings(parts::findings);
                });
    }

    private Measurement ofManyConnections(Round round) {
        Measurement spread = measured(many, load.targets(), CONNECTIONS, round);
        if (!round.isWarmUp()) {
            measured(hottest, load.targets().subList(0, 1), CONNECTIONS, round);
        }
        return spread;
    }

    private Measurement ofOneConnection(Round round) {
        return measured(one, load.targets(), 1, round);
    }

    private Measurement measured(Tally tally, List<Target> to, int connections, Round round) {
        String before = metrics();
        PartsMeter meter = new PartsMeter(load.platform());
        LoadResult result = load.run(
                load.plan(to, round.seconds()).withConnections(connections).withoutWarmUp());
        Await.quietly(() -> false, EVENTS);
        PartsMeter.Use use = meter.read();
        if (!round.isWarmUp()) {
            tally.add(use, result, before, metrics());
        }
        return Measurement.of(Metric.CPU, use.beyond(rest).microsOfPlatform(result.count()));
    }

    private String findings() {
        return "%d connections, %s; the same with one quota and one offering, %s; 1 connection, %s; at rest, of a second: %s"
                .formatted(
                        CONNECTIONS,
                        many.text(),
                        hottest.text(),
                        one.text(),
                        rest.perRequest(Math.max(1, Math.round(rest.elapsed()))));
    }

    /** The metrics of enrollment-service. */
    private String metrics() {
        URI address =
                load.platform().service(ServiceKind.ENROLLMENT).managementUrl().resolve("/q/metrics");
        try {
            return HTTP.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new PlatformFailure("enrollment-service shows no metrics.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformFailure("The run was interrupted.", e);
        }
    }

    /** Zero before the first registration. */
    static double value(String name, String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The sums of all rounds of one load. */
    private final class Tally {

        private PartsMeter.Use use = PartsMeter.Use.NOTHING;
        private long requests;
        private double seconds;
        private double stored;
        private double transactions;

        void add(PartsMeter.Use more, LoadResult result, String before, String after) {
            use = use.and(more);
            requests += result.count();
            seconds += result.seconds();
            stored += value("registrations_batch_size_sum", after) - value("registrations_batch_size_sum", before);
            transactions +=
                    value("registrations_batch_size_count", after) - value("registrations_batch_size_count", before);
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%.0f/s, %.1f registrations a transaction: %s",
                    requests / seconds,
                    stored / transactions,
                    use.beyond(rest).perRequest(requests));
        }
    }
}
