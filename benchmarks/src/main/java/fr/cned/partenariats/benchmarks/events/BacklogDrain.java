package fr.cned.partenariats.benchmarks.events;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.service.ServiceKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;

/** The relay sends a backlog of events to Kafka. */
public final class BacklogDrain implements Scenario {

    private static final int EVENTS = 50_000;
    private static final int QUICK_EVENTS = 5_000;
    private static final String TOPIC = "enrollment.enrollments.v1";
    private static final String BASELINE_TOPIC = "benchmarks.backlog";
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private static final String HEADERS =
            "{\"ce_specversion\":\"1.0\",\"ce_id\":\"01a216a3-874f-7c9e-b9f3-4094ce9dc3bd\","
                    + "\"ce_type\":\"fr.cned.partenariats.enrollment.changed.v1\","
                    + "\"ce_source\":\"urn:cned:partenariats:enrollment-service\",\"ce_time\":\"2026-11-26T06:55:45.487800Z\","
                    + "\"ce_subject\":\"01a216a3-874a-7e16-8309-7914e52ff4e4\",\"content-type\":\"application/json\"}";

    /** Changes of 5 000 enrollments in turn: the relay sends each page of them as so many events. One transaction. */
    private static final String APPEND = """
            with known as materialized (
              select row_number() over () - 1 as place, id from (select id from enrollment order by id limit 5000) first)
            insert into change_log
              (client, subject, roles, operation, object_type, object_id, changed_fields, audited)
            select 'benchmarks', 'benchmarks', '{}', 'benchmarks', 'enrollment', k.id::text, '{}', false
            from generate_series(1, ?) n join known k on k.place = n % (select count(*) from known)
            order by n""";

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public String what() {
        return String.format(Locale.ROOT, "sending %,d changes that wait in the log", EVENTS)
                .replace(',', ' ');
    }

    @Override
    public String ours() {
        return "events per second, from commit to the last one in Kafka";
    }

    @Override
    public String baseline() {
        return "Kafka's ProducerPerformance, acks=all, same size";
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.ratioAtLeast(Metric.RATE, 0.2, 0.4));
    }

    @Override
    public boolean isLoad() {
        return false;
    }

    @Override
    public Sides start(Bench bench) {
        LocalPlatform platform = Rows.on(bench, Volume.SMALL);
        KafkaTools tools = new KafkaTools(platform, bench.folder("kafka-tools"));
        tools.createTopic(BASELINE_TOPIC);
        int events = bench.arguments().quick() ? QUICK_EVENTS : EVENTS;
        return new Sides() {
            @Override
            public Measurement ours(Round round) {
                return Measurement.of(Metric.RATE, drain(platform, events));
            }

            @Override
            public Measurement baseline(Round round) {
                return Measurement.of(Metric.RATE, tools.producerRate(BASELINE_TOPIC, events, recordBytes(platform)));
            }
        };
    }

    private static double drain(LocalPlatform platform, int events) {
        try (Admin admin = platform.kafka().administration()) {
            long end = KafkaTools.endOf(admin, TOPIC) + events;
            long began = Database.of(platform, ServiceKind.ENROLLMENT).with(connection -> {
                connection.setAutoCommit(false);
                append(connection, events);
                connection.commit();
                return System.nanoTime();
            });
            if (!Await.quietly(() -> KafkaTools.endOf(admin, TOPIC) >= end, LONGEST)) {
                throw new PlatformFailure("The backlog was not sent in " + LONGEST.toSeconds() + " s.");
            }
            return events / ((System.nanoTime() - began) / 1e9);
        }
    }

    private static void append(Connection connection, int events) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(APPEND)) {
            insert.setInt(1, events);
            insert.execute();
        }
    }

    /** Body and headers of an average event. */
    private static int recordBytes(LocalPlatform platform) {
        return HEADERS.length()
                + (int) Database.of(platform, ServiceKind.ENROLLMENT)
                        .number("select avg(length(jsonb_build_object('id', id, 'revision', version, 'state', state,"
                                + " 'studentId', person_id, 'partnerId', partner_id, 'agreementId', agreement_id,"
                                + " 'offeringId', offering_id, 'trainingId', training_id, 'academicYear', academic_year,"
                                + " 'changedAt', changed_at)::text)) from (select * from enrollment limit 1000) e");
    }
}
