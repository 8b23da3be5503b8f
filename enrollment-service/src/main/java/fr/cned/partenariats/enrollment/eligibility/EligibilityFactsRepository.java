package fr.cned.partenariats.enrollment.eligibility;

import fr.cned.partenariats.commons.caller.TenantScope;
import fr.cned.partenariats.enrollment.eligibility.EligibilityQuery.Identity;
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
import java.util.function.IntFunction;
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
                   o.training_id, o.academic_year, o.modality, o.route, o.starts_on as offering_starts,
                   o.enrollment_opens_on as opens_on,
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
                   st.diploma_level, st.high_level_athlete, st.parent_of_three, st.civil_servant,
                   st.identity_key, st.ine as student_ine,
                   here.id as live_enrollment, here.partner_id as live_partner,
                   sc.id as seat_id, sc.granted - sc.used as seats_left,
                   si.partner_id as site_partner,
                   array(select l.network_code from site_label_view l
                         where l.site_id = si.id
                           and coalesce(l.labelled_from, :today) <= :today
                           and coalesce(l.labelled_to, :today) >= :today) as site_networks
                   %s
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

    private static final String PERSON_COLUMNS = """
            who.student_with_ine, who.previous_person, who.previous_partner, who.twin, who.duplicates""";

    /**
     * Reads what is known about the person of a row of {@code asked}. A registered student has its own identity. Two
     * registrations of one merged person are no duplicates. {@code is true} keeps the planner from the index by partner:
     * a partner may have thousands of students. {@code case} and not {@code coalesce}: the latter is not leakproof for
     * row-level security, so the planner would not use an index.
     */
    private static final String PERSON = """
            left join student me on me.id = %1$s.student
            left join lateral (
              select
                (select s.id from student s
                 where %1$s.student is null and s.partner_id = %2$s and s.ine = %1$s.ine) as student_with_ine,
                prev.person_id as previous_person, prev.partner_id as previous_partner,
                (select here.id from student s
                 cross join lateral live_enrollment(coalesce(s.merged_into, s.id), %1$s.offering) here
                 where s.identity_key = case when %1$s.student is null then %1$s.identity else me.identity_key end
                   and (s.partner_id = %2$s) is true and here.partner_id = s.partner_id
                   and (s.ine = case when %1$s.student is null then %1$s.ine else me.ine end) is not false
                   and coalesce(s.merged_into, s.id) is distinct from coalesce(me.merged_into, me.id)
                 order by here.id limit 1) as twin,
                array(select s.id from student s
                      where (s.identity_key = case when %1$s.student is null then %1$s.identity else me.identity_key end
                             or s.ine = case when %1$s.student is null then %1$s.ine else me.ine end)
                        and (cast(:scope as uuid) is null or (s.partner_id = :scope) is true)
                        and coalesce(s.merged_into, s.id) is distinct from coalesce(me.merged_into, me.id)
                      order by s.id limit %3$d) as duplicates
              from (select 1) one
              left join enrollment prev on prev.id = %1$s.previous) who on true""";

    private static final String OF_ONE = FOUND.formatted(", " + PERSON_COLUMNS, """
            (select cast(:partner as uuid) as partner, cast(:agreement as uuid) as agreement,
                    cast(:offering as uuid) as offering, cast(:student as uuid) as student,
                    cast(:site as uuid) as site, cast(:previous as uuid) as previous,
                    cast(:ine as text) as ine, cast(:identity as text) as identity) asked""") + "\n"
            + PERSON.formatted("asked", "p.id", EligibilityFacts.Person.MAX_DUPLICATES);

    private static final String PERSONS_OF_MANY = """
            select %s
            from unnest(cast(:partners as uuid[]), cast(:offerings as uuid[]), cast(:students as uuid[]),
                        cast(:previous as uuid[]), cast(:ines as text[]), cast(:identities as text[]))
              with ordinality as asked (partner, offering, student, previous, ine, identity, place)
            %s
            order by asked.place""".formatted(
                    PERSON_COLUMNS, PERSON.formatted("asked", "asked.partner", EligibilityFacts.Person.MAX_DUPLICATES));

    private static final String OF_MANY = FOUND.formatted("", """
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

    EligibilityFacts find(EligibilityQuery query, TenantScope scope, LocalDate today) {
        Identity identity = query.newIdentity();
        Tuple row = em.unwrap(Session.class)
                .createNativeQuery(OF_ONE, Tuple.class)
                .setParameter("scope", scope.restrictedTo().orElse(null), UUID.class)
                .setParameter("previous", query.previousEnrollmentId(), UUID.class)
                .setParameter("ine", identity == null ? null : identity.ine(), String.class)
                .setParameter("identity", identity == null ? null : identity.key(), String.class)
                .setParameter("today", today)
                .setParameter("partner", query.partnerId(), UUID.class)
                .setParameter("agreement", query.agreementId())
                .setParameter("offering", query.offeringId())
                .setParameter("student", query.studentId(), UUID.class)
                .setParameter("site", query.siteId(), UUID.class)
                .getSingleResult();
        return facts(row).withPerson(person(row));
    }

    /** In the order of the registrations. */
    List<EligibilityFacts.Person> findPersons(List<EligibilityService.Registration> registrations, TenantScope scope) {
        return em
                .unwrap(Session.class)
                .createNativeQuery(PERSONS_OF_MANY, Tuple.class)
                .setParameter("scope", scope.restrictedTo().orElse(null), UUID.class)
                .setParameter(
                        "partners",
                        registrations.stream()
                                .map(EligibilityService.Registration::partnerId)
                                .toArray(UUID[]::new))
                .setParameter("offerings", ofQueries(registrations, EligibilityQuery::offeringId, UUID[]::new))
                .setParameter("students", ofQueries(registrations, EligibilityQuery::studentId, UUID[]::new))
                .setParameter("previous", ofQueries(registrations, EligibilityQuery::previousEnrollmentId, UUID[]::new))
                .setParameter(
                        "ines",
                        ofQueries(
                                registrations,
                                query -> query.newIdentity() == null
                                        ? null
                                        : query.newIdentity().ine(),
                                String[]::new))
                .setParameter(
                        "identities",
                        ofQueries(
                                registrations,
                                query -> query.newIdentity() == null
                                        ? null
                                        : query.newIdentity().key(),
                                String[]::new))
                .getResultList()
                .stream()
                .map(EligibilityFactsRepository::person)
                .toList();
    }

    private static <T> @Nullable T[] ofQueries(
            List<EligibilityService.Registration> registrations,
            Function<EligibilityQuery, @Nullable T> part,
            IntFunction<@Nullable T[]> array) {
        return registrations.stream()
                .map(registration -> part.apply(registration.query()))
                .toArray(array);
    }

    private static EligibilityFacts.Person person(Tuple row) {
        UUID previousPerson = row.get("previous_person", UUID.class);
        return new EligibilityFacts.Person(
                row.get("student_with_ine", UUID.class),
                previousPerson == null
                        ? null
                        : new EligibilityFacts.PreviousEnrollment(
                                previousPerson, row.get("previous_partner", UUID.class)),
                row.get("twin", UUID.class),
                List.of((UUID[]) row.get("duplicates")));
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
                        : new EligibilityFacts.Site(row.get("site_partner", UUID.class), texts(row, "site_networks")),
                null);
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
                        row.get("route", String.class),
                        row.get("opens_on", LocalDate.class),
                        row.get("closes_on", LocalDate.class),
                        row.get("offering_starts", LocalDate.class),
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
                                row.get("parent_of_three", Boolean.class),
                                row.get("civil_servant", Boolean.class)),
                        new Identity(row.get("identity_key", String.class), row.get("student_ine", String.class)),
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
