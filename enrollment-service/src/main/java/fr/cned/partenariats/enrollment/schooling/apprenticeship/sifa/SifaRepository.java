package fr.cned.partenariats.enrollment.schooling.apprenticeship.sifa;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.database.JsonColumns;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hibernate.Session;

/**
 * Reads the apprentices of a training centre. The rows belong to other partners, so the query itself limits them to
 * contracts with the centre. One statement with a cursor has one snapshot, and memory for one batch of rows.
 */
@ApplicationScoped
class SifaRepository {

    private static final int ROWS_IN_MEMORY = 200;

    /**
     * The last contract of each person, with the fields of the API. After a rupture a centre keeps an apprentice for
     * six months (Code du travail, L6222-18-2), if the student neither left nor has the diploma. A file has diploma codes or certifications, never both.
     */
    private static final String APPRENTICES = """
            with asked as (select cast(:centre as uuid) as centre, cast(:day as date) as day, cast(:type as text) as type),
            last_contract as (
              select distinct on (e.person_id) c.id
              from asked a
              join apprenticeship_contract c on c.training_centre_id = a.centre
              join enrollment e on e.id = c.enrollment_id
              where a.day between c.starts_on and c.ends_on and e.state <> 'ANNULLED'
                and (c.ruptured_on is null or c.ruptured_on >= a.day
                     or (c.ruptured_on >= c.starts_on and c.ruptured_on >= a.day - interval '6 months'
                         and c.rupture_cause not in ('ENROLLMENT_ENDED', 'DIPLOMA_OBTAINED')
                         and e.state not in ('CANCELLED', 'REJECTED')
                         and (e.withdrawn_on is null or e.withdrawn_on >= a.day)
                         and (e.result_state is distinct from 'PASSED' or e.result_decided_on > a.day)))
              order by e.person_id, c.starts_on desc, c.id),
            listed as (
              select c.id, jsonb_build_object(
                       'day', a.day, 'centreType', a.type,
                       'sameIne', s.ine is not null and count(*) over (partition by s.ine) > 1,
                       'sameIdentity', count(*) over (partition by s.identity_key) > 1,
                       'byRncp', bool_and(t.rncp is not null) over () and not bool_and(t.diploma_code is not null) over (),
                       'byConvention', c.host_school_structure is not null,
                       'abroad', s.details -> 'address' ->> 'country' <> 'FR',
                       'student', coalesce(s.details, jsonb_build_object()) || jsonb_build_object(
                         'familyName', s.family_name, 'givenNames', s.given_names, 'birthDate', s.birth_date,
                         'email', s.email, 'ine', s.ine),
                       'contract', jsonb_build_object(
                         'id', c.id, 'studentId', c.student_id, 'startsOn', c.starts_on, 'endsOn', c.ends_on,
                         'employerSiret', c.employer_siret,
                         'rupturedOn', case when c.ruptured_on <= a.day then c.ruptured_on end,
                         'hostSchoolStructure', c.host_school_structure),
                       'training', jsonb_build_object(
                         'code', t.code, 'family', t.family, 'rncp', t.rncp, 'curriculum', jsonb_build_object(
                           'diplomaCode', t.diploma_code, 'durationMonths', t.duration_months)),
                       'offering', jsonb_build_object('startsOn', o.starts_on),
                       'trainingCentre', jsonb_build_object('identifiers', jsonb_build_object('uai', centre.uai)),
                       'hostSchool', jsonb_build_object('identifiers', jsonb_build_object(
                         'uai', case when c.host_school_id is null then centre.uai else school.uai end))) as fields
              from asked a
              cross join last_contract l
              join apprenticeship_contract c on c.id = l.id
              join enrollment e on e.id = c.enrollment_id
              join student s on s.id = c.student_id
              join training_view t on t.id = e.training_id
              join offering_view o on o.id = e.offering_id
              left join partner_view centre on centre.id = a.centre
              left join partner_view school on school.id = c.host_school_id)
            select cast(l.fields as text) from listed l where l.id > :after order by l.id""";

    private static final TypeReference<JsonNode> FIELDS = new TypeReference<>() {};

    private final Session session;

    SifaRepository(Session session) {
        this.session = session;
    }

    /**
     * Gives those with a later contract id to the reader, in the order of these ids, while it returns true.
     *
     * @return whether the reader got all
     */
    @AllTenants
    boolean read(UUID centre, LocalDate day, String centreType, UUID after, Predicate<SifaApprentice> reader) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Stream<String> rows = session.createNativeQuery(APPRENTICES, String.class)
                    .setParameter("centre", centre)
                    .setParameter("day", day)
                    .setParameter("type", centreType)
                    .setParameter("after", after)
                    .setFetchSize(ROWS_IN_MEMORY)
                    .getResultStream()) {
                return rows.map(row -> new SifaApprentice(JsonColumns.read(row, FIELDS)))
                        .allMatch(reader);
            }
        });
    }
}
