package fr.cned.partenariats.enrollment.schooling.attendance;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.math.BigDecimal;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@ApplicationScoped
class AttendanceRepository implements PanacheRepositoryBase<Attendance, UUID> {

    /** An equal number of hours changes nothing; another number moves the old one into the history. */
    private static final String DECLARE = """
            insert into attendance as a
              (id, version, enrollment_id, site_id, partner_id, week, hours, declared_by, declared_at, history)
            select d.id, 0, d.enrollment_id, cast(:site as uuid), d.partner_id, cast(:week as date), d.hours,
              cast(:by as text), cast(:now as timestamptz), '[]'
            from unnest(:ids, :enrollments, :partners, :hours) as d (id, enrollment_id, partner_id, hours)
            on conflict (enrollment_id, week, site_id) do update
              set version = a.version + 1, hours = excluded.hours, declared_by = excluded.declared_by,
                  declared_at = excluded.declared_at,
                  history = a.history
                    || jsonb_build_object('hours', a.hours, 'at', a.declared_at, 'by', a.declared_by)
              where a.hours <> excluded.hours
            returning id, version, enrollment_id""";

    private static final String OVERFULL =
            "select person_id, visible from overfull_persons(:persons, :week, cast(:partner as uuid))";

    Optional<UUID> partnerOfSite(UUID siteId) {
        return Optional.ofNullable(partnersOfSites(List.of(siteId)).get(siteId));
    }

    /** By site; unknown sites are missing. */
    Map<UUID, UUID> partnersOfSites(Collection<UUID> siteIds) {
        return getSession()
                .createNativeQuery("select id, partner_id from site_view where id = any(:sites)", Tuple.class)
                .setParameter("sites", siteIds.toArray(UUID[]::new))
                .getResultStream()
                .collect(Collectors.toMap(row -> row.get("id", UUID.class), row -> row.get("partner_id", UUID.class)));
    }

    /** @param partnerId the partner of the enrollment */
    record DeclaredHours(UUID enrollmentId, UUID partnerId, BigDecimal hours) {}

    record WrittenRow(UUID id, long revision, UUID enrollmentId) {

        ChangeRecord change() {
            return ChangeRecord.next("attendance", id, revision, "hours");
        }
    }

    /** Returns only rows that are new or have other hours than before. */
    List<WrittenRow> declare(UUID siteId, IsoWeek week, List<DeclaredHours> declared, String by, Instant now) {
        return getSession()
                .createNativeQuery(DECLARE, WrittenRow.class)
                .setParameter("site", siteId)
                .setParameter("week", week.monday())
                .setParameter("by", by)
                .setParameter("now", now)
                .setParameter(
                        "ids", Stream.generate(Ids::next).limit(declared.size()).toArray(UUID[]::new))
                .setParameter(
                        "enrollments",
                        declared.stream().map(DeclaredHours::enrollmentId).toArray(UUID[]::new))
                .setParameter(
                        "partners",
                        declared.stream().map(DeclaredHours::partnerId).toArray(UUID[]::new))
                .setParameter(
                        "hours", declared.stream().map(DeclaredHours::hours).toArray(BigDecimal[]::new))
                .getResultList();
    }

    /**
     * Persons whose declared hours at all sites exceed the hours of a week.
     *
     * @return by person, whether the hours within the scope alone exceed them
     */
    Map<UUID, Boolean> overfull(Collection<UUID> persons, IsoWeek week, TenantScope scope) {
        return getSession()
                .createNativeQuery(OVERFULL, Tuple.class)
                .setParameter("partner", scope.restrictedTo().orElse(null), UUID.class)
                .setParameter("persons", persons.toArray(UUID[]::new))
                .setParameter("week", week.monday())
                .getResultStream()
                .collect(Collectors.toMap(
                        row -> row.get("person_id", UUID.class), row -> row.get("visible", Boolean.class)));
    }

    enum Mark {
        DRY_RUN,
        WEEK
    }

    /** Begins writes that {@link #undo} can undo. */
    void mark(Mark mark) {
        execute("savepoint " + mark);
    }

    /** Undoes all writes since the mark, and keeps the row locks from before. */
    void undo(Mark mark) {
        execute("rollback to savepoint " + mark);
    }

    private void execute(String command) {
        getSession().doWork(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(command);
            }
        });
    }
}
