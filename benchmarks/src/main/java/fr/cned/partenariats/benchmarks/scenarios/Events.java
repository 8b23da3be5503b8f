package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Percentile;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.benchmarks.sql.Pgbench;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.service.ServiceKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;

/** Events from a commit to another service's view, against Kafka's own tools. */
final class Events {

    private static final double PER_SECOND = 200;
    private static final int CONNECTIONS = 32;
    private static final int EVENT_BYTES = 500;
    private static final int CLIENTS = 4;
    private static final String INSERT = "insert into one_row (payload) values ('%s');\n".formatted("x".repeat(300));
    private static final String END_TO_END_TOPIC = "benchmarks.end-to-end";
    private static final Duration LAST_EVENT = Duration.ofSeconds(30);

    private static final int BACKLOG = 50_000;
    private static final int QUICK_BACKLOG = 5_000;
    private static final String TOPIC = "enrollment.enrollments.v1";
    private static final String BACKLOG_TOPIC = "benchmarks.backlog";
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private static final String HEADERS =
            "{\"ce_specversion\":\"1.0\",\"ce_id\":\"01a216a3-874f-7c9e-b9f3-4094ce9dc3bd\","
                    + "\"ce_type\":\"fr.cned.partenariats.enrollment.changed.v1\","
                    + "\"ce_source\":\"urn:cned:partenariats:enrollment-service\",\"ce_time\":\"2026-11-26T06:55:45.487800Z\","
                    + "\"ce_subject\":\"01a216a3-874a-7e16-8309-7914e52ff4e4\",\"content-type\":\"application/json\"}";

    private static final String AVERAGE_BODY = """
            select avg(length(jsonb_build_object(
              'id', id, 'revision', version, 'state', state, 'studentId', person_id, 'partnerId', partner_id,
              'agreementId', agreement_id, 'offeringId', offering_id, 'trainingId', training_id,
              'academicYear', academic_year, 'changedAt', changed_at)::text))
            from (select * from enrollment limit 1000) e""";

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
                .baseline("Kafka's EndToEndLatency, acks=all, plus a one-row insert in pgbench, p99 of each")
                .gates(Gate.ratioAtMost(Metric.P99, 4, 2.5), Gate.oursAtMost(Metric.P99, 250))
                .remark("ours includes the commit and up to 1 ms between two looks at the view")
                .group(Registrations.groupOf(Volume.SMALL))
                .setup(bench -> {
                    LocalPlatform platform = Rows.on(bench, Volume.SMALL);
                    RegistrationLoad load = new RegistrationLoad(bench, platform);
                    KafkaTools tools = new KafkaTools(platform, bench.folder("kafka-tools"));
                    tools.createTopic(END_TO_END_TOPIC);
                    Database inserts = Database.asSuperuser(platform, "postgres");
                    inserts.run("create table if not exists one_row"
                            + " (id bigint generated always as identity primary key, payload text)");
                    Pgbench pgbench = new Pgbench(bench.folder("pgbench"), inserts);
                    return Sides.of(
                            Metric.P99,
                            round -> p99ToView(
                                    load,
                                    load.plan(load.targets(), round.seconds())
                                            .withConnections(CONNECTIONS)
                                            .atRate(PER_SECOND)),
                            round -> {
                                int seconds = Math.max(2, round.seconds() / 2);
                                int messages = (int) (seconds * PER_SECOND);
                                return tools.endToEndP99(END_TO_END_TOPIC, messages, EVENT_BYTES)
                                        + pgbench.p99(INSERT, CLIENTS, PER_SECOND, seconds);
                            });
                });
    }

    private static double p99ToView(RegistrationLoad load, LoadPlan plan) {
        UUID[] offerings = load.targets().stream().map(Target::offering).toArray(UUID[]::new);
        Database enrollments = Database.of(load.platform(), ServiceKind.ENROLLMENT);
        Database catalogue = Database.of(load.platform(), ServiceKind.CATALOG);
        List<Integer> before = new ArrayList<>();
        for (UUID offering : offerings) {
            before.add(registeredAt(enrollments, offering).size());
        }
        PlacesWatch watch = new PlacesWatch(catalogue, List.of(offerings));
        try (watch) {
            load.run(plan);
            Await.quietly(
                    () -> catalogue.number("select sum(used) from offering_places where offering_id = any (?)", (Object)
                                    offerings)
                            >= enrollments.number(
                                    "select sum(used) from place_counter where offering_id = any (?)",
                                    (Object) offerings),
                    LAST_EVENT);
        }
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < offerings.length; i++) {
            List<String> times = registeredAt(enrollments, offerings[i]);
            for (int used = before.get(i) + 1; used <= times.size(); used++) {
                millis.add(watch.shownAt(offerings[i], used) - Double.parseDouble(times.get(used - 1)));
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

    /** The relay sends a backlog of events to Kafka. */
    static Scenario backlog() {
        return Scenario.named("backlog", "sending 50 000 changes that wait in the log")
                .ours("events per second, from commit to the last one in Kafka")
                .baseline("Kafka's ProducerPerformance, acks=all, same size")
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
                            round -> tools.producerRate(
                                    BACKLOG_TOPIC, events, HEADERS.length() + (int) database.number(AVERAGE_BODY)));
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
