package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.CATALOG;
import static fr.cned.partenariats.local.service.ServiceKind.ENROLLMENT;
import static fr.cned.partenariats.local.service.ServiceKind.PARTNER;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.e2e.ApiClient.Response;
import fr.cned.partenariats.e2e.WebhookReceiverProcess.Receipt;
import fr.cned.partenariats.local.service.ServiceKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The checks that compare the platform with the traffic of the drills. Each returns the exceptions. */
final class DrillChecks {

    private DrillChecks() {}

    static List<String> partsDown(DrillTraffic traffic) {
        List<String> down = new ArrayList<>();
        for (ServiceKind kind : ServiceKind.values()) {
            if (!Platform.get().service(kind).isReady()) {
                down.add(kind.module());
            }
        }
        Response health = Platform.http().get("", "/health");
        if (health.status() != 200) {
            down.add(health.text());
        }
        return down;
    }

    static List<String> wrongRelays(DrillTraffic traffic) {
        return ServiceKind.withDatabase().stream()
                .filter(kind -> ProcessFailureIT.leaders(Platform.get().service(kind)) != 1)
                .map(ServiceKind::module)
                .toList();
    }

    static List<String> lostRegistrations(DrillTraffic traffic) {
        return Tables.rows(
                ENROLLMENT,
                "select a.id from unnest(?::uuid[]) a (id) where not exists (select 1 from enrollment e where e.id = a.id)",
                Tables.array(traffic.acknowledged()));
    }

    static List<String> uncountedRegistrations(DrillTraffic traffic) {
        return Tables.rows(ENROLLMENT, """
                select e.id from enrollment e where e.partner_id = ? and not e.id = any (?::uuid[])
                and not exists (select 1 from import_row r where r.enrollment_id = e.id and r.outcome = 'ACCEPTED')""", traffic.fixture().partner(), Tables.array(traffic.acknowledged()));
    }

    /** The years with another number of enrollments in the statistics. */
    static List<String> wrongStatistics(DrillTraffic traffic) {
        Set<String> counted = new TreeSet<>();
        for (JsonNode group : Platform.http()
                .get(Platform.token(Platform.ENROLLMENT_OFFICE), "/v1/statistics?groupBy=academicYear,state")
                .body()
                .path("items")) {
            counted.add("%s %s %s"
                    .formatted(
                            group.path("key").asText(),
                            group.path("secondKey").asText(),
                            group.path("enrollments").asText()));
        }
        List<String> wrong = new ArrayList<>(Tables.rows(
                ENROLLMENT, "select academic_year, state, count(*) from enrollment group by 1, 2 order by 1, 2"));
        wrong.removeAll(counted);
        return wrong;
    }

    static List<String> registeredTwice(DrillTraffic traffic) {
        return Tables.rows(ENROLLMENT, """
                select s.family_name, e.offering_id from enrollment e join student s on s.id = e.student_id
                where e.partner_id = ? and s.erased_at is null group by 1, 2 having count(*) > 1""", traffic.fixture().partner());
    }

    static List<String> otherAnswers(DrillTraffic traffic) {
        List<String> others = new ArrayList<>();
        traffic.keyed().forEach((key, sent) -> {
            Response again = traffic.fixture().enroll(sent.request(), key);
            if (again.status() != 201 || !again.id().equals(sent.id())) {
                others.add(sent.id() + " " + again);
            }
        });
        return others;
    }

    static List<String> wrongReferences(DrillTraffic traffic) {
        Set<String> sent = new TreeSet<>();
        traffic.keyed().values().forEach(keyed -> sent.add(keyed.reference() + " " + keyed.id()));
        return Tables.differences(
                sent,
                new HashSet<>(Tables.rows(
                        ENROLLMENT,
                        "select reference, id from enrollment where partner_id = ? and reference is not null",
                        traffic.fixture().partner())));
    }

