package fr.cned.partenariats.enrollment.admission.eligibility;

import fr.cned.partenariats.commons.base.database.Columns;
import fr.cned.partenariats.commons.security.tenancy.WholeTenantRows;
import fr.cned.partenariats.enrollment.admission.counter.Capacity;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery.Identity;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Reads the facts of any number of questions in one statement. */
@ApplicationScoped
class EligibilityFactsRepository {

    /** Repeats what the policies of row-level security do: a batch runs with the scope of all tenants. */
    private static final String IN_SCOPE = "(asked.scope is null or asked.scope = %s)";

    /**
     * Locks seats by id, then places by id: the second query waits for the count of the first. Only counters that an
     * accepted registration could need: the rules refuse all others without a lock. The rules decide; this is a filter.
     */
    private static final String LOCKED = """
            wanted as materialized (
              select distinct a.id as agreement, o.id as offering
              from asked
              join agreement_view a on a.id = asked.agreement and (a.state = 'IN_FORCE' or asked.is_past)
                and (asked.scope is null or asked.scope = any (a.party_ids))
              join offering_view o on o.id = asked.offering and (o.state = 'OPEN' or asked.is_past) and o.ends_on >= asked.today
              join training_view t on t.id = o.training_id
                and (cardinality(a.families) = 0 and cardinality(a.training_codes) = 0
                     or t.family = any (a.families) or t.code = any (a.training_codes))),
            locked_seat as materialized (
              select id, granted, used, revision from seat_counter
              where not gone and agreement_id = any (array(select agreement from wanted))
              order by id for no key update),
            locked_place as materialized (
              select offering_id, granted, used, waiting, revision from place_counter
              where offering_id = any (array(select offering from wanted))
                and (select count(*) from locked_seat) >= 0
              order by offering_id for no key update),""";

    private static final String NOT_LOCKED = """
            locked_seat as (select id, granted, used, revision from seat_counter where false),
            locked_place as (select offering_id, granted, used, waiting, revision from place_counter where false),""";

    /** What does not depend on the person. Most questions of a batch share it, so it is read once for equal keys. */
    private static final String BASE = """
            base as materialized (
              select asked.place,
                   a.number as agreement_number, a.kind as agreement_kind, a.state as agreement_state, a.party_ids,
                   a.starts_on as agreement_starts, a.ends_on as agreement_ends, a.families,
                   a.training_codes, a.modalities, a.min_level as agreement_min_level,
                   a.max_level as agreement_max_level, a.discount_percent, a.fixed_price,
                   a.accepted_fundings, a.suspended_fundings,
                   o.training_id, o.academic_year, o.modality, o.route, o.starts_on as offering_starts,
                   o.ends_on as offering_ends,
                   o.enrollment_opens_on as opens_on,
                   o.enrollment_closes_on as closes_on, o.waiting_list_size, o.enrollment_periods, o.price,
                   o.state as offering_state, o.restricted_to_networks as offering_networks,
                   coalesce(lp.granted - lp.used, pc.granted - pc.used) as places_left,
                   coalesce(lp.waiting, pc.waiting) as waiting, lp.revision as locked_place,
                   pc.waiting > 0 and exists (select 1 from promotable_enrollment w where w.offering_id = o.id)
                     as has_promotable,
                   t.code as training_code, t.family, t.level, t.state as training_state, t.min_level,
                   t.exemptions,
                   p.id as partner_id, p.state as partner_state, p.relation as partner_relation,
                   st.id as student_id, st.partner_id as student_partner, coalesce(st.merged_into, st.id) as person_id,
                   st.diploma_level, st.high_level_athlete, st.parent_of_three, st.civil_servant,
                   st.identity_key, st.birth_date, st.ine as student_ine,
                   here.id as live_enrollment, here.partner_id as live_partner,
                   case when o.enrollment_periods is not null
                        then enrolled_before(coalesce(st.merged_into, st.id), st.partner_id, o.academic_year) end
                     as enrolled_before,
                   sc.id as seat_id, coalesce(ls.granted - ls.used, sc.granted - sc.used) as seats_left,
                   ls.id is not null as locked_seat,
                   coalesce(ls.revision <> sc.revision, false) or coalesce(lp.revision <> pc.revision, false)
                     as outdated,
                   si.partner_id as site_partner, si.ended_on as site_ended,
                   array(select l.network_code from site_label_view l
                         where l.site_id = si.id
                           and coalesce(l.labelled_from, asked.today) <= asked.today
                           and coalesce(l.labelled_to, asked.today) >= asked.today) as site_networks
              from asked
              left join agreement_view a on a.id = asked.agreement
                and (asked.scope is null or asked.scope = any (a.party_ids))
              left join offering_view o on o.id = asked.offering
              left join place_counter pc on pc.offering_id = o.id
              left join locked_place lp on lp.offering_id = o.id
              left join training_view t on t.id = o.training_id
              left join partner_view p
                on p.id = coalesce(asked.partner, case when cardinality(a.party_ids) = 1 then a.party_ids[1] end)
                and %s
              left join student named
                on named.reference = asked.student_reference and named.partner_id = p.id and named.erased_at is null
              left join student st
                on st.id = case when asked.student_reference is null then asked.student else named.id end
                and st.erased_at is null and %s
              left join lateral live_enrollment(coalesce(st.merged_into, st.id), o.id) here on true
              left join site_view si on si.id = asked.site and %s
              left join lateral seat_line(a.id, o.academic_year, t.code, t.family) sc on true
              left join locked_seat ls on ls.id = sc.id)""".formatted(
            IN_SCOPE.formatted("p.id"), IN_SCOPE.formatted("st.partner_id"), IN_SCOPE.formatted("si.partner_id"));

