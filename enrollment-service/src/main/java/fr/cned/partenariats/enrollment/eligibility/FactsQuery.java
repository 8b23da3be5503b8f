package fr.cned.partenariats.enrollment.eligibility;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.Session;

/** Finds in one round trip all that the rules look at. */
@ApplicationScoped
class FactsQuery {

    private static final String SQL = """
            select a.number as agreement_number, a.state as agreement_state, a.party_ids,
                   a.starts_on as agreement_starts, a.ends_on as agreement_ends, a.families,
                   a.training_codes, a.modalities, a.min_level as agreement_min_level,
                   a.max_level as agreement_max_level, a.discount_percent, a.fixed_price,
                   a.accepted_fundings, a.suspended_fundings,
                   o.training_id, o.academic_year, o.modality, o.enrollment_opens_on as opens_on,
                   o.enrollment_closes_on as closes_on, o.waiting_list_size, o.price,
                   o.state as offering_state, o.restricted_to_networks as offering_networks,
                   pc.granted - pc.used as places_left, pc.waiting,
                   t.code as training_code, t.family, t.level, t.state as training_state, t.min_level,
                   t.exemptions,
                   p.id as partner_id, p.state as partner_state,
                   st.partner_id as student_partner, st.diploma_level, st.high_level_athlete,
                   st.parent_of_three,
                   exists (select 1 from enrollment e
                           where e.student_id = st.id and e.offering_id = o.id
                             and e.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE'))
                     as enrolled_here,
                   sc.id as seat_id, sc.granted - sc.used as seats_left,
                   si.partner_id as site_partner,
                   array(select l.network_code from site_label_view l
                         where l.site_id = si.id
                           and coalesce(l.labelled_from, :today) <= :today
                           and coalesce(l.labelled_to, :today) >= :today) as site_networks
            from (select cast(:partner as uuid) as partner) asked
            left join agreement_view a on a.id = :agreement
            left join offering_view o on o.id = :offering
            left join place_counter pc on pc.offering_id = o.id
            left join training_view t on t.id = o.training_id
            left join partner_view p
              on p.id = coalesce(asked.partner, case when cardinality(a.party_ids) = 1 then a.party_ids[1] end)
            left join student st on st.id = cast(:student as uuid)
            left join site_view si on si.id = cast(:site as uuid)
            left join lateral (
              select s.id, s.granted, s.used from seat_counter s
              where s.agreement_id = a.id and s.academic_year = o.academic_year and not s.gone
                and (s.training_code = t.code
                     or s.training_code is null and (s.family is null or s.family = t.family))
              order by s.training_code nulls last, s.family nulls last, s.id
              limit 1) sc on true""";

    private final EntityManager em;

    FactsQuery(EntityManager em) {
        this.em = em;
    }

    Facts find(Question question, LocalDate today) {
        return Facts.of(em.unwrap(Session.class)
                .createNativeQuery(SQL, Tuple.class)
                .setParameter("today", today)
                .setParameter("partner", question.partnerId(), UUID.class)
                .setParameter("agreement", question.agreementId())
                .setParameter("offering", question.offeringId())
                .setParameter("student", question.studentId(), UUID.class)
                .setParameter("site", question.siteId(), UUID.class)
                .getSingleResult());
    }
}
