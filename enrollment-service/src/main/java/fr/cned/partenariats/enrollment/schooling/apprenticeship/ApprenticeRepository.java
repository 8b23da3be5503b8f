package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.schooling.apprenticeship.ApprenticeView.HostRelation;
import fr.cned.partenariats.enrollment.schooling.apprenticeship.ApprenticeView.WeekHours;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * Reads the apprentices of a training centre, host school or employer. The rows belong to other partners, so the query
 * itself limits them to the caller's contracts and to the facts that a host may see.
 */
@ApplicationScoped
class ApprenticeRepository {

    private static final String APPRENTICES = """
            with host as (select cast(:partner as uuid) as id,
                                 (select p.siret from partner_view p where p.id = :partner) as siret)
            select c.id, c.version, s.family_name, s.given_names,
                   c.training_centre_id = host.id as is_centre,
                   c.host_school_id is not distinct from host.id as is_school,
                   (c.employer_siret = host.siret or c.second_employer_siret = host.siret) is true as is_employer,
                   t.code, t.title, e.academic_year, c.starts_on, c.ends_on, c.ruptured_on, c.rupture_seen_on,
                   o.starts_on as offering_starts_on, o.ends_on as offering_ends_on, e.state,
                   w.weeks, w.hours
            from host
            join apprenticeship_contract c
              on c.training_centre_id = host.id or c.host_school_id = host.id or c.employer_siret = host.siret
                or c.second_employer_siret = host.siret
            join enrollment e on e.id = c.enrollment_id
            join student s on s.id = c.student_id
            join training_view t on t.id = e.training_id
            join offering_view o on o.id = e.offering_id
            cross join lateral (
              with recursive taken (id, previous_id) as (
                select e.id, e.previous_id
                union all
                select p.id, p.previous_id from taken n
                join enrollment p on p.id = n.previous_id and p.state = 'TRANSFERRED')
              select coalesce(array_agg(x.week order by x.week desc), cast(array[] as date[])) as weeks,
                     coalesce(array_agg(x.hours order by x.week desc), cast(array[] as numeric[])) as hours
              from (select a.week, sum(a.hours) as hours
                    from attendance a
                    where a.enrollment_id in (select id from taken) and a.week + 6 >= c.starts_on
                      and a.week <= coalesce(c.ruptured_on, c.ends_on)
                    group by a.week order by a.week desc limit 60) x) w
            where (cast(:contract as uuid) is null or c.id = :contract)
              and (cast(:runningOn as date) is null
                   or :runningOn between c.starts_on and coalesce(c.ruptured_on, c.ends_on))
              and (cast(:seenFrom as date) is null or c.rupture_seen_on >= :seenFrom)
              and (cast(:after as uuid) is null or c.id > :after)
            order by c.id limit :size""";

    private final Session session;

    ApprenticeRepository(Session session) {
        this.session = session;
    }

    /** One statement for a page or a single contract. */
    @AllTenants
    @Transactional
    List<ApprenticeView> find(
            UUID partner,
            @Nullable UUID contract,
            @Nullable LocalDate runningOn,
            @Nullable LocalDate ruptureSeenFrom,
            @Nullable UUID after,
            int size) {
        return session.createNativeQuery(APPRENTICES, Apprentice.class)
                .setParameter("partner", partner)
                .setParameter("contract", contract, UUID.class)
                .setParameter("runningOn", runningOn, LocalDate.class)
                .setParameter("seenFrom", ruptureSeenFrom, LocalDate.class)
                .setParameter("after", after, UUID.class)
                .setParameter("size", size)
                .getResultStream()
                .map(Apprentice::view)
                .toList();
    }

    private record Apprentice(
            UUID id,
            long version,
            String familyName,
            String givenNames,
            boolean isCentre,
            boolean isSchool,
            boolean isEmployer,
            String code,
            String title,
            String academicYear,
            LocalDate startsOn,
            LocalDate endsOn,
            @Nullable LocalDate rupturedOn,
            @Nullable LocalDate ruptureSeenOn,
            LocalDate offeringStartsOn,
            LocalDate offeringEndsOn,
            String state,
            LocalDate[] weeks,
            BigDecimal[] hours) {

        ApprenticeView view() {
            return new ApprenticeView(
                    id,
                    version,
                    familyName,
                    givenNames,
                    relations(),
                    code,
                    title,
                    academicYear,
                    startsOn,
                    endsOn,
                    rupturedOn,
                    ruptureSeenOn,
                    offeringStartsOn,
                    offeringEndsOn,
                    state,
                    IntStream.range(0, weeks.length)
                            .mapToObj(i -> new WeekHours(new IsoWeek(weeks[i]).toString(), hours[i]))
                            .toList());
        }

        private List<HostRelation> relations() {
            List<HostRelation> relations = new ArrayList<>();
            if (isCentre) {
                relations.add(HostRelation.TRAINING_CENTRE);
            }
            if (isSchool) {
                relations.add(HostRelation.HOST_SCHOOL);
            }
            if (isEmployer) {
                relations.add(HostRelation.EMPLOYER);
            }
            return relations;
        }
    }
}
