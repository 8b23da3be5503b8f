package fr.cned.partenariats.benchmarks.events;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Percentile;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.rows.Registry;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.benchmarks.sql.Pgbench;
import fr.cned.partenariats.benchmarks.write.Registration;
import fr.cned.partenariats.benchmarks.write.RegistrationLoad;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.service.ServiceKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The time from a registration's place event to its number in catalog-service's view, at {@value #PER_SECOND} events per
 * second. It begins when the registration is judged, so it includes the commit.
 */
public final class CommitToView implements Scenario {

    private static final double PER_SECOND = 200;
    private static final int TARGETS = 20;
    private static final int CONNECTIONS = 32;
    private static final int EVENT_BYTES = 500;
    private static final int CLIENTS = 4;
    private static final String INSERT = "insert into one_row (payload) values ('%s');\n".formatted("x".repeat(300));
    private static final String BASELINE_TOPIC = "benchmarks.end-to-end";
    private static final Duration LAST_EVENT = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "commit-to-view";
    }

    @Override
    public String what() {
        return "registration to its place in catalog-service's view, %.0f/s".formatted(PER_SECOND);
    }

    @Override
    public String ours() {
        return "registered_at to visible";
    }

    @Override
    public String baseline() {
        return "Kafka's EndToEndLatency, acks=all, plus a one-row insert in pgbench, p99 of each";
    }

    @Override
    public String remarks() {
        return "ours includes the commit and up to 1 ms between two looks at the view";
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.ratioAtMost(Metric.P99, 4, 2.5), Gate.oursAtMost(Metric.P99, 250));
    }

    @Override
    public String group() {
        return Registration.groupOf(Volume.SMALL);
    }

    @Override
    public Sides start(Bench bench) {
        LocalPlatform platform = Rows.on(bench, Volume.SMALL);
        List<Target> targets = new Registry(platform).targets(TARGETS, Registry.MOST_PLACES);
        RegistrationLoad load = new RegistrationLoad(bench, platform);
        load.awaitReady(targets.get(0));
        KafkaTools tools = new KafkaTools(platform, bench.folder("kafka-tools"));
        tools.createTopic(BASELINE_TOPIC);
        Database inserts = Database.asSuperuser(platform, "postgres");
        inserts.run(
                "create table if not exists one_row (id bigint generated always as identity primary key, payload text)");
        Pgbench pgbench = new Pgbench(bench.folder("pgbench"), inserts);
        return new Sides() {
            @Override
            public Measurement ours(Round round) {
                return Measurement.of(Metric.P99, registerAndWatch(bench, platform, load, targets, round));
            }

            @Override
            public Measurement baseline(Round round) {
                int seconds = Math.max(2, round.seconds() / 2);
                return Measurement.of(
                        Metric.P99,
                        tools.endToEndP99(BASELINE_TOPIC, (int) (seconds * PER_SECOND), EVENT_BYTES)
                                + pgbench.p99(INSERT, CLIENTS, PER_SECOND, seconds));
            }
        };
    }

    private static double registerAndWatch(
            Bench bench, LocalPlatform platform, RegistrationLoad load, List<Target> targets, Round round) {
        List<UUID> offerings = targets.stream().map(Target::offering).toList();
        Database enrollments = Database.of(platform, ServiceKind.ENROLLMENT);
        Database catalogue = Database.of(platform, ServiceKind.CATALOG);
        List<Integer> before = offerings.stream()
                .map(offering -> registeredAt(enrollments, offering).size())
                .toList();
        PlacesWatch watch = new PlacesWatch(catalogue, offerings);
        try (watch) {
            RegistrationLoad.requireAccepted(bench.generator()
                    .run(load.plan(targets.stream().map(load::request).toList(), round.seconds())
                            .withConnections(CONNECTIONS)
                            .atRate(PER_SECOND)));
            Await.quietly(() -> shown(catalogue, offerings) >= used(enrollments, offerings), LAST_EVENT);
        }
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < offerings.size(); i++) {
            List<String> times = registeredAt(enrollments, offerings.get(i));
            for (int used = before.get(i) + 1; used <= times.size(); used++) {
                millis.add(watch.shownAt(offerings.get(i), used) - Double.parseDouble(times.get(used - 1)));
            }
        }
        return Percentile.of(millis, 99);
    }

    private static List<String> registeredAt(Database enrollments, UUID offering) {
        return enrollments.texts(
                "select extract(epoch from registered_at) * 1000 from enrollment where offering_id = ?"
                        + " order by registered_at",
                offering);
    }

    private static double used(Database enrollments, List<UUID> offerings) {
        return enrollments.number("select sum(used) from place_counter where offering_id = any (?)", (Object)
                offerings.toArray(UUID[]::new));
    }

    private static double shown(Database catalogue, List<UUID> offerings) {
        return catalogue.number("select sum(used) from offering_places where offering_id = any (?)", (Object)
                offerings.toArray(UUID[]::new));
    }
}
