package fr.cned.partenariats.enrollment.oneroster;

import fr.cned.partenariats.commons.changelog.ChangePosition;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a package. One statement with a cursor has one snapshot, and memory for one batch of rows. */
@ApplicationScoped
class OneRosterRepository {

    private static final int ROWS_IN_MEMORY = 500;

    /** A field has no line break. */
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

    /** Everything has changed. */
    private static final String ALL = """
            entry as (select cast(null as uuid) as id, cast(null as timestamptz) as at where false),
            touched as (
              select x.id, x.student_id, x.offering_id, x.training_id, x.academic_year,
                     cast(null as timestamptz) as changed_at
              from exported x)""";

    /** What has entries in the log behind a position. Whether something is exported depends on enrollments only. */
    private static final String CHANGED = """
            entry as materialized (
              select cast(l.object_id as uuid) as id, max(l.at) as at
              from change_log l
              where l.id > ? and l.object_type in ('partner', 'site', 'training', 'offering', 'student')
                and l.object_id is not null
              group by l.object_id),
            touched as materialized (
              select c.* from ask a cross join lateral changed_enrollments(?, a.partner, a.sites) c)""";

    /**
     * The first column is the ordinal of a {@link OneRosterFile}. A row that is deleted has no data of a person. A delta
     * also has the rows that its rows refer to: class and user of an enrollment, course and academic year of a class. It
     * has all organisations, because they are few.
     */
    private static final String ROWS = """
            with ask as materialized (
              select cast(? as uuid) as partner, cast(? as uuid[]) as sites, cast(? as boolean) as bulk),
            exported as materialized (
              select e.id, e.student_id, e.offering_id, e.training_id, e.academic_year, e.site_id, e.state
              from ask a
              join enrollment e on e.partner_id = a.partner and (a.sites is null or e.site_id = any (a.sites))
              join student s on s.id = e.student_id
              where e.state in ('CONFIRMED', 'ACTIVE', 'COMPLETED') and s.erased_at is null),
            %s,
            classes as (
              select c.id, c.training_id, c.academic_year, max(c.at) as at
              from (select t.offering_id as id, t.training_id, t.academic_year, t.changed_at as at from touched t
                    union all
                    select x.offering_id, x.training_id, x.academic_year, n.at
                    from entry n join exported x on x.offering_id = n.id
                    union all
                    select x.offering_id, x.training_id, x.academic_year, n.at
                    from entry n join exported x on x.training_id = n.id) c
              group by c.id, c.training_id, c.academic_year),
            courses as (select c.training_id as id, max(c.at) as at from classes c group by c.training_id),
            years as (select c.academic_year as id, max(c.at) as at from classes c group by c.academic_year),
            students as (
              select c.id, max(c.at) as at
              from (select t.student_id as id, t.changed_at as at from touched t
                    union all
                    select x.student_id, n.at from entry n join exported x on x.student_id = n.id) c
              group by c.id),
            users as materialized (
              select t.id, t.at, x.id is not null as active
              from students t left join (select distinct student_id as id from exported) x on x.id = t.id),
            orgs as (
              select 'cned' as id, cast(null as timestamptz) as at, array['Cned', 'national', null, null] as cells
              union all
              select cast(p.id as text), n.at,
                     array[p.legal_name,
                           case when p.kind in ('UNIVERSITY', 'LANGUAGE_SCHOOL', 'UPPER_SECONDARY_SCHOOL',
                                                'APPRENTICE_TRAINING_CENTRE')
                                then 'school' else 'ext:' || p.kind end,
                           p.siret, null]
              from ask a
              join partner_view p on p.id = a.partner
              left join entry n on n.id = p.id
              union all
              select cast(s.id as text), n.at, array[s.name, 'ext:SITE', null, cast(a.partner as text)]
              from ask a
              join site_view s on s.partner_id = a.partner and (a.sites is null or s.id = any (a.sites))
              left join entry n on n.id = s.id),
            newest as (
              select max(c.at) as at
              from (select o.at from orgs o union all select c.at from courses c union all select u.at from users u) c)
            select f.file,
                   array[f.id,
                         case when a.bulk then null when f.active then 'active' else 'tobedeleted' end,
                         case when not a.bulk
                              then to_char(f.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end] || f.cells
            from ask a cross join (
              select 0 as file, o.id, true as active, n.at, o.cells
              from ask a
              cross join newest n
              cross join orgs o
              where a.bulk or n.at is not null
              union all
              select 1, t.id, x.id is not null, t.at,
                     array[t.id, 'schoolYear', left(t.id, 4) || '-09-01', right(t.id, 4) || '-08-31', null,
                           right(t.id, 4)]
              from years t
              left join (select distinct academic_year as id from exported) x on x.id = t.id
              union all
              select 2, cast(t.id as text), x.id is not null, t.at,
                     array[null, v.title, v.code, null, 'cned', null, null, v.rncp, cast(v.level as text)]
              from courses t
              join training_view v on v.id = t.id
              left join (select distinct training_id as id from exported) x on x.id = t.id
              union all
              select 3, cast(t.id as text), x.id is not null, t.at,
                     array[v.title, null, cast(v.id as text), cast(o.id as text), 'scheduled', null,
                           cast(a.partner as text), o.academic_year, null, null, null,
                           cast(o.starts_on as text), cast(o.ends_on as text), o.modality]
              from ask a
              cross join classes t
              join offering_view o on o.id = t.id
              join training_view v on v.id = o.training_id
              left join (select distinct offering_id as id from exported) x on x.id = t.id
              union all
              select 4, cast(t.id as text), t.active, t.at,
                     array[cast(t.active as text), coalesce(s.reference, cast(t.id as text)), null,
                           coalesce(s.given_names, '-'), coalesce(s.family_name, '-'), null, s.reference, s.email,
                           null, null, null, null, null, null, null, null, s.details ->> 'usageName',
                           cast(a.partner as text), null]
              from ask a
              cross join users t
              left join student s on t.active and s.id = t.id
              union all
              select 5, cast(t.id as text) || '.student', t.active, t.at,
                     array[cast(t.id as text), 'primary', 'student', null, null, cast(a.partner as text), null]
              from ask a
              cross join users t
              union all
              select 6, cast(t.id as text), t.active, t.at,
                     array[cast(s.birth_date as text),
                           case s.details ->> 'sex' when 'F' then 'female' when 'M' then 'male' end,
                           null, null, null, null, null, null, null, null, null, s.birth_place, null]
              from users t
              left join student s on t.active and s.id = t.id
              union all
              select 7, cast(t.id as text), x.id is not null, t.changed_at,
                     array[cast(t.offering_id as text), cast(a.partner as text), cast(t.student_id as text), 'student',
                           null, null, null, cast(x.site_id as text), x.state]
              from ask a
              cross join touched t
              left join exported x on x.id = t.id) f
            order by f.file, f.id""";