    /**
     * What is known about the person. A registered student has its own identity. Two registrations of one merged person
     * are no duplicates. {@code is true} keeps the planner from the index by partner: a partner may have thousands of
     * students. {@code case} and not {@code coalesce}: the latter is not leakproof for row-level security, so the planner
     * would not use an index. The first {@code offset 0} keeps {@code are_distinct}, which is not leakproof either, out of
     * the search; the second one calls {@code similar_students} once for each question.
     */
    private static final String PERSON =
            """
            left join lateral (
              select
                (select s.id from student s
                 where known.student_id is null and s.partner_id = known.partner_id and s.ine = r.ine) as student_with_ine,
                (select s.id from student s
                 where s.reference = r.student_reference and s.partner_id = known.partner_id) as student_with_reference,
                (select e.id from enrollment e
                 where e.reference = r.reference and e.partner_id = known.partner_id) as enrollment_with_reference,
                prev.person_id as previous_person, prev.partner_id as previous_partner,
                (select here.id from student s
                 cross join lateral live_enrollment(coalesce(s.merged_into, s.id), asked.offering) here
                 where s.identity_key = one.identity
                   and (s.partner_id = known.partner_id) is true and here.partner_id = s.partner_id
                   and (s.ine = one.ine) is not false
                   and coalesce(s.merged_into, s.id) is distinct from known.person_id
                 order by here.id limit 1) as twin,
                array(select found.id
                      from (select s.id from student s
                            where (s.id = any (one.similar_ids) or s.ine = one.ine)
                              and (asked.scope is null or (s.partner_id = asked.scope) is true)
                              and coalesce(s.merged_into, s.id) is distinct from known.person_id
                            offset 0) found
                      where not are_distinct(found.id, known.student_id)
                      order by found.id limit %d) as duplicates
              from (select own.identity, own.ine, similar_students(own.identity) as similar_ids
                    from (select case when known.student_id is null then r.identity else known.identity_key end as identity,
                                 case when known.student_id is null then r.ine else known.student_ine end as ine) own
                    offset 0) one
              left join enrollment prev on prev.id = r.previous and %s) who on true""".formatted(EligibilityFacts.Person.MAX_DUPLICATES, IN_SCOPE.formatted("prev.partner_id"));

    /**
     * The row of the first question with a key also has the columns of the base. {@code (select ?)} hides the length of
     * an array from the planner: otherwise it plans the statement for each length anew, which costs more than to run it.
     */
    private static final String FACTS = """
            with asked as materialized (
              select k.*, coalesce(k.day, cast(? as date)) as today, k.day is not null as is_past
              from unnest((select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?))
                with ordinality
                as k (partner, agreement, offering, student, student_reference, site, scope, day, place)),
            %s
            %s
            select r.key, r.first, who.student_with_ine, who.student_with_reference, who.enrollment_with_reference,
              who.previous_person, who.previous_partner, who.twin, who.duplicates, b.*
            from unnest((select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?)) with ordinality
              as r (key, first, previous, ine, identity, student_reference, reference, place)
            join asked on asked.place = r.key
            join base known on known.place = r.key
            left join base b on b.place = r.key and r.first
            %s
            order by r.place""";

