package fr.cned.partenariats.enrollment.eligibility;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Finds in one round trip all that the rules look at, for one question or for many. */
@ApplicationScoped
class FactsQuery {

    /** What is found for each row of {@code asked}. */
    private static final String FOUND = """
            select a.number as agreement_number, a.kind as agreement_kind, a.state as agreement_state, a.party_ids,
                   a.starts_on as agreement_starts, a.ends_on as agreement_ends, a.families,
                   a.training_codes, a.modalities, a.min_level as agreement_min_level,
                   a.max_level as agreement_max_level, a.discount_percent, a.fixed_price,
                   a.accepted_fundings, a.suspended_fundings,
                   o.training_id, o.academic_year, o.modality, o.enrollment_opens_on as opens_on,
                   o.enrollment_closes_on as closes_on, o.waiting_list_size, o.price,
                   o.state as offering_state, o.restricted_to_networks as offering_networks,
                   pc.granted - pc.used as places_left,
                   pc.waiting > 0 and exists (select 1 from promotable_enrollment w where w.offering_id = o.id)
                     as somebody_first,
                   pc.waiting,
                   t.code as training_code, t.family, t.level, t.state as training_state, t.min_level,
                   t.exemptions,
                   p.id as partner_id, p.state as partner_state, p.relation as partner_relation,
                   st.partner_id as student_partner, coalesce(st.merged_into, st.id) as person_id, st.diploma_level, st.high_level_athlete,
                   st.parent_of_three,
                   here.id as enrolled_here, here.partner_id as enrolled_here_by,
                   sc.id as seat_id, sc.granted - sc.used as seats_left,
                   si.partner_id as site_partner,
                   array(select l.network_code from site_label_view l
                         where l.site_id = si.id
                           and coalesce(l.labelled_from, :today) <= :today
                           and coalesce(l.labelled_to, :today) >= :today) as site_networks
            from %s
            left join agreement_view a on a.id = asked.agreement
            left join offering_view o on o.id = asked.offering
            left join place_counter pc on pc.offering_id = o.id
            left join training_view t on t.id = o.training_id
            left join partner_view p
              on p.id = coalesce(asked.partner, case when cardinality(a.party_ids) = 1 then a.party_ids[1] end)
            left join student st on st.id = asked.student and st.erased_at is null
            left join lateral live_enrollment(coalesce(st.merged_into, st.id), o.id) here on true
            left join site_view si on si.id = asked.site
            left join lateral seat_line(a.id, o.academic_year, t.code, t.family) sc on true""";

    private static final String OF_ONE = FOUND.formatted("""
            (select cast(:partner as uuid) as partner, cast(:agreement as uuid) as agreement,
                    cast(:offering as uuid) as offering, cast(:student as uuid) as student,
                    cast(:site as uuid) as site) asked""");

    private static final String OF_MANY = FOUND.formatted("""
            unnest(cast(:partners as uuid[]), cast(:agreements as uuid[]), cast(:offerings as uuid[]),
                   cast(:students as uuid[]), cast(:sites as uuid[]))
              with ordinality as asked (partner, agreement, offering, student, site, place)""") + " order by asked.place";

    private static final String VISIBLE_AGREEMENT = """
            select count(*) from agreement_view a
            where a.id = :agreement and (cast(:partner as uuid) is null or :partner = any (a.party_ids))""";

    private final EntityManager em;

    FactsQuery(EntityManager em) {
        this.em = em;
    }

    /** Whether there is such an agreement, to which the partner, if any is given, is a party. */
    boolean isVisible(UUID agreementId, Optional<UUID> partner) {
        return em.unwrap(Session.class)
                        .createNativeQuery(VISIBLE_AGREEMENT, Long.class)
                        .setParameter("agreement", agreementId)
                        .setParameter("partner", partner.orElse(null), UUID.class)
                        .getSingleResult()
                == 1;
    }

    Facts find(Question question, LocalDate today) {
        return Facts.of(em.unwrap(Session.class)
                .createNativeQuery(OF_ONE, Tuple.class)
                .setParameter("today", today)
                .setParameter("partner", question.partnerId(), UUID.class)
                .setParameter("agreement", question.agreementId())
                .setParameter("offering", question.offeringId())
                .setParameter("student", question.studentId(), UUID.class)
                .setParameter("site", question.siteId(), UUID.class)
                .getSingleResult());
    }

    /** Of each question in turn. Questions about the same are asked once: most rows of an import are. */
    List<Facts> findAll(List<Question> questions, LocalDate today) {
        List<Asked> asked = questions.stream().map(Asked::of).distinct().toList();
        List<Tuple> rows = em.unwrap(Session.class)
                .createNativeQuery(OF_MANY, Tuple.class)
                .setParameter("today", today)
                .setParameter("partners", ids(asked, Asked::partner))
                .setParameter("agreements", ids(asked, Asked::agreement))
                .setParameter("offerings", ids(asked, Asked::offering))
                .setParameter("students", ids(asked, Asked::student))
                .setParameter("sites", ids(asked, Asked::site))
                .getResultList();
        Map<Asked, Facts> found = new HashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            found.put(asked.get(i), Facts.of(rows.get(i)));
        }
        return questions.stream()
                .map(question -> Objects.requireNonNull(found.get(Asked.of(question))))
                .toList();
    }

    private static @Nullable UUID[] ids(List<Asked> asked, Function<Asked, @Nullable UUID> which) {
        return asked.stream().map(which).toArray(UUID[]::new);
    }

    private record Asked(
            @Nullable UUID partner,
            UUID agreement,
            UUID offering,
            @Nullable UUID student,
            @Nullable UUID site) {

        static Asked of(Question question) {
            return new Asked(
                    question.partnerId(),
                    question.agreementId(),
                    question.offeringId(),
                    question.studentId(),
                    question.siteId());
        }
    }
}