    /** A new partner has more rows than the planner expects: a nested loop would read them once for each of them. */
    private static final String JOIN_BY_HASH = "set local enable_nestloop = off";

    private final EntityManager em;

    OneRosterRepository(EntityManager em) {
        this.em = em;
    }

    boolean hasPartner(UUID id) {
        return !em.createNativeQuery("select p.id from partner_view p where p.id = :id", UUID.class)
                .setParameter("id", id)
                .getResultList()
                .isEmpty();
    }

    /**
     * Gives the rows to the reader, in the order of the files.
     *
     * @param scope of one partner
     * @param after what the reader has; null when it has nothing
     */
    void read(TenantScope scope, @Nullable ChangePosition after, BiConsumer<OneRosterFile, List<String>> reader) {
        QuarkusTransaction.requiringNew()
                .run(() -> em.unwrap(Session.class).doWork(connection -> read(connection, scope, after, reader)));
    }

    private static void read(
            Connection connection,
            TenantScope scope,
            @Nullable ChangePosition after,
            BiConsumer<OneRosterFile, List<String>> reader)
            throws SQLException {
        OneRosterFile[] files = OneRosterFile.values();
        try (Statement plan = connection.createStatement()) {
            plan.execute(JOIN_BY_HASH);
        }
        try (PreparedStatement query = connection.prepareStatement(ROWS.formatted(after == null ? ALL : CHANGED))) {
            query.setFetchSize(ROWS_IN_MEMORY);
            query.setObject(1, scope.restrictedTo().orElseThrow());
            query.setArray(
                    2,
                    scope.isLimitedToSites()
                            ? connection.createArrayOf("uuid", scope.sites().toArray())
                            : null);
            query.setBoolean(3, after == null);
            if (after != null) {
                query.setLong(4, after.id());
                query.setLong(5, after.id());
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String[] cells = (String[]) rows.getArray(2).getArray();
                    reader.accept(
                            files[rows.getInt(1)],
                            Stream.of(cells).map(OneRosterRepository::cell).toList());
                }
            }
        }
    }

    private static String cell(@Nullable String value) {
        return value == null ? "" : CONTROLS.matcher(value).replaceAll(" ");
    }
}
