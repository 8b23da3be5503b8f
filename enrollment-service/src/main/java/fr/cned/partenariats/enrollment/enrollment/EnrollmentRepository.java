package fr.cned.partenariats.enrollment.enrollment;

import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.ProblemCode;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.Period;
import fr.cned.partenariats.enrollment.student.Situation;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class EnrollmentRepository implements PanacheRepositoryBase<Enrollment, UUID> {

    private static final UUID FIRST = new UUID(0, 0);

    private static final String[] ALL_STATES =
            Arrays.stream(EnrollmentState.values()).map(Enum::name).toArray(String[]::new);

    private static final String EQUAL_AND_AFTER = "(%1$s, id) >= (%2$s, :from) and %1$s <= %2$s";

    private static final String PAGE_OF = "e.id = any(array(select page.id from %s page order by page.id limit :rows))";

    /**
     * The next enrollments of a partner in each state: one index serves its lists with and without a state. The partner is
     * an array and begins the order. With an equation PostgreSQL knows that the order does not depend on the partner, and
     * may follow an index that begins with the state, past the rows of all other partners.
     */
    private static final String OF_STATES = """
            unnest(cast(:states as text[])) as one (state) cross join lateral (
              select e.id from enrollment e where %s order by e.partner_id, e.state, e.id limit :rows)""";

    /**
     * All enrollments of an agreement or a site, which the index has in the order of partners or states. Without {@code offset 0}, the planner
     * would follow the primary key for the order and read the whole table.
     */
    private static final String UNORDERED = "(select e.id from enrollment e where %s offset 0)";

    /** The next enrollments on each offering of a training, of all partners. An array, as in {@link #OF_STATES}. */
    private static final String OF_OFFERINGS = """
            (select o.id from offering_view o where o.training_id = :training) offering cross join lateral (
              select e.id from enrollment e where e.offering_id = any(array[offering.id]) and %s
              order by e.offering_id, e.id limit :rows)""";

    private static final String OF_TRAINING =
            "offering_id = any(array(select o.id from offering_view o where o.training_id = :training))";

    /** Of more enrollments, a list in its order finds a page sooner than a sort of all of them. */
    private static final int FEW = 5_000;

    private static final String FOUND =
            "select cast(enrollments_of_students(:words, :situation, :partner, :few) as text[])";

    /** With coalesce the planner expects many, and reads the list in its order: few would have been found by id. */
    private static final String IN_SITUATION =
            "coalesce((select s.search from student s where s.id = e.student_id) @@ cast(:situation as tsquery), false)";

    private static final String NAMED = "coalesce((select s.search from student s where s.id = e.student_id)"
            + " @@ (select word_beginnings(:words))"
            + " or code_words(e.reference, e.other_codes) @@ (select word_beginnings(:words)), false)";

    /** The first waiting student for whom a seat and a place are free. Others wait for a seat of their agreement. */
    private static final String NEXT_PROMOTABLE = """
            select p.id, p.seat_id, least(:holdUntil, o.ends_on) as hold_until
            from promotable_enrollment p join offering_view o on o.id = p.offering_id and o.ends_on >= :today
            where p.offering_id = :offering order by p.waiting_rank limit 1""";

    /** An array: under row-level security, a join by coalesce would read all enrollments. */
    private static final String IDS_OF = """
            select e.id from enrollment e
            where e.student_id = any (:students)
              and e.person_id = any (array(
                select coalesce(s.merged_into, s.id) from student s where s.id = any (:students)))
            order by e.id""";

    private static final String LIVE_OF = """
            select id from enrollment
            where person_id = :person and state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE')
            order by id""";

    /** A transfer takes the dossier along, and leaves a ruptured contract behind. */
    private static final String WITH_DOSSIERS = """
            select e.id from enrollment e
            where e.opco_dossier = any (:keys)
              and (e.partner_id = :centre
                   or exists (
                     with recursive taken (id, previous_id) as (
                       select e.id, e.previous_id
                       union all
                       select p.id, p.previous_id from taken n
                       join enrollment p on p.id = n.previous_id and p.state = 'TRANSFERRED')
                     select from taken t join apprenticeship_contract c on c.enrollment_id = t.id
                     where c.training_centre_id = :centre))""";

    private static final String ACTIVE_PERSONS = """
            select distinct unnest(array[e.student_id, e.person_id]) from enrollment e
            where e.state in ('CONFIRMED', 'ACTIVE')
              and e.person_id = any (array(
                select coalesce(s.merged_into, s.id) from student s where s.id = any (:students)))""";

    private static final String LIVE_ON_SAME_OFFERING = """
            select e.id from enrollment e
            where e.person_id = :person and e.student_id = :student
              and e.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE')
              and exists (select 1 from enrollment o
                          where o.person_id = :other and o.offering_id = e.offering_id
                            and o.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE'))
            order by e.id""";

    private static final String REFUND_TERMS = """
            select o.starts_on, o.ends_on, cast(a.refund_full_within_days as integer), a.refund_pro_rata
            from offering_view o join agreement_view a on a.id = :agreement
            where o.id = :offering""";

    Optional<Enrollment> findVisible(UUID id, TenantScope scope) {
        return findByIdOptional(id).filter(e -> scope.covers(e.partnerId()));
    }

    /**
     * Locks the row, so the second of two concurrent changes sees the first. The query excludes rows outside of the
     * scope: no caller waits for a lock of another partner.
     */
    Optional<Enrollment> lockVisible(UUID id, TenantScope scope) {
        Conditions conditions = new Conditions()
                .equal("id", id)
                .equal("partnerId", scope.restrictedTo().orElse(null));
        return find(conditions.query(), conditions.parameters())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    /** Locks and re-reads an enrollment that was found before. */
    void lock(Enrollment found) {
        getEntityManager().refresh(found, LockModeType.PESSIMISTIC_WRITE);
    }

    /**
     * @param words that describe the student or the enrollment; null for a list without a search
     * @param page numbered for the enrollments of one offering or student only
     */
    List<Enrollment> page(
            EnrollmentFilter filter, @Nullable String words, TenantScope scope, Optional<UUID> after, PageParams page) {
        if (filter.partnerId != null && !scope.covers(filter.partnerId)) {
            return List.of();
        }
        if (filter.resultState != null && filter.state != null && filter.state != EnrollmentState.COMPLETED) {
            return List.of();
        }
        UUID partner = scope.restrictedTo().orElse(filter.partnerId);
        String result = filter.resultState == null ? null : filter.resultState.name();
        String state =
                result != null ? EnrollmentState.COMPLETED.name() : filter.state == null ? null : filter.state.name();
        Conditions conditions = new Conditions().matching("fundings @> cast(? as jsonb)", filter.fundingLine());
        String @Nullable [] found =
                words == null && filter.situation == null ? null : found(words, filter.situation, partner);
        if (found == null) {
            describeStudents(words, filter.situation, conditions);
        }
        String order = "id";
        @Nullable String ids = null;
        if (!filter.id.isEmpty()
                || filter.agreementId != null
                || filter.offeringId != null
                || filter.siteId != null
                || filter.studentId != null
                || !filter.reference.isEmpty()
                || found != null) {
            conditions
                    .matching("id = any(cast(? as uuid[]))", arrayOf(filter.id))
                    .matching("id = any(cast(? as uuid[]))", found)
                    .equal("partner_id", partner)
                    .equal("agreement_id", filter.agreementId)
                    .equal("offering_id", filter.offeringId)
                    .equal("training_id", filter.trainingId)
                    .equal("site_id", filter.siteId)
                    .equal("student_id", scope.restrictedTo().isPresent() ? filter.studentId : null)
                    .matching(
                            "person_id = (select coalesce(s.merged_into, s.id) from student s where s.id = ?)",
                            filter.studentId)
                    .matching("reference = any(cast(? as text[]))", arrayOf(filter.reference))
                    .equal("state", state)
                    .equal("result_state", result)
                    .equal("academic_year", filter.academicYear)
                    .after("id", after.orElse(null));
            if (filter.siteId != null || (partner == null && filter.agreementId != null)) {
                ids = UNORDERED.formatted(conditions.query());
            }
        } else if (filter.trainingId != null) {
            conditions
                    .equal("partner_id", partner)
                    .equal("state", state)
                    .equal("result_state", result)
                    .equal("academic_year", filter.academicYear)
                    .after("id", after.orElse(null))
                    .with(partner == null ? "1 = 1" : OF_TRAINING, Map.of("training", filter.trainingId));
            ids = (partner == null ? OF_OFFERINGS : UNORDERED).formatted(conditions.query());
        } else if (partner != null) {
            conditions
                    .matching("partner_id = any(cast(? as uuid[]))", arrayOf(List.of(partner)))
                    .equal("academic_year", filter.academicYear)
                    .equal("result_state", result)
                    .with(
                            EQUAL_AND_AFTER.formatted("state", "one.state"),
                            Map.of("from", from(after), "states", state == null ? ALL_STATES : new String[] {state}));
            ids = OF_STATES.formatted(conditions.query());
        } else if (result != null) {
            order = equalAndAfter(conditions, "result_state", result, after);
            conditions.equal("academic_year", filter.academicYear);
        } else if (state != null) {
            order = equalAndAfter(conditions, "state", state, after);
            conditions.equal("academic_year", filter.academicYear);
        } else if (filter.academicYear != null) {
            order = equalAndAfter(conditions, "academic_year", filter.academicYear, after);
        } else {
            conditions.after("id", after.orElse(null));
        }
        NativeQuery<Enrollment> query = getSession()
                .createNativeQuery(
                        "select {e.*} from enrollment e where "
                                + (ids == null ? conditions.query() : PAGE_OF.formatted(ids))
                                + " order by " + order,
                        Enrollment.class,
                        "e");
        conditions.parameters().forEach(query::setParameter);
        if (ids != null) {
            query.setParameter("rows", page.fetchSize());
        }
        query.setFirstResult(page.skipped()).setMaxResults(page.fetchSize());
        return query.setHint(HINT_READ_ONLY, true).getResultList();
    }

    /** Null when they are many. */
    private String @Nullable [] found(@Nullable String words, @Nullable Situation situation, @Nullable UUID partner) {
        return getSession()
                .createNativeQuery(FOUND, Tuple.class)
                .setParameter("words", words, String.class)
                .setParameter("situation", situation == null ? null : situation.name(), String.class)
                .setParameter("partner", partner, UUID.class)
                .setParameter("few", FEW)
                .getSingleResult()
                .get(0, String[].class);
    }

    private static void describeStudents(@Nullable String words, @Nullable Situation situation, Conditions conditions) {
        if (situation != null) {
            conditions.with(IN_SITUATION, Map.of("situation", situation.name()));
        }
        if (words != null) {
            conditions.with(NAMED, Map.of("words", words));
        }
    }

    private static String @Nullable [] arrayOf(List<?> values) {
        return values.isEmpty() ? null : values.stream().map(Object::toString).toArray(String[]::new);
    }

    /**
     * A range with one value of the column, of the ids after the last one; returns the order of the page, which is that of
     * the ids. With an equation the planner may follow the primary key and filter, through years without a matching row.
     * The plain comparison ends the range: after a compared row, PostgreSQL reads on to the end of the first column. With
     * "greater" instead of "at least" the planner expects no row of the highest state or year, and any index looks good.
     */
    private static String equalAndAfter(Conditions conditions, String column, Object value, Optional<UUID> last) {
        conditions.with(EQUAL_AND_AFTER.formatted(column, ":" + column), Map.of(column, value, "from", from(last)));
        return column + ", id";
    }

    private static UUID from(Optional<UUID> last) {
        return last.map(EnrollmentRepository::next).orElse(FIRST);
    }

    private static UUID next(UUID id) {
        long low = id.getLeastSignificantBits() + 1;
        return new UUID(low == 0 ? id.getMostSignificantBits() + 1 : id.getMostSignificantBits(), low);
    }

    /**
     * The enrollment that gets the next place.
     *
     * @param seatId the seat quota that covers the enrollment now
     * @param holdUntil how long the seat is kept for a funding decision; not beyond the end of the offering
     */
    record NextPromotable(UUID id, UUID seatId, LocalDate holdUntil) {}

    /** None when the offering has ended. */
    Optional<NextPromotable> nextPromotable(UUID offeringId, LocalDate today, LocalDate holdUntil) {
        return getSession()
                .createNativeQuery(NEXT_PROMOTABLE, NextPromotable.class)
                .setParameter("offering", offeringId)
                .setParameter("today", today)
                .setParameter("holdUntil", holdUntil)
                .getResultStream()
                .findFirst();
    }

    /**
     * Those that a training centre has registered, or has a contract with.
     *
     * @param keys see {@link OpcoDossier#key}
     */
    List<Enrollment> withDossiers(UUID centreId, String[] keys) {
        List<UUID> ids = getSession()
                .createNativeQuery(WITH_DOSSIERS, UUID.class)
                .setParameter("centre", centreId)
                .setParameter("keys", keys)
                .getResultList();
        return list("id in ?1", Sort.by("id"), ids);
    }

    /** The enrollments of the registrations of one person; reads by person, because there is an index. */
    List<UUID> idsOf(Collection<UUID> studentIds) {
        return getSession()
                .createNativeQuery(IDS_OF, UUID.class)
                .setParameter("students", studentIds.toArray(UUID[]::new))
                .getResultList();
    }

    List<Enrollment> lock(Collection<UUID> ids) {
        return find("id in ?1", Sort.by("id"), ids)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** The students, and the persons behind them, with a confirmed or active enrollment. */
    List<UUID> activePersons(Collection<UUID> studentIds) {
        return getSession()
                .createNativeQuery(ACTIVE_PERSONS, UUID.class)
                .setParameter("students", studentIds.toArray(UUID[]::new))
                .getResultList();
    }

    List<UUID> liveOf(UUID personId) {
        return getSession()
                .createNativeQuery(LIVE_OF, UUID.class)
                .setParameter("person", personId)
                .getResultList();
    }

    List<Enrollment> lockOf(UUID studentId, UUID personId) {
        return find("personId = ?1 and studentId = ?2", Sort.by("id"), personId, studentId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Live enrollments of a registration on offerings where the other person has a live enrollment, too. */
    List<UUID> liveOnSameOffering(UUID studentId, UUID personId, UUID other) {
        return getSession()
                .createNativeQuery(LIVE_ON_SAME_OFFERING, UUID.class)
                .setParameter("student", studentId)
                .setParameter("person", personId)
                .setParameter("other", other)
                .getResultList();
    }

    /**
     * Two concurrent requests may both pass the rules. The unique index on the person, or the trigger on the identity,
     * then refuses the second live enrollment.
     *
     * @param refusal called in a new transaction, because PostgreSQL has aborted the current one
     */
    void flushOrRefuse(Supplier<Refusal> refusal) {
        try {
            flush();
        } catch (ConstraintViolationException e) {
            throw QuarkusTransaction.requiringNew().call(refusal::get);
        }
    }

    void flushOrRefuse(ProblemCode code) {
        try {
            flush();
        } catch (ConstraintViolationException e) {
            throw Refusal.of(code);
        }
    }

    boolean isErased(UUID studentId) {
        return getSession()
                .createNativeQuery("select erased_at is not null from student where id = :student", Boolean.class)
                .setParameter("student", studentId)
                .getSingleResult();
    }

    Period periodOf(UUID offeringId) {
        return getSession()
                .createNativeQuery("select starts_on, ends_on from offering_view where id = :offering", Period.class)
                .setParameter("offering", offeringId)
                .getSingleResult();
    }

    RefundTerms refundTerms(UUID agreementId, UUID offeringId) {
        return getSession()
                .createNativeQuery(REFUND_TERMS, RefundTerms.class)
                .setParameter("agreement", agreementId)
                .setParameter("offering", offeringId)
                .getSingleResult();
    }
}
