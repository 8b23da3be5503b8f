package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Percentile;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.load.LoadResult;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.service.ServiceKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;

/** Events from a commit to another service's view, and a backlog of them against Kafka's own tool. */
final class Events {

    private static final double PER_SECOND = 200;
    private static final long LOOK_EVERY_NANOS = 1_000_000;
    private static final Duration LAST_EVENT = Duration.ofSeconds(3);

    private static final int BACKLOG = 50_000;
    private static final int QUICK_BACKLOG = 5_000;
    private static final String TOPIC = "enrollment.enrollments.v1";
    private static final String BACKLOG_TOPIC = "benchmarks.backlog";
    private static final Duration LONGEST = Duration.ofMinutes(3);

    /** Body and headers of a changed enrollment. */
    private static final int EVENT_BYTES = 800;

    /** Changes of 5 000 enrollments in turn: the relay sends each page of them as so many events. One transaction. */
    private static final String APPEND = """
            with known as materialized (
              select row_number() over () - 1 as place, id from (select id from enrollment order by id limit 5000) first)
            insert into change_log
              (client, subject, roles, operation, object_type, object_id, changed_fields, audited)
            select 'benchmarks', 'benchmarks', '{}', 'benchmarks', 'enrollment', k.id::text, '{}', false
            from generate_series(1, ?) n join known k on k.place = n % (select count(*) from known)
            order by n""";

    private Events() {}

    /**
     * The time from a registration's place event to its number in catalog-service's view. It begins when the registration
     * is judged, so it includes the commit.
     */
    static Scenario commitToView() {
        return Scenario.named(
                        "commit-to-view",
                        "registration to its place in catalog-service's view, %.0f/s".formatted(PER_SECOND))
                .ours("registered_at to visible")
                .gates(Gate.oursAtMost(Metric.P99, 85))
                .remark("includes the commit and up to 1 ms between two looks at the view")
                .group(Registrations.groupOf(Volume.SMALL))
                .setup(bench -> {
                    RegistrationLoad load = new RegistrationLoad(bench, Rows.on(bench, Volume.SMALL));
                    return Sides.of(round -> Measurement.of(
                            Metric.P99,
                            p99ToView(
                                    load,
                                    load.plan(load.targets(), round.seconds()).atRate(PER_SECOND))));
                });
    }

    private static double p99ToView(RegistrationLoad load, LoadPlan plan) {
        Database enrollments = Database.of(load.platform(), ServiceKind.ENROLLMENT);
        Map<UUID, Integer> before = new HashMap<>();
        load.targets()
                .forEach(target -> before.put(
                        target.offering(),
                        registeredAt(enrollments, target.offering()).size()));
        CompletableFuture<LoadResult> registering = CompletableFuture.supplyAsync(() -> load.run(plan));
        Map<UUID, NavigableMap<Integer, Double>> shown =
                watchPlaces(Database.of(load.platform(), ServiceKind.CATALOG), before.keySet(), registering);
        registering.join();
        List<Double> millis = new ArrayList<>();
        before.forEach((offering, earlier) -> {
            List<String> times = registeredAt(enrollments, offering);
            for (int used = earlier + 1; used <= times.size(); used++) {
                Map.Entry<Integer, Double> first =
                        shown.getOrDefault(offering, new TreeMap<>()).ceilingEntry(used);
                millis.add(
                        first == null
                                ? Double.POSITIVE_INFINITY
                                : first.getValue() - Double.parseDouble(times.get(used - 1)));
            }
        });
        return Percentile.of(millis, 99);
    }

    /** Milliseconds of the epoch at which each number of used places was first seen, until the last event has come. */
    private static Map<UUID, NavigableMap<Integer, Double>> watchPlaces(
            Database catalogue, Set<UUID> offerings, Future<?> registering) {
        Map<UUID, NavigableMap<Integer, Double>> shown = new HashMap<>();
        catalogue.with(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "select offering_id, used from offering_places where offering_id = any (?)")) {
                query.setArray(1, connection.createArrayOf("uuid", offerings.toArray()));
                long last = Long.MAX_VALUE;
                while (System.nanoTime() < last) {
                    try (ResultSet rows = query.executeQuery()) {
                        double now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) / 1e3;
                        while (rows.next()) {
                            shown.computeIfAbsent(rows.getObject(1, UUID.class), id -> new TreeMap<>())
                                    .putIfAbsent(rows.getInt(2), now);
                        }
                    }
                    if (last == Long.MAX_VALUE && registering.isDone()) {
                        last = System.nanoTime() + LAST_EVENT.toNanos();
                    }
                    LockSupport.parkNanos(LOOK_EVERY_NANOS);
                }
            }
            return true;
        });
        return shown;
    }

    private static List<String> registeredAt(Database enrollments, UUID offering) {
        return enrollments.texts(
                "select extract(epoch from registered_at) * 1000 from enrollment where offering_id = ?"
                        + " order by registered_at",
                offering);
    }

    /** The relay sends a backlog of events to Kafka. */
    static Scenario backlog() {
        return Scenario.named("backlog", "sending 50 000 changes that wait in the log")
                .ours("events per second, from commit to the last one in Kafka")
                .baseline("Kafka's ProducerPerformance, acks=all, %d bytes each".formatted(EVENT_BYTES))
                .gates(Gate.ratioAtLeast(Metric.RATE, 0.2, 0.4))
                .withoutLoad()
                .setup(bench -> {
                    LocalPlatform platform = Rows.on(bench, Volume.SMALL);
                    Database database = Database.of(platform, ServiceKind.ENROLLMENT);
                    KafkaTools tools = new KafkaTools(platform, bench.folder("kafka-tools"));
                    tools.createTopic(BACKLOG_TOPIC);
                    int events = bench.quick() ? QUICK_BACKLOG : BACKLOG;
                    return Sides.of(
                            Metric.RATE,
                            round -> drained(platform, database, events),
                            round -> tools.producerRate(BACKLOG_TOPIC, events, EVENT_BYTES));
                });
    }

    private static double drained(LocalPlatform platform, Database database, int events) {
        try (Admin admin = platform.kafka().administration()) {
            long end = KafkaTools.endOf(admin, TOPIC) + events;
            long began = database.with(connection -> {
                connection.setAutoCommit(false);
                Database.execute(connection, APPEND, events);
                connection.commit();
                return System.nanoTime();
            });
            if (!Await.quietly(() -> KafkaTools.endOf(admin, TOPIC) >= end, LONGEST)) {
                throw new PlatformFailure("The backlog was not sent in " + LONGEST.toSeconds() + " s.");
            }
            return events / ((System.nanoTime() - began) / 1e9);
        }
    }
}