    private static final String READ = FACTS.formatted(NOT_LOCKED, BASE, PERSON);
    private static final String LOCK_AND_READ = FACTS.formatted(LOCKED, BASE, PERSON);

    private static final String VISIBLE_AGREEMENT = """
            select count(*) from agreement_view a
            where a.id = :agreement and (cast(:partner as uuid) is null or :partner = any (a.party_ids))""";

    /** Students and enrollments that callers limited to sites may see, of those that the facts name. */
    private static final String AT_SITES = """
            with asked as materialized (
              select k.place, k.id, cast(string_to_array(k.sites, ' ') as uuid[]) as sites
              from unnest(?, ?, ?) as k (place, id, sites))
            select asked.place, asked.id
            from asked
            join enrollment e on e.id = asked.id
            where e.site_id = any (asked.sites)
            union
            select asked.place, asked.id
            from asked
            join student s on s.id = asked.id
            join enrollment e
              on e.person_id = case when s.merged_into is null then s.id else s.merged_into end and e.student_id = s.id
            where e.site_id = any (asked.sites)""";

    private final Session session;
    private final WholeTenantRows wholeTenant;

    EligibilityFactsRepository(Session session, WholeTenantRows wholeTenant) {
        this.session = session;
        this.wholeTenant = wholeTenant;
    }

    /** Whether the agreement exists and the partner, if given, is a party of it. */
    boolean isVisible(UUID agreementId, Optional<UUID> partner) {
        return session.createNativeQuery(VISIBLE_AGREEMENT, Long.class)
                        .setParameter("agreement", agreementId)
                        .setParameter("partner", partner.orElse(null), UUID.class)
                        .getSingleResult()
                == 1;
    }

    /** Without a lock. */
    EligibilityFacts find(EligibilityQuestion question, LocalDate today) {
        return wholeTenant
                .call(() -> read(READ, List.of(question), today))
                .facts()
                .get(0);
    }

    /**
     * Locks the counters that the registrations can need. The facts are those after the locks were taken: when a counter
     * changed while the statement waited for its lock, it runs again.
     */
    LockedFacts lock(List<EligibilityQuestion> questions, LocalDate today) {
        if (questions.isEmpty()) {
            return new LockedFacts(List.of(), new Capacity());
        }
        Found found = read(LOCK_AND_READ, questions, today);
        if (found.outdated()) {
            found = read(LOCK_AND_READ, questions, today);
        }
        return new LockedFacts(found.facts(), found.capacity());
    }

    /** @param outdated whether a counter was changed after the snapshot of the statement */
    private record Found(List<EligibilityFacts> facts, Capacity capacity, boolean outdated) {}

    private Found read(String sql, List<EligibilityQuestion> questions, LocalDate today) {
        session.flush(); // a transfer ends the old enrollment before
        Found found = session.doReturningWork(connection -> read(connection, sql, questions, today));
        return questions.stream().anyMatch(question -> question.scope().isLimitedToSites())
                ? new Found(atSites(questions, found.facts()), found.capacity(), found.outdated())
                : found;
    }

    /** Without students and enrollments at sites that a limited caller may not see. One statement. */
    private List<EligibilityFacts> atSites(List<EligibilityQuestion> questions, List<EligibilityFacts> found) {
        List<Named> named = new ArrayList<>();
        for (int place = 0; place < questions.size(); place++) {
            EligibilityQuestion question = questions.get(place);
            if (question.scope().isLimitedToSites()) {
                String sites =
                        question.scope().sites().stream().map(UUID::toString).collect(Collectors.joining(" "));
                for (UUID id : found.get(place).namedIds(question.query())) {
                    named.add(new Named(place, id, sites));
                }
            }
        }
        Map<Integer, Set<UUID>> visible =
                named.isEmpty() ? Map.of() : session.doReturningWork(connection -> atSites(connection, named));
        List<EligibilityFacts> facts = new ArrayList<>(questions.size());
        for (int place = 0; place < questions.size(); place++) {
            EligibilityQuestion question = questions.get(place);
            facts.add(
                    question.scope().isLimitedToSites()
                            ? found.get(place).within(visible.getOrDefault(place, Set.of()), question.query())
                            : found.get(place));
        }
        return facts;
    }

