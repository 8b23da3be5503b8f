package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.partner.LockingRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Timeouts;
import org.jspecify.annotations.Nullable;

/**
 * The table of agreements. Lock order: the framework, then the agreement, then its predecessor; specific agreements
 * of one framework in id order. {@link #lock} locks the agreement alone, for changes that do not depend on its framework.
 */
@ApplicationScoped
class AgreementRepository implements LockingRepository<Agreement> {

    private static final String WITH_FRAMEWORK = "from Agreement a left join fetch a.framework";
    /** Uses the index on the parties. Under a row policy the planner ignores it for array_contains. */
    private static final String HAS_PARTY =
            "cast(sql('? = any (agreements_of_partner(?))', a.id, :%s) as Boolean) = true";

    /** A party, or a party of the framework. */
    private static final String VISIBLE_TO =
            "cast(sql('? = any (agreements_visible_to(?))', a.id, :only) as Boolean) = true";

    private static final String NAME_CONTAINS =
            "cast(sql('? = any (agreements_named(?))', a.id, :named) as Boolean) = true";

    Optional<Agreement> findWithFramework(UUID id) {
        return find(WITH_FRAMEWORK + " where a.id = ?1", id).firstResultOptional();
    }

    List<Agreement> findWithFrameworks(Collection<UUID> ids) {
        return find(WITH_FRAMEWORK + " where a.id in ?1", ids)
                .withHint(HINT_READ_ONLY, true)
                .list();
    }

    /** Locks the framework first, for changes that depend on the framework's terms or can end the agreement. */
    Optional<Agreement> lockUnderFramework(UUID id) {
        lockFrameworkOf(id);
        return lock(id);
    }

    /** Like {@link #lockUnderFramework}, but skips an agreement that another transaction has locked. */
    Optional<Agreement> lockIfFree(UUID id) {
        lockFrameworkOf(id);
        return find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .withHint("jakarta.persistence.lock.timeout", Timeouts.SKIP_LOCKED_MILLI)
                .firstResultOptional();
    }

    /** Also locks the framework of the predecessor, which the change can end. */
    private void lockFrameworkOf(UUID id) {
        getEntityManager()
                .createQuery(
                        "select distinct a.framework.id from Agreement a where a.framework is not null and (a.id = :id"
                                + " or a.id = (select b.predecessorId from Agreement b where b.id = :id))"
                                + " order by a.framework.id",
                        UUID.class)
                .setParameter("id", id)
                .getResultList()
                .forEach(this::lock);
    }

