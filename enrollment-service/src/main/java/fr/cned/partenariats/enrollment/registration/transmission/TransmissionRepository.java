package fr.cned.partenariats.enrollment.registration.transmission;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.student.PersonalDataSource.Person;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Reads attempts and their counts, one statement each. */
@ApplicationScoped
class TransmissionRepository {

    /** Sorts attempts of the staff of the Cned, who have no partner. */
    private static final UUID NO_PARTNER = new UUID(0, 0);

    /** A statement reads one snapshot: it counts what the job moves from one table to the other exactly once. */
    private static final String DAYS = """
            with counted as (
              select c.sent_on, c.partner_id, c.client, c.code, cast(sum(c.attempts) as bigint) as attempts,
                cast(sum(c.pending) as bigint) as pending
              from (select sent_on, partner_id, client, code, attempts, 0 as pending from transmission_day
                    union all
                    select sent_on, partner_id, client, code, attempts, 0 from transmission_delta
                    union all
                    select cast(created_at at time zone :zone as date), partner_id, client, '', 0, row_count - processed
                    from import_job
                    where state in ('WAITING', 'RUNNING') and kind = 'ENROLLMENTS' and not dry_run) c
              where c.sent_on between :from and :to
                and (cast(:visible as uuid) is null or c.partner_id = :visible)
                and (cast(:partner as uuid) is null or c.partner_id = :partner)
                and (cast(:client as text) is null or c.client = :client)
                and (cast(:afterDay as date) is null or c.sent_on <= :afterDay)
              group by c.sent_on, c.partner_id, c.client, c.code)
            select sent_on, partner_id, client,
              cast(coalesce(sum(attempts) filter (where code = ''), 0) as bigint) as accepted,
              cast(coalesce(sum(attempts) filter (where code <> ''), 0) as bigint) as refused,
              cast(sum(pending) as bigint) as pending,
              array_agg(code order by attempts desc, code) filter (where code <> '') as codes,
              array_agg(attempts order by attempts desc, code) filter (where code <> '') as counts
            from counted
            where cast(:afterDay as date) is null
              or (sent_on, coalesce(partner_id, :none), client) < (:afterDay, cast(:afterPartner as uuid), cast(:afterClient as text))
            group by sent_on, partner_id, client
            order by sent_on desc, coalesce(partner_id, :none) desc, client desc
            limit :size""";

    private static final String ATTEMPTS = """
            select a.at, a.id, a.sent_on, a.partner_id, a.client, a.key, a.import_id, a.row_number, a.reference, a.code
            from transmission_attempt a where %s order by a.at, a.id""";

    /**
     * Attempts that show a reference of the person: those that name one of the students, and the refused ones with the
     * reference of one of the enrollments, which were sent before the student existed.
     */
    private static final String OF_PERSON = """
            (a.at, a.id) in (
              select x.at, x.id from transmission_attempt x
              where x.student_id = any(:students) and x.reference is not null
              union all
              select x.at, x.id from enrollment e
              join transmission_attempt x on x.reference = e.reference
                and (x.partner_id is null or x.partner_id = e.partner_id)
              where e.id = any(:enrollments) and x.reference is not null and x.code is not null
                and (x.student_id is null or x.student_id = any(:students)))""";

    /** Without attempts of the staff for a student of unknown partner: another partner may use the same reference. */
    private static final String EXPORT = ATTEMPTS.formatted(OF_PERSON
            + " and (cast(:visible as uuid) is null or a.partner_id = :visible)"
            + " and (a.partner_id is not null or a.student_id is not null)");

    private static final String ERASE = "update transmission_attempt a set reference = null where " + OF_PERSON;

    private final Session session;

    TransmissionRepository(Session session) {
        this.session = session;
    }

    /** The place of a day in the list; without a partner {@link #NO_PARTNER}. */
    record DayKey(LocalDate day, UUID partnerId, String client) {

        static DayKey of(TransmissionDayView day) {
            return new DayKey(day.day(), day.partnerId() == null ? NO_PARTNER : day.partnerId(), day.client());
        }
    }

