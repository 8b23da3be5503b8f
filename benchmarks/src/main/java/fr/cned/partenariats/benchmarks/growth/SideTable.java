package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.local.service.ServiceKind;
import java.time.Instant;
import java.util.List;

/**
 * A table that gets rows with the traffic.
 *
 * @param perEnrollment rows for one enrollment in its life
 * @param write inserts {@code :rows} rows with times between {@code :from} and {@code :to}; empty when another table's
 *     statement does
 * @param job the source file of the job that deletes, in its service
 * @param retain deletes one batch, the text of the job; {@code :now} stands for its parameters
 * @param days how long rows are kept
 * @param isStable whether the table must not grow after half a year
 */
record SideTable(
        String name,
        ServiceKind service,
        double perEnrollment,
        String write,
        String job,
        String retain,
        int days,
        boolean isStable) {

    private static final String PARTNER = "md5('partner' || n % 40)::uuid";
    private static final String AT = "timestamptz ':from' + (n::float8 / :rows) * (timestamptz ':to' - ':from')";
    private static final String RANDOM = "gen_random_uuid()";

    private static final String COMMONS = "service-commons/src/main/java/fr/cned/partenariats/commons/";
    private static final String PARTNERS = "partner-service/src/main/java/fr/cned/partenariats/partner/";
    private static final String ENROLLMENTS = "enrollment-service/src/main/java/fr/cned/partenariats/enrollment/";

    /** The statement of the job for this time. */
    String retain(Instant now, int batch) {
        String time = "timestamptz '" + now + "'";
        String before = "(" + time + " - interval '" + days + " days')";
        return retain.replace("%1$s", name)
                .replace("now()", time)
                .replace(":days", Integer.toString(days))
                .replace(":batch", Integer.toString(batch))
                .replace(":before", before)
                .replace("?", before);
    }

    static List<SideTable> all() {
        return List.of(
                new SideTable(
                        "idempotency_key",
                        ServiceKind.ENROLLMENT,
                        1.5,
                        """
                        insert into idempotency_key
                          (client, subject, scope, key, request_hash, status, headers, body, named_ids, created_at)
                        select 'growth', '', '', gen_random_uuid()::text, sha256(n::text::bytea), 201, '{}',
                               convert_to(repeat(md5(n::text), 20), 'UTF8'), array[%1$s, %1$s, %1$s, %1$s, %1$s, %1$s], %2$s
                        from generate_series(1, :rows) n""".formatted(RANDOM, AT),
                        COMMONS + "idempotency/IdempotencyKeyCleanup.java",
                        """
                        delete from idempotency_key where ctid = any (array(
                          select ctid from idempotency_key
                          where created_at < now() - make_interval(days => :days)
                          order by created_at limit :batch for update skip locked))""",
                        7,
                        true),
                new SideTable(
                        "webhook_delivery",
                        ServiceKind.PARTNER,
                        1,
                        """
                        insert into webhook_delivery
                          (id, webhook_id, partner_id, event_type, object_id, sequence, body, outcome, created_at,
                           due_since, tried_since, next_attempt_at, attempts, last_attempt_at, last_status)
                        select %1$s, %2$s, %2$s, 'enrollment-changed', %1$s, n, repeat(md5(n::text), 20), 'DELIVERED',
                               r.at, r.at, r.at, r.at, 1, r.at, 200
                        from generate_series(1, :rows) n cross join lateral (select %3$s as at) r""".formatted(RANDOM, PARTNER, AT),
                        PARTNERS + "webhook/DeliveryRetention.java",
                        """
                        delete from webhook_delivery where id = any (array(
                          select d.id from webhook_delivery d where d.created_at < :before
                          order by d.created_at limit :batch for update skip locked))""",
                        31,
                        true),
                new SideTable(
                        "import_job",
                        ServiceKind.ENROLLMENT,
                        0.001,
                        """
                        insert into import_job
                          (id, version, kind, partner_id, client, actor, actor_name, dry_run, abort_on_error, columns,
                           separator, state, row_count, processed, accepted, created_at, touched_at, started_at, ended_at)
                        select %s, 0, 'ENROLLMENTS', %s, 'growth', '{}', 'growth', false, false, '[]', ',', 'DONE', 500,
                               500, 500, r.at, r.at, r.at, r.at
                        from generate_series(1, :rows) n cross join lateral (select %s as at) r""".formatted(RANDOM, PARTNER, AT),
                        ENROLLMENTS + "importjob/ImportJobTable.java",
                        """
                        delete from import_job where id = any (array(
                          select id from import_job
                          where ended_at < ? or (state = 'RECEIVING' and touched_at < ?)
                          order by id limit 1 for update skip locked))""",
                        7,
                        true),
                new SideTable(
                        "import_row",
                        ServiceKind.ENROLLMENT,
                        0.5,
                        """
                        insert into import_row
                          (job_id, number, partner_id, cells, outcome, identity_key, student_id, enrollment_id, subject)
                        select j.id, n, j.partner_id, repeat(md5(n::text), 8), 'ACCEPTED', j.id::text || n, %1$s, %1$s,
                               n::text
                        from import_job j cross join generate_series(1, 500) n
                        where j.client = 'growth' and j.ended_at > ':from'""".formatted(RANDOM),
                        ENROLLMENTS + "importjob/ImportJobTable.java",
                        "",
                        7,
                        true),
                new SideTable(
                        "transmission_attempt",
                        ServiceKind.ENROLLMENT,
                        1.05,
                        """
                        insert into transmission_attempt
                          (at, sent_on, partner_id, client, key, reference, student_id, code)
                        select r.at, r.at::date, %s, 'growth', gen_random_uuid()::text, 'R-' || n, %s,
                               case when n %% 20 = 0 then 'already-enrolled' end
                        from generate_series(1, :rows) n cross join lateral (select %s as at) r""".formatted(PARTNER, RANDOM, AT),
                        ENROLLMENTS + "transmission/attempt/TransmissionJobs.java",
                        """
                        delete from transmission_attempt old_attempt where old_attempt.ctid = any (array(
                          select ctid from transmission_attempt
                          where at < :before order by at limit :batch for update skip locked))""",
                        30,
                        true),
                new SideTable(
                        "transmission_day",
                        ServiceKind.ENROLLMENT,
                        0,
                        """
                        insert into transmission_day (sent_on, partner_id, client, code, attempts)
                        select d::date, md5('partner' || p)::uuid, 'growth', c, 100
                        from generate_series(timestamptz ':from', ':to', '1 day') d, generate_series(0, 39) p,
                             unnest(array['', 'already-enrolled', 'no-seat-left']) c
                        on conflict do nothing""",
                        ENROLLMENTS + "transmission/attempt/TransmissionJobs.java",
                        """
                        delete from transmission_day old_day where old_day.ctid = any (array(
                          select ctid from transmission_day
                          where sent_on < :before order by sent_on limit :batch for update skip locked))""",
                        3 * 365,
                        false),
                new SideTable(
                        "change_log",
                        ServiceKind.ENROLLMENT,
                        4,
                        """
                        insert into change_log
                          (at, client, subject, roles, tenant, operation, object_type, object_id, revision_after,
                           changed_fields)
                        select %3$s, 'growth', md5(n::text), '{partner}', %1$s, 'createEnrollment', 'enrollment',
                               %2$s::text, 0, '{state}'
                        from generate_series(1, :rows) n""".formatted(PARTNER, RANDOM, AT),
                        COMMONS + "audit/AuditArchive.java",
                        "",
                        90,
                        true),
                new SideTable("audit_seal", ServiceKind.ENROLLMENT, 4, "", "", "", 90, true));
    }
}