    /** The start date, if it is known. */
    Optional<LocalDate> startOf(UUID id) {
        return getEntityManager()
                .createQuery("select startsOn from Agreement where id = :id and startsOn is not null", LocalDate.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst();
    }

    /** The renewal of this agreement, unless it was terminated. */
    Optional<Agreement> successorOf(UUID id) {
        return find("predecessorId = ?1 and state <> TERMINATED", id).firstResultOptional();
    }

    /** The renewals of this agreement that were terminated, before or after they came into force. */
    List<Agreement> terminatedRenewalsOf(UUID id) {
        return list("predecessorId = ?1 and state = TERMINATED", id);
    }

    /** Locks the renewal of this agreement if it has not come into force yet. */
    Optional<Agreement> lockPendingRenewal(UUID id) {
        return find("predecessorId = ?1 and state in (DRAFT, SIGNED)", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    /** @param scope restricts the list to the agreements that one partner sees, if the caller acts for one */
    List<Agreement> list(AgreementFilter filter, TenantScope scope, @Nullable UUID after, int rows) {
        return list(filter, scope, new Conditions().after("a.id", after), "a.id", rows);
    }

    /** The agreement after which a page begins that is ordered by the last day. */
    record End(LocalDate endsOn, UUID id) {}

    /** The agreements that end on or before a day, in the order of their last days. */
    List<Agreement> listByEnd(AgreementFilter filter, TenantScope scope, @Nullable End after, int rows) {
        Conditions conditions = new Conditions().matching("a.endsOn <= ?", filter.endsTo);
        if (after != null) {
            conditions.with(
                    "(a.endsOn > :lastDay or a.endsOn = :lastDay and a.id > :lastId)",
                    Map.of("lastDay", after.endsOn(), "lastId", after.id()));
        }
        return list(filter, scope, conditions, "a.endsOn, a.id", rows);
    }

    private List<Agreement> list(
            AgreementFilter filter, TenantScope scope, Conditions conditions, String order, int rows) {
        conditions
                .equal("a.kind", filter.kind)
                .equal("a.state", filter.state)
                .equal("a.framework.id", filter.parentId)
                .equal("a.templateId", filter.templateId)
                .equal("a.predecessorId", filter.predecessorId)
                .equal("a.number", filter.number);
        String visible = filter.plannedChange == null ? VISIBLE_TO : HAS_PARTY.formatted("only"); // parties see plans
        scope.restrictedTo().ifPresent(partner -> conditions.with(visible, Map.of("only", partner)));
        if (filter.partnerId != null) {
            conditions.with(HAS_PARTY.formatted("party"), Map.of("party", filter.partnerId));
        }
        if (filter.plannedChange != null) {
            conditions.with(
                    filter.plannedChange == PlannedChangeState.FAILED
                            ? "a.changeFailed = true"
                            : "a.nextChangeOn is not null",
                    Map.of());
        }
        if (filter.q != null) {
            conditions.with(NAME_CONTAINS, Map.of("named", filter.q));
        }
        return find(WITH_FRAMEWORK + " where " + conditions.query() + " order by " + order, conditions.parameters())
                .range(0, rows - 1)
                .withHint(HINT_READ_ONLY, true)
                .list();
    }

    /** Locks and returns the specific agreements of a framework. */
    List<Agreement> lockSpecificsOf(UUID frameworkId) {
        return find("framework.id = ?1 order by id", frameworkId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** The framework's specific agreements that are or were live. */
    List<Agreement> signedSpecificsOf(UUID frameworkId) {
        return list("framework.id = ?1 and signed", frameworkId);
    }

    /** The live agreements of which the partner is a party. */
    List<UUID> liveOf(UUID partnerId) {
        return getEntityManager()
                .createQuery(
                        "select a.id from Agreement a where " + HAS_PARTY.formatted("partnerId")
                                + " and a.state in :live order by a.id",
                        UUID.class)
                .setParameter("partnerId", partnerId)
                .setParameter("live", AgreementState.LIVE)
                .getResultList();
    }

    boolean isAnyInForceWith(UUID partnerId) {
        return answers("has_agreement_in_force", partnerId);
    }

    boolean isCompanyShown(UUID partnerId) {
        return answers("is_company_shown", partnerId);
    }

    private boolean answers(String function, UUID partnerId) {
        return (Boolean) getEntityManager()
                .createNativeQuery("select " + function + "(:partnerId)", Boolean.class)
                .setParameter("partnerId", partnerId)
                .getSingleResult();
    }

    /** The agreements that come into force, change as planned or end by this day. */
    List<UUID> findDue(LocalDate today) {
        return getEntityManager()
                .createQuery(
                        "select id from Agreement where state = SIGNED and startsOn <= :today"
                                + " or state = IN_FORCE and endsOn < :today or nextChangeOn <= :today order by id",
                        UUID.class)
                .setParameter("today", today)
                .getResultList();
    }

    /** The next number of the year, such as CNED-2026-00017. The sequence can have gaps but no duplicates. */
    String nextNumber(int year) {
        Object next = getEntityManager()
                .createNativeQuery("select nextval('agreement_number')", Long.class)
                .getSingleResult();
        return "CNED-%d-%05d".formatted(year, (Long) next);
    }

    static Refusal notFound() {
        return Refusal.of(NOT_FOUND, "agreement");
    }
}