    record AttemptKey(Instant at, long id) {}

    record AttemptRow(
            Instant at,
            long id,
            LocalDate sentOn,
            @Nullable UUID partnerId,
            String client,
            @Nullable String key,
            @Nullable UUID importId,
            @Nullable Integer rowNumber,
            @Nullable String reference,
            @Nullable String code) {

        AttemptKey position() {
            return new AttemptKey(at, id);
        }

        AttemptView view() {
            return new AttemptView(
                    at,
                    sentOn,
                    partnerId,
                    client,
                    code == null ? AttemptOutcome.ACCEPTED : AttemptOutcome.REFUSED,
                    key,
                    importId,
                    rowNumber,
                    reference,
                    code);
        }
    }

    List<TransmissionDayView> days(
            TransmissionFilter filter,
            LocalDate from,
            LocalDate to,
            ZoneId zone,
            TenantScope scope,
            Optional<DayKey> after,
            int size) {
        @Nullable DayKey last = after.orElse(null);
        return session.createNativeQuery(DAYS, Tuple.class)
                .setParameter("from", from)
                .setParameter("to", to)
                .setParameter("zone", zone.getId())
                .setParameter("visible", scope.restrictedTo().orElse(null), UUID.class)
                .setParameter("partner", filter.partnerId, UUID.class)
                .setParameter("client", AttemptFilter.emptyToNull(filter.client), String.class)
                .setParameter("none", NO_PARTNER)
                .setParameter("afterDay", last == null ? null : last.day(), LocalDate.class)
                .setParameter("afterPartner", last == null ? null : last.partnerId(), UUID.class)
                .setParameter("afterClient", last == null ? null : last.client(), String.class)
                .setParameter("size", size)
                .getResultStream()
                .map(TransmissionRepository::day)
                .toList();
    }

    private static TransmissionDayView day(Tuple row) {
        long accepted = row.get("accepted", Long.class);
        long refused = row.get("refused", Long.class);
        long pending = row.get("pending", Long.class);
        return new TransmissionDayView(
                row.get("sent_on", LocalDate.class),
                row.get("partner_id", UUID.class),
                row.get("client", String.class),
                accepted + refused + pending,
                accepted,
                refused,
                pending,
                codes((String @Nullable []) row.get("codes"), (Long @Nullable []) row.get("counts")));
    }

    private static List<TransmissionDayView.CodeCount> codes(String @Nullable [] codes, Long @Nullable [] counts) {
        List<TransmissionDayView.CodeCount> counted = new ArrayList<>();
        if (codes != null && counts != null) {
            for (int i = 0; i < codes.length; i++) {
                counted.add(new TransmissionDayView.CodeCount(codes[i], counts[i]));
            }
        }
        return counted;
    }

    List<AttemptRow> attempts(AttemptFilter filter, TenantScope scope, Optional<AttemptKey> after, int size) {
        Conditions conditions = filter.conditions(scope);
        after.ifPresent(last -> conditions.with(
                "(a.at, a.id) > (:afterAt, :afterId)", Map.of("afterAt", last.at(), "afterId", last.id())));
        var query = session.createNativeQuery(ATTEMPTS.formatted(conditions.query()), AttemptRow.class)
                .setMaxResults(size);
        conditions.parameters().forEach(query::setParameter);
        return query.getResultList();
    }

    List<AttemptView> withReferencesOf(Person person, TenantScope scope) {
        return session.createNativeQuery(EXPORT, AttemptRow.class)
                .setParameter("students", person.studentIds().toArray(UUID[]::new))
                .setParameter("enrollments", person.enrollmentIds().toArray(UUID[]::new))
                .setParameter("visible", scope.restrictedTo().orElse(null), UUID.class)
                .getResultStream()
                .map(AttemptRow::view)
                .toList();
    }

    int eraseReferences(Person person) {
        return session.createNativeMutationQuery(ERASE)
                .setParameter("students", person.studentIds().toArray(UUID[]::new))
                .setParameter("enrollments", person.enrollmentIds().toArray(UUID[]::new))
                .executeUpdate();
    }
}