    static List<String> disorder(DrillTraffic traffic) {
        Map<String, String> states = Tables.rows(
                        ENROLLMENT,
                        "select id, state from enrollment where offering_id = ?",
                        UUID.fromString(traffic.crowdedOffering()))
                .stream()
                .map(row -> row.split(" ", 2))
                .collect(toMap(row -> row[0], row -> row[1]));
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < traffic.queue().size(); i++) {
            String id = traffic.queue().get(i);
            String expected = i < DrillTraffic.PLACES ? "CONFIRMED" : "WAITLISTED";
            if (!expected.equals(states.get(id))) {
                wrong.add("place %d: %s %s".formatted(i, id, states.get(id)));
            }
        }
        List<String> waiting = Tables.rows(
                ENROLLMENT,
                "select id from enrollment where offering_id = ? and state = 'WAITLISTED' order by waiting_rank",
                UUID.fromString(traffic.crowdedOffering()));
        List<String> expected =
                traffic.queue().stream().skip(DrillTraffic.PLACES).toList();
        if (!waiting.equals(expected)) {
            wrong.add("waiting list " + waiting);
        }
        return wrong;
    }

    static List<String> newDeadLetters(DrillTraffic traffic) {
        List<String> added = new ArrayList<>();
        TopicEnds.of(Platform.get(), (String topic) -> topic.endsWith(".dlq")).forEach((partition, end) -> {
            if (end > traffic.deadLetters().getOrDefault(partition, 0L)) {
                added.add(partition);
            }
        });
        return added;
    }

    static List<String> enrollmentTopic(DrillTraffic traffic) {
        return topic("enrollment.enrollments.v1", ENROLLMENT, "select id, version from enrollment");
    }

    static List<String> agreementTopic(DrillTraffic traffic) {
        return topic("partner.agreements.v1", PARTNER, "select id, version from agreement");
    }

    static List<String> trainingTopic(DrillTraffic traffic) {
        return topic("catalog.trainings.v1", CATALOG, "select id, version from training");
    }

    private static List<String> topic(String topic, ServiceKind service, String sql) {
        return Tables.differences(
                new HashSet<>(Tables.rows(service, sql)),
                NewestEvents.of(Platform.get().kafka(), topic));
    }

    static List<String> enrollmentFeed(DrillTraffic traffic) {
        return Tables.differences(
                new HashSet<>(Tables.rows(ENROLLMENT, """
                        select e.id, e.version from enrollment e join student s on s.id = e.student_id
                        where e.partner_id = ? and s.erased_at is null""", traffic.fixture().partner())),
                traffic.feed("/v1/enrollments/changes").read(traffic.fixture().token()));
    }

    static List<String> agreementFeed(DrillTraffic traffic) {
        return feed(
                traffic,
                "/v1/agreements/changes",
                Platform.PARTNERSHIP_OFFICE,
                PARTNER,
                "select id, version from agreement");
    }

    static List<String> trainingFeed(DrillTraffic traffic) {
        return feed(
                traffic,
                "/v1/trainings/changes",
                Platform.CATALOGUE_OFFICE,
                CATALOG,
                "select id, version from training");
    }

    static List<String> offeringFeed(DrillTraffic traffic) {
        return feed(
                traffic,
                "/v1/offerings/changes",
                Platform.CATALOGUE_OFFICE,
                CATALOG,
                "select id, version from offering");
    }

    private static List<String> feed(
            DrillTraffic traffic, String path, String client, ServiceKind service, String sql) {
        return Tables.differences(
                new HashSet<>(Tables.rows(service, sql)), traffic.feed(path).read(Platform.token(client)));
    }

    static List<String> brokenChains(DrillTraffic traffic) {
        List<String> broken = new ArrayList<>();
        for (ServiceKind service : ServiceKind.withDatabase()) {
            String[] anchor = traffic.anchor(service).split(" ", 2);
            Tables.rows(
                            service,
                            "select fault, broken_position, waiting from audit_verify(?, ?) where fault is not null or waiting > 0",
                            Long.parseLong(anchor[0]),
                            anchor[1])
                    .forEach(fault -> broken.add(service.module() + " " + fault));
        }
        return broken;
    }

    static List<String> missingDeliveries(DrillTraffic traffic) {
        Set<String> received = new HashSet<>();
        traffic.receiver().receipts().stream()
                .filter(Receipt::isAccepted)
                .map(Receipt::change)
                .forEach(received::add);
        return Tables.rows(
                        ENROLLMENT,
                        "select id, version from enrollment where partner_id = ?",
                        traffic.fixture().partner())
                .stream()
                .filter(change -> !received.contains(change))
                .toList();
    }

    static List<String> uncountedAttempts(DrillTraffic traffic) {
        long accepted = (long) traffic.acknowledged().size()
                + (long) DrillTraffic.ROWS * traffic.imports().size();
        return Tables.rows(
                ENROLLMENT,
                """
                select 'counted', c.counted, 'listed', l.listed, 'acknowledged', cast(? as bigint)
                from (select coalesce(sum(d.attempts), 0) as counted
                      from (select partner_id, code, attempts from transmission_day
                            union all select partner_id, code, attempts from transmission_delta) d
                      where d.partner_id = ? and d.code = '') c,
                     (select count(*) as listed from transmission_attempt a
                      where a.partner_id = ? and a.code is null) l
                where c.counted <> ? or l.listed <> ?""",
                accepted,
                traffic.fixture().partner(),
                traffic.fixture().partner(),
                accepted,
                accepted);
    }

    static List<String> wrongSums(DrillTraffic traffic) {
        Response answer = Platform.http().get(traffic.fixture().token(), "/v1/transmissions");
        List<String> wrong = new ArrayList<>();
        long accepted = 0;
        for (JsonNode day : answer.body().path("items")) {
            accepted += day.path("accepted").asLong();
            long sum = day.path("accepted").asLong()
                    + day.path("refused").asLong()
                    + day.path("pending").asLong();
            if (day.path("sent").asLong() != sum || day.path("pending").asLong() != 0) {
                wrong.add(day.toString());
            }
        }
        return accepted == 0 ? List.of(answer.toString()) : wrong;
    }

    static List<String> openImports(DrillTraffic traffic) {
        List<String> open = new ArrayList<>(Tables.rows(
                ENROLLMENT, """
                select id, state from import_job where partner_id = ?
                and (state <> 'DONE' or row_count <> processed or processed <> accepted + repeated + refused + malformed)
                union all
                select r.enrollment_id, 'twice' from import_row r
                where r.partner_id = ? and r.enrollment_id is not null group by 1 having count(*) > 1""", traffic.fixture().partner(), traffic.fixture().partner()));
        traffic.imports().stream()
                .map(FileImport::job)
                .filter(job -> job.path("counts").path("accepted").asInt() != DrillTraffic.ROWS)
                .forEach(job -> open.add(job.toString()));
        return open;
    }

    static List<String> knownAgain(DrillTraffic traffic) {
        List<String> known = new ArrayList<>(Tables.rows(
                ENROLLMENT,
                "select id from student where id = any (?::uuid[]) and erased_at is null",
                Tables.array(traffic.erased().keySet())));
        String names = String.join("|", traffic.erased().values());
        known.addAll(Tables.rows(ENROLLMENT, """
                select 'answer', key from idempotency_key where convert_from(body, 'UTF8') ~ ?
                union all select 'row', number::text from import_row where cells ~ ?""", names, names));
        return known;
    }
}
