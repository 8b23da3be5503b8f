package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.paging.Conditions;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Timeouts;
import org.jspecify.annotations.Nullable;

/**
 * The table of agreements. Whoever locks several locks the framework first, then the agreement, then
 * its predecessor; specific agreements of one framework in id order.
 */
@ApplicationScoped
class AgreementRepository implements PanacheRepositoryBase<Agreement, UUID> {

    private static final String WITH_FRAMEWORK = "from Agreement a left join fetch a.framework";
    /** By index, which the planner does not use for array_contains below a policy (V020). */
    private static final String HAS_PARTY =
            "cast(sql('? = any (agreements_of_partner(?))', a.id, :%s) as Boolean) = true";

    Optional<Agreement> read(UUID id) {
        return find(WITH_FRAMEWORK + " where a.id = ?1", id).firstResultOptional();
    }

    /** For moves of the agreement by itself. */
    Optional<Agreement> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** For what must agree with the framework's terms, or may end the agreement. */
    Optional<Agreement> lockUnderFramework(UUID id) {
        lockFrameworkOf(id);
        return lock(id);
    }

    /** Like {@link #lockUnderFramework}, but empty when somebody else works on it. */
    Optional<Agreement> lockIfFree(UUID id) {
        lockFrameworkOf(id);
        return find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .withHint("jakarta.persistence.lock.timeout", Timeouts.SKIP_LOCKED_MILLI)
                .firstResultOptional();
    }

    /** Also that of the agreement which it renews, and which may end with it. */
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

    /** A new version of what is locked, although nothing of its own changed. */
    void renewVersion(Agreement agreement) {
        getEntityManager().lock(agreement, LockModeType.PESSIMISTIC_FORCE_INCREMENT);
    }

    /** The day on which it starts, where that is known. */
    Optional<LocalDate> startOf(UUID id) {
        return getEntityManager()
                .createQuery("select startsOn from Agreement where id = :id and startsOn is not null", LocalDate.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst();
    }

    Optional<Agreement> successorOf(UUID id) {
        return find("predecessorId", id).firstResultOptional();
    }

    /** @param only the one partner that the caller may see the agreements of; null for all */
    List<Agreement> list(AgreementFilter filter, @Nullable UUID only, @Nullable UUID after, int rows) {
        Conditions conditions = new Conditions()
                .after("a.id", after)
                .equal("a.kind", filter.kind)
                .equal("a.state", filter.state)
                .equal("a.framework.id", filter.parentId)
                .equal("a.templateId", filter.templateId)
                .equal("a.predecessorId", filter.predecessorId)
                .equal("a.number", filter.number);
        withParty(conditions, "only", only);
        withParty(conditions, "party", filter.partnerId);
        return find(WITH_FRAMEWORK + " where " + conditions.query() + " order by a.id", conditions.parameters())
                .range(0, rows - 1)
                .list();
    }

    private static void withParty(Conditions conditions, String parameter, @Nullable UUID partnerId) {
        if (partnerId != null) {
            conditions.naming(HAS_PARTY.formatted(parameter), Map.of(parameter, partnerId));
        }
    }

    /** The specific agreements of a framework, locked. */
    List<Agreement> lockSpecificsOf(UUID frameworkId) {
        return find("framework.id = ?1 order by id", frameworkId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** The framework's specific agreements that are live or have been, as they are. */
    List<Agreement> signedSpecificsOf(UUID frameworkId) {
        return list("framework.id = ?1 and state <> DRAFT", frameworkId);
    }

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
        return (Boolean) getEntityManager()
                .createNativeQuery("select has_agreement_in_force(:partnerId)", Boolean.class)
                .setParameter("partnerId", partnerId)
                .getSingleResult();
    }

    /** The same as a condition on an expression of another query. */
    static String anyInForceWith(String partnerId) {
        return "cast(function('has_agreement_in_force', " + partnerId + ") as Boolean) = true";
    }

    /** Those that come into force or end by this day. */
    List<UUID> due(LocalDate today) {
        return getEntityManager()
                .createQuery(
                        "select id from Agreement where state = SIGNED and startsOn <= :today"
                                + " or state = IN_FORCE and endsOn < :today order by id",
                        UUID.class)
                .setParameter("today", today)
                .getResultList();
    }

    /** The next number of the year, such as CNED-2026-00017. Numbers may be skipped, never given twice. */
    String nextNumber(int year) {
        Object next = getEntityManager()
                .createNativeQuery("select nextval('agreement_number')", Long.class)
                .getSingleResult();
        return "CNED-%d-%05d".formatted(year, (Long) next);
    }
}
