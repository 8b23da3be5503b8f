package fr.cned.partenariats.enrollment.eligibility;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.math.BigDecimal;
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

/** Reads the facts of one query or of many in one statement. */
@ApplicationScoped
class EligibilityFactsRepository {

    /** Reads the facts of each row of {@code asked}. */
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
                     as has_promotable,
                   pc.waiting,
                   t.code as training_code, t.family, t.level, t.state as training_state, t.min_level,
                   t.exemptions,
                   p.id as partner_id, p.state as partner_state, p.relation as partner_relation,
                   st.partner_id as student_partner, coalesce(st.merged_into, st.id) as person_id,
                   st.diploma_level, st.high_level_athlete, st.parent_of_three,
                   here.id as live_enrollment, here.partner_id as live_partner,
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

    EligibilityFactsRepository(EntityManager em) {
        this.em = em;
    }

    /** Whether the agreement exists and the partner, if given, is a party of it. */
    boolean isVisible(UUID agreementId, Optional<UUID> partner) {
        return em.unwrap(Session.class)
                        .createNativeQuery(VISIBLE_AGREEMENT, Long.class)
                        .setParameter("agreement", agreementId)
                        .setParameter("partner", partner.orElse(null), UUID.class)
                        .getSingleResult()
                == 1;
    }

    EligibilityFacts find(EligibilityQuery query, LocalDate today) {
        return facts(em.unwrap(Session.class)
                .createNativeQuery(OF_ONE, Tuple.class)
                .setParameter("today", today)
                .setParameter("partner", query.partnerId(), UUID.class)
                .setParameter("agreement", query.agreementId())
                .setParameter("offering", query.offeringId())
                .setParameter("student", query.studentId(), UUID.class)
                .setParameter("site", query.siteId(), UUID.class)
                .getSingleResult());
    }

    /** In the order of the queries. Equal keys are read once: most rows of an import have the same key. */
    List<EligibilityFacts> findAll(List<EligibilityQuery> queries, LocalDate today) {
        List<Key> keys = queries.stream().map(Key::of).distinct().toList();
        List<Tuple> rows = em.unwrap(Session.class)
                .createNativeQuery(OF_MANY, Tuple.class)
                .setParameter("today", today)
                .setParameter("partners", ids(keys, Key::partner))
                .setParameter("agreements", ids(keys, Key::agreement))
                .setParameter("offerings", ids(keys, Key::offering))
                .setParameter("students", ids(keys, Key::student))
                .setParameter("sites", ids(keys, Key::site))
                .getResultList();
        Map<Key, EligibilityFacts> found = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            found.put(keys.get(i), facts(rows.get(i)));
        }
        return queries.stream()
                .map(query -> Objects.requireNonNull(found.get(Key.of(query))))
                .toList();
    }

    private static @Nullable UUID[] ids(List<Key> keys, Function<Key, @Nullable UUID> part) {
        return keys.stream().map(part).toArray(UUID[]::new);
    }

    private record Key(
            @Nullable UUID partner,
            UUID agreement,
            UUID offering,
            @Nullable UUID student,
            @Nullable UUID site) {

        static Key of(EligibilityQuery query) {
            return new Key(
                    query.partnerId(), query.agreementId(), query.offeringId(), query.studentId(), query.siteId());
        }
    }

    private static EligibilityFacts facts(Tuple row) {
        return new EligibilityFacts(
                agreement(row),
                offering(row),
                training(row),
                row.get("partner_id", UUID.class),
                row.get("partner_state", String.class),
                row.get("partner_relation", String.class),
                student(row),
                row.get("seat_id") == null
                        ? null
                        : new EligibilityFacts.Seat(row.get("seat_id", UUID.class), integer(row, "seats_left")),
                row.get("site_partner") == null
                        ? null
                        : new EligibilityFacts.Site(row.get("site_partner", UUID.class), texts(row, "site_networks")));
    }

    private static EligibilityFacts.@Nullable Agreement agreement(Tuple row) {
        return row.get("agreement_state") == null
                ? null
                : new EligibilityFacts.Agreement(
                        row.get("agreement_number", String.class),
                        row.get("agreement_kind", String.class),
                        row.get("agreement_state", String.class),
                        List.of((UUID[]) row.get("party_ids")),
                        row.get("agreement_starts", LocalDate.class),
                        row.get("agreement_ends", LocalDate.class),
                        texts(row, "families"),
                        texts(row, "training_codes"),
                        texts(row, "modalities"),
                        optionalInteger(row, "agreement_min_level"),
                        optionalInteger(row, "agreement_max_level"),
                        row.get("discount_percent", BigDecimal.class),
                        row.get("fixed_price", BigDecimal.class),
                        texts(row, "accepted_fundings"),
                        texts(row, "suspended_fundings"));
    }

    private static EligibilityFacts.@Nullable Offering offering(Tuple row) {
        return row.get("offering_state") == null
                ? null
                : new EligibilityFacts.Offering(
                        row.get("training_id", UUID.class),
                        row.get("academic_year", String.class),
                        row.get("modality", String.class),
                        row.get("opens_on", LocalDate.class),
                        row.get("closes_on", LocalDate.class),
                        integer(row, "waiting_list_size"),
                        row.get("price", BigDecimal.class),
                        row.get("offering_state", String.class),
                        texts(row, "offering_networks"),
                        integer(row, "places_left"),
                        integer(row, "waiting"),
                        row.get("has_promotable", Boolean.class));
    }

    private static EligibilityFacts.@Nullable Training training(Tuple row) {
        return row.get("training_state") == null
                ? null
                : new EligibilityFacts.Training(
                        row.get("training_code", String.class),
                        row.get("family", String.class),
                        optionalInteger(row, "level"),
                        row.get("training_state", String.class),
                        optionalInteger(row, "min_level"),
                        texts(row, "exemptions"));
    }

    private static EligibilityFacts.@Nullable Student student(Tuple row) {
        return row.get("student_partner") == null
                ? null
                : new EligibilityFacts.Student(
                        row.get("student_partner", UUID.class),
                        row.get("person_id", UUID.class),
                        new EligibilityQuery.Candidate(
                                optionalInteger(row, "diploma_level"),
                                row.get("high_level_athlete", Boolean.class),
                                row.get("parent_of_three", Boolean.class)),
                        row.get("live_enrollment") == null
                                ? null
                                : new EligibilityFacts.LiveEnrollment(
                                        row.get("live_enrollment", UUID.class), row.get("live_partner", UUID.class)));
    }

    private static List<String> texts(Tuple row, String column) {
        return List.of((String[]) row.get(column));
    }

    private static int integer(Tuple row, String column) {
        return ((Number) row.get(column)).intValue();
    }

    private static @Nullable Integer optionalInteger(Tuple row, String column) {
        return row.get(column) == null ? null : integer(row, column);
    }
}
