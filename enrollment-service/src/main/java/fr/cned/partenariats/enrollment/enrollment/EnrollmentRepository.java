package fr.cned.partenariats.enrollment.enrollment;

import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import fr.cned.partenariats.commons.caller.TenantScope;
import fr.cned.partenariats.commons.paging.Conditions;
import fr.cned.partenariats.commons.problem.ProblemCode;
import fr.cned.partenariats.commons.problem.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Reads, locks and inserts enrollments. */
@ApplicationScoped
class EnrollmentRepository implements PanacheRepositoryBase<Enrollment, UUID> {

    private static final UUID FIRST = new UUID(0, 0);

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

    private static final String LIVE_ON_SAME_OFFERING = """
            select e.id from enrollment e
            where e.person_id = :person and e.student_id = :student
              and e.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE')
              and exists (select 1 from enrollment o
                          where o.person_id = :other and o.offering_id = e.offering_id
                            and o.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE'))
            order by e.id""";

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

    List<Enrollment> page(EnrollmentFilter filter, TenantScope scope, Optional<UUID> after, int size) {
        if (filter.partnerId != null && !scope.covers(filter.partnerId)) {
            return List.of();
        }
        UUID partner = scope.restrictedTo().orElse(filter.partnerId);
        String state = filter.state == null ? null : filter.state.name();
        Conditions conditions = new Conditions().matching("fundings @> cast(? as jsonb)", filter.fundingLine());
        String order = "id";
        if (!filter.id.isEmpty()
                || filter.agreementId != null
                || filter.offeringId != null
                || filter.studentId != null
                || !filter.reference.isEmpty()) {
            conditions
                    .matching("id = any(cast(? as uuid[]))", arrayOf(filter.id))
                    .equal("partner_id", partner)
                    .equal("agreement_id", filter.agreementId)
                    .equal("offering_id", filter.offeringId)
                    .equal("student_id", scope.restrictedTo().isPresent() ? filter.studentId : null)
                    .matching(
                            "person_id = (select coalesce(s.merged_into, s.id) from student s where s.id = ?)",
                            filter.studentId)
                    .matching("reference = any(cast(? as text[]))", arrayOf(filter.reference))
                    .equal("state", state)
                    .equal("academic_year", filter.academicYear)
                    .after("id", after.orElse(null));
        } else if (state != null) {
            order = ofPartner(conditions, partner) + equalAndAfter(conditions, "state", state, after);
            conditions.equal("academic_year", filter.academicYear);
        } else if (filter.academicYear != null) {
            order = ofPartner(conditions, partner)
                    + equalAndAfter(conditions, "academic_year", filter.academicYear, after);
        } else if (partner != null) {
            order = equalAndAfter(conditions, "partner_id", partner, after);
        } else {
            conditions.after("id", after.orElse(null));
        }
        NativeQuery<Enrollment> query = session()
                .createNativeQuery(
                        "select {e.*} from enrollment e where " + conditions.query() + " order by " + order,
                        Enrollment.class,
                        "e");
        conditions.parameters().forEach(query::setParameter);
        return query.setMaxResults(size).setHint(HINT_READ_ONLY, true).getResultList();
    }

    private static String @Nullable [] arrayOf(List<?> values) {
        return values.isEmpty() ? null : values.stream().map(Object::toString).toArray(String[]::new);
    }

    /**
     * Limits a page to a partner and begins its order with it. With an equation PostgreSQL knows that the order does not
     * depend on the partner. It may then follow an index that begins with the state or year, past the rows of all other
     * partners. It does not know that of an array.
     */
    private static String ofPartner(Conditions conditions, @Nullable UUID partner) {
        if (partner == null) {
            return "";
        }
        conditions.matching("partner_id = any(cast(? as uuid[]))", arrayOf(List.of(partner)));
        return "partner_id, ";
    }

    /**
     * A range with one value of the column, of the ids after the last one; returns the order of the page, which is that of
     * the ids. With an equation the planner may follow the primary key and filter, through years without a matching row.
     * The plain comparison ends the range: after a compared row, PostgreSQL reads on to the end of the first column. With
     * "greater" instead of "at least" the planner expects no row of the highest state or year, and any index looks good.
     */
    private static String equalAndAfter(Conditions conditions, String column, Object value, Optional<UUID> last) {
        UUID from = last.map(EnrollmentRepository::next).orElse(FIRST);
        conditions.with(
                "(%1$s, id) >= (:%1$s, :from) and %1$s <= :%1$s".formatted(column),
                Map.of(column, value, "from", from));
        return column + ", id";
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
        return session()
                .createNativeQuery(NEXT_PROMOTABLE, Tuple.class)
                .setParameter("offering", offeringId)
                .setParameter("today", today)
                .setParameter("holdUntil", holdUntil)
                .getResultList()
                .stream()
                .findFirst()
                .map(row -> new NextPromotable(
                        row.get(0, UUID.class), row.get(1, UUID.class), row.get(2, LocalDate.class)));
    }

    /** The enrollments of the registrations of one person; reads by person, because there is an index. */
    List<UUID> idsOf(Collection<UUID> studentIds) {
        return session()
                .createNativeQuery(IDS_OF, UUID.class)
                .setParameter("students", studentIds.toArray(UUID[]::new))
                .getResultList();
    }

    List<Enrollment> lock(Collection<UUID> ids) {
        return find("id in ?1", Sort.by("id"), ids)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    List<UUID> liveOf(UUID personId) {
        return session()
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
        return session()
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

    LocalDate startOf(UUID offeringId) {
        return session()
                .createNativeQuery("select starts_on from offering_view where id = :offering", LocalDate.class)
                .setParameter("offering", offeringId)
                .getSingleResult();
    }

    LocalDate endOf(UUID offeringId) {
        return session()
                .createNativeQuery("select ends_on from offering_view where id = :offering", LocalDate.class)
                .setParameter("offering", offeringId)
                .getSingleResult();
    }

    List<Enrollment> lockChunk(UUID after, int size) {
        return find("id > ?1", Sort.by("id"), after)
                .page(Page.ofSize(size))
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    private Session session() {
        return getEntityManager().unwrap(Session.class);
    }
}