    private static Map<Integer, Set<UUID>> atSites(Connection connection, List<Named> named) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(AT_SITES)) {
            new Columns<>(named)
                    .add("bigint", Named::place)
                    .add("uuid", Named::id)
                    .add("text", Named::sites)
                    .bind(statement, 1);
            Map<Integer, Set<UUID>> visible = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    visible.computeIfAbsent(rows.getInt("place"), place -> new HashSet<>())
                            .add(rows.getObject("id", UUID.class));
                }
            }
            return visible;
        }
    }

    /** A student or an enrollment that the facts of a question name. */
    private record Named(int place, UUID id, String sites) {}

    private static Found read(Connection connection, String sql, List<EligibilityQuestion> questions, LocalDate today)
            throws SQLException {
        Map<Key, Integer> places = new HashMap<>();
        List<Key> keys = new ArrayList<>();
        List<Asked> asked = new ArrayList<>(questions.size());
        for (EligibilityQuestion question : questions) {
            Key key = Key.of(question);
            Integer place = places.get(key);
            if (place == null) {
                keys.add(key);
                places.put(key, keys.size());
            }
            asked.add(new Asked(place == null ? keys.size() : place, place == null, question.query()));
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, today);
            int next = new Columns<>(keys)
                    .add("uuid", Key::partner)
                    .add("uuid", Key::agreement)
                    .add("uuid", Key::offering)
                    .add("uuid", Key::student)
                    .add("text", Key::studentReference)
                    .add("uuid", Key::site)
                    .add("uuid", Key::scope)
                    .add("date", Key::day)
                    .bind(statement, 2);
            new Columns<>(asked)
                    .add("bigint", Asked::key)
                    .add("boolean", Asked::first)
                    .add("uuid", a -> a.query().previousEnrollmentId())
                    .add("text", Asked::ine)
                    .add("text", Asked::identityKey)
                    .add("text", a -> a.query().student().newReference())
                    .add("text", a -> a.query().reference())
                    .bind(statement, next);
            try (ResultSet rows = statement.executeQuery()) {
                return map(rows, keys);
            }
        }
    }

    private static Found map(ResultSet rows, List<Key> keys) throws SQLException {
        List<EligibilityFacts> base = new ArrayList<>(keys.size());
        List<EligibilityFacts> facts = new ArrayList<>();
        Capacity capacity = new Capacity();
        boolean outdated = false;
        EligibilityFactsRow row = new EligibilityFactsRow(rows);
        while (rows.next()) {
            int key = rows.getInt("key");
            if (rows.getBoolean("first")) {
                base.add(row.facts());
                row.addTo(capacity, keys.get(key - 1).offering());
                outdated |= rows.getBoolean("outdated");
            }
            facts.add(base.get(key - 1).withPerson(row.person()));
        }
        return new Found(facts, capacity, outdated);
    }

    /**
     * One question, with the number of its key.
     *
     * @param first whether no question before has the key
     */
    private record Asked(int key, boolean first, EligibilityQuery query) {

        @Nullable
        String ine() {
            Identity identity = query.student().identity();
            return identity == null ? null : identity.ine();
        }

        @Nullable
        String identityKey() {
            Identity identity = query.student().identity();
            return identity == null ? null : identity.key();
        }
    }

    private record Key(
            @Nullable UUID partner,
            UUID agreement,
            UUID offering,
            @Nullable UUID student,
            @Nullable String studentReference,
            @Nullable UUID site,
            @Nullable UUID scope,
            @Nullable LocalDate day) {

        static Key of(EligibilityQuestion question) {
            EligibilityQuery query = question.query();
            return new Key(
                    query.partnerId(),
                    query.agreementId(),
                    query.offeringId(),
                    query.student().id(),
                    query.student().reference(),
                    query.siteId(),
                    question.scope().restrictedTo().orElse(null),
                    query.day());
        }
    }
}
