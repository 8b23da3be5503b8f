package fr.cned.partenariats.enrollment.dashboard;

import com.fasterxml.jackson.core.type.TypeReference;
import fr.cned.partenariats.commons.base.database.Columns;
import fr.cned.partenariats.commons.base.database.JsonColumns;
import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecordView.Fault;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** What is sent to the dashboard, and what it said of each record. */
@ApplicationScoped
class DashboardRecords implements PersonalDataSource {

    /**
     * The latest enrollment of each student and academic year with a contract at the centre, as a « dossier apprenant » of
     * the API v3. The dashboard deletes no record: one that it has is sent, as left, when it would not be any more.
     */
    static final String DOSSIERS = """
            with known as (
              select c.enrollment_id as id from apprenticeship_contract c where c.training_centre_id = :centre
              union
              select r.enrollment_id from dashboard_record r where r.centre_id = :centre),
            latest as (
              select distinct on (e.student_id, e.academic_year) e.id
              from known k
              join enrollment e on e.id = k.id
              where e.academic_year >= :year
                and (e.student_id, e.academic_year) > (:afterStudent, :afterYear)
                and (e.state in ('CONFIRMED', 'ACTIVE', 'COMPLETED', 'WITHDRAWN', 'TRANSFERRED')
                     or exists (select from dashboard_record r
                                where r.centre_id = :centre and r.student_id = e.student_id
                                  and r.academic_year = e.academic_year))
              order by e.student_id, e.academic_year, e.state in ('CONFIRMED', 'ACTIVE', 'COMPLETED') desc,
                e.registered_at desc, e.id)
            select e.id, e.student_id, e.academic_year,
              cast(jsonb_strip_nulls(y.contracts || jsonb_build_object(
                'id_erp_apprenant', e.student_id, 'annee_scolaire', e.academic_year,
                'nom_apprenant', s.family_name, 'prenom_apprenant', s.given_names,
                'date_de_naissance_apprenant', s.birth_date, 'ine_apprenant', s.ine, 'email_contact', s.email,
                'statut_apprenant', case when not x.present then 0 when x.running_since is null then 2 else 3 end,
                'date_metier_mise_a_jour_statut',
                  case when x.present then coalesce(x.running_since, x.ended_on, d.registered_on)
                       else coalesce(e.withdrawn_on, d.changed_on) end,
                'date_inscription_formation', d.registered_on,
                'date_entree_formation', o.starts_on, 'date_fin_formation', o.ends_on,
                'libelle_court_formation', t.title, 'formation_cfd', t.diploma_code,
                'formation_rncp', substring(t.rncp from '^RNCP[0-9]{2,5}'),
                'duree_theorique_formation_mois', case when t.duration_months <= 48 then t.duration_months end,
                'etablissement_responsable_uai', p.uai, 'etablissement_responsable_siret', p.siret,
                'etablissement_formateur_uai', h.uai, 'etablissement_formateur_siret', h.siret,
                'etablissement_lieu_de_formation_uai', h.uai, 'etablissement_lieu_de_formation_siret', h.siret,
                'obtention_diplome_formation', case e.result_state when 'PASSED' then true when 'FAILED' then false end,
                'date_obtention_diplome_formation', case e.result_state when 'PASSED' then e.result_decided_on end))
              as text) as dossier
            from latest l
            join enrollment e on e.id = l.id
            join student s on s.id = e.student_id and s.erased_at is null
            join offering_view o on o.id = e.offering_id
            join training_view t on t.id = e.training_id
            join partner_view p on p.id = :centre
            cross join lateral (
              select cast(e.registered_at at time zone :zone as date) as registered_on,
                cast(e.changed_at at time zone :zone as date) as changed_on,
                least(cast(:today as date), o.ends_on) as day) d
            cross join lateral (
              select e.state in ('CONFIRMED', 'ACTIVE', 'COMPLETED') and count(*) > 0 as present,
                max(c.starts_on) filter (where d.day between c.starts_on and c.last_day) as running_since,
                max(c.last_day) filter (where c.last_day between c.starts_on and d.day) as ended_on,
                (array_agg(c.host_school_id order by c.starts_on desc))[1] as school_id
              from (select b.*, coalesce(b.ruptured_on, b.ends_on) as last_day from apprenticeship_contract b) c
              where c.enrollment_id = e.id and c.training_centre_id = :centre) x
            cross join lateral (
              select coalesce(jsonb_object_agg(f.name || case when c.number > 1 then '_' || c.number else '' end, f.value),
                              '{}') as contracts
              from (select b.*, row_number() over (order by b.starts_on) as number
                    from (select a.* from apprenticeship_contract a
                          where a.enrollment_id = e.id and a.training_centre_id = :centre
                            and coalesce(a.ruptured_on, a.ends_on) >= a.starts_on
                          order by a.starts_on desc limit 4) b) c
              cross join lateral (values
                ('contrat_date_debut', cast(c.starts_on as text)), ('contrat_date_fin', cast(c.ends_on as text)),
                ('contrat_date_rupture', cast(c.ruptured_on as text)), ('siret_employeur', c.employer_siret),
                ('cause_rupture_contrat', case c.rupture_cause
                    when 'TRIAL_PERIOD' then 'rupture pendant la période d’essai' when 'MUTUAL_AGREEMENT' then 'résiliation'
                    when 'APPRENTICE_RESIGNATION' then 'démission' when 'EMPLOYER_DISMISSAL' then 'licenciement'
                    when 'EMPLOYER_LIQUIDATION' then 'liquidation judiciaire de l’employeur'
                    when 'DIPLOMA_OBTAINED' then 'obtention du diplôme'
                    when 'ENROLLMENT_ENDED' then 'fin de l’inscription à la formation' end)) as f (name, value)) y
            left join partner_view h on h.id = coalesce(x.school_id, p.id)
            order by e.student_id, e.academic_year limit :size""";

    /**
     * {@code for share} waits for an erasure, or a deletion of the connection, which delete records before they commit. An
     * answer replaces what is known of a record.
     */
    private static final String STORE = """
            insert into dashboard_record
              (id, connection_id, centre_id, student_id, academic_year, enrollment_id, sent_at, faults)
            select n.id, c.id, c.centre_id, n.student_id, n.academic_year, n.enrollment_id, ?, n.faults
            from unnest(?, ?, ?, ?, ?) as n (id, student_id, academic_year, enrollment_id, faults)
            join student s on s.id = n.student_id
            cross join centre_connection c
            where c.id = ? and s.erased_at is null
            order by n.student_id, n.academic_year
            for share of s, c
            on conflict (centre_id, student_id, academic_year) do update
              set enrollment_id = excluded.enrollment_id, sent_at = excluded.sent_at, faults = excluded.faults
              where ?""";

    private static final String LIST = """
            select r.id, r.centre_id, r.student_id, s.family_name, s.given_names, r.academic_year, t.title, r.sent_at,
              r.faults
            from dashboard_record r
            join student s on s.id = r.student_id
            join enrollment e on e.id = r.enrollment_id
            join training_view t on t.id = e.training_id
            where %s order by r.id""";

    private static final String FAULTY = LIST.formatted("r.connection_id = :connection and r.faults is not null"
            + " and (cast(:after as uuid) is null or r.id > :after)");

    private static final String OF_STUDENTS = LIST.formatted("r.student_id = any (:students)");

    private static final TypeReference<List<Fault>> FAULTS = new TypeReference<>() {};

    private final Session session;

    DashboardRecords(Session session) {
        this.session = session;
    }

    /** @param json the record in the form of the dashboard */
    record Dossier(UUID enrollmentId, UUID studentId, String academicYear, String json) {}

    /**
     * The next records of a training centre.
     *
     * @param fromYear the earliest academic year
     * @param after the last one of the page before
     */
    List<Dossier> next(
            UUID centreId, String fromYear, LocalDate today, ZoneId zone, @Nullable Dossier after, int size) {
        return session.createNativeQuery(DOSSIERS, Dossier.class)
                .setParameter("centre", centreId)
                .setParameter("year", fromYear)
                .setParameter("today", today)
                .setParameter("zone", zone.getId())
                .setParameter("afterStudent", after == null ? new UUID(0, 0) : after.studentId())
                .setParameter("afterYear", after == null ? "" : after.academicYear())
                .setParameter("size", size)
                .getResultList();
    }

    record Sent(Dossier dossier, List<Fault> faults) {}

    /** @param answered false before the request: the dashboard may take a record whose answer is lost */
    void store(UUID connectionId, List<Sent> records, boolean answered, Instant now) {
        session.doWork(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(STORE)) {
                insert.setObject(1, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
                int last = new Columns<>(records)
                        .add("uuid", sent -> Ids.next())
                        .add("uuid", sent -> sent.dossier().studentId())
                        .add("text", sent -> sent.dossier().academicYear())
                        .add("uuid", sent -> sent.dossier().enrollmentId())
                        .add("text", sent -> sent.faults().isEmpty() ? null : JsonColumns.write(sent.faults()))
                        .bind(insert, 2);
                insert.setObject(last, connectionId);
                insert.setBoolean(last + 1, answered);
                insert.executeUpdate();
            }
        });
    }

    void deleteBefore(UUID connectionId, String academicYear) {
        session.createNativeMutationQuery(
                        "delete from dashboard_record where connection_id = :connection and academic_year < :year")
                .setParameter("connection", connectionId)
                .setParameter("year", academicYear)
                .executeUpdate();
    }

    /** The students are of other partners. The caller has checked that the connection is in its scope. */
    @AllTenants
    @Transactional
    Page<DashboardRecordView> faulty(UUID connectionId, PageParams page) {
        List<Row> rows = session.createNativeQuery(FAULTY, Row.class)
                .setParameter("connection", connectionId)
                .setParameter("after", page.after(UUID.class, connectionId).orElse(null), UUID.class)
                .setMaxResults(page.fetchSize())
                .getResultList();
        return Page.of(rows, page, Row::view, Row::id, connectionId);
    }

    @Override
    public String section() {
        return "dashboardRecords";
    }

    /** Row-level security limits a partner to what it has sent as a training centre. */
    @Override
    public List<?> export(Person person, TenantScope scope) {
        return session.createNativeQuery(OF_STUDENTS, Row.class)
                .setParameter("students", person.studentIds().toArray(UUID[]::new))
                .getResultStream()
                .map(Row::view)
                .toList();
    }

    /** The dashboard has no operation that deletes: it must be asked. */
    @Override
    public int erase(Person person) {
        return session.createNativeMutationQuery("delete from dashboard_record where student_id = any (:students)")
                .setParameter("students", person.studentIds().toArray(UUID[]::new))
                .executeUpdate();
    }

    private record Row(
            UUID id,
            UUID centreId,
            UUID studentId,
            @Nullable String familyName,
            @Nullable String givenNames,
            String academicYear,
            String title,
            Instant sentAt,
            @Nullable String faults) {

        DashboardRecordView view() {
            List<Fault> read = faults == null ? List.of() : JsonColumns.read(faults, FAULTS);
            return new DashboardRecordView(
                    id, centreId, studentId, familyName, givenNames, academicYear, title, sentAt, read);
        }
    }
}
