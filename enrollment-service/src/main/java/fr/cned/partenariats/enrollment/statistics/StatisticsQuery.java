package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.commons.database.ReadLimit;
import fr.cned.partenariats.commons.tenancy.AllTenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/**
 * Counts enrollments in the roll-ups: what is folded before the transaction begins. One statement reads all numbers, so they
 * are of one snapshot.
 */
@ApplicationScoped
class StatisticsQuery {

    private final EntityManager em;
    private final ReadLimit reads;
    private final Clock clock;

    StatisticsQuery(EntityManager em, ReadLimit reads, Clock clock) {
        this.em = em;
        this.reads = reads;
        this.clock = clock;
    }

    /** The partners that are members of this federation; empty for any other partner. */
    @Transactional
    List<UUID> membersOf(UUID partner) {
        return em.unwrap(Session.class)
                .createNativeQuery("select * from members_of(:partner)", UUID.class)
                .setParameter("partner", partner)
                .getResultList();
    }

    /** A row of the result: the total or one group. */
    record CountRow(
            long enrollments,
            long students,
            @Nullable String key,
            @Nullable String label,
            @Nullable String secondKey,
            @Nullable String secondLabel) {

        static CountRow of(Object[] row) {
            return new CountRow(
                    ((Number) row[0]).longValue(),
                    ((Number) row[1]).longValue(),
                    (String) row[2],
                    (String) row[3],
                    (String) row[4],
                    (String) row[5]);
        }
    }

    /**
     * What to count.
     *
     * @param own the caller's partner; empty when the caller counts the enrollments of all partners
     * @param members the members of the caller's federation, which count, too
     * @param moment the time of the count
     * @param after the keys of the last group of the previous page; null for the first page
     * @param groups the maximum number of groups
     */
    record Question(
            StatisticsFilter filter,
            StatisticsGrouping grouping,
            Optional<UUID> own,
            List<UUID> members,
            StatisticsMoment moment,
            @Nullable GroupKeys after,
            int groups) {}

    /** The keys of a group; absent without the key, and the second one with one dimension. */
    record GroupKeys(@Nullable String first, @Nullable String second) {}

    /** The total first, then one page of groups in key order. An absent key comes last. */
    @Transactional
    List<CountRow> count(Question question) {
        return countWithinScope(question);
    }

    /** Counts rows of other partners, too: those that the question names as members. */
    @AllTenants
    @Transactional
    List<CountRow> countWithMembers(Question question) {
        return countWithinScope(question);
    }

    private List<CountRow> countWithinScope(Question question) {
        reads.begin();
        joinByHash();
        return query(StatisticsRollupQuery.of(question.grouping()), question)
                .setParameter("cube", StatisticsRollupQuery.cube(question.filter(), question.grouping()))
                .setParameter("asOf", asOf(question.moment()))
                .getResultList()
                .stream()
                .map(CountRow::of)
                .toList();
    }

    /** With the parameters of the filters, the groups and the page. */
    NativeQuery<Object[]> query(String sql, Question question) {
        StatisticsFilter filter = question.filter();
        StatisticsGrouping grouping = question.grouping();
        @Nullable GroupKeys after = question.after();
        NativeQuery<Object[]> query = em.unwrap(Session.class).createNativeQuery(sql, Object[].class);
        if (grouping.contains(StatisticsDimension.agreement) || grouping.contains(StatisticsDimension.site)) {
            query.setParameter("own", question.own().orElse(null), UUID.class);
        }
        return query.setParameter("day", question.moment().day())
                .setParameter("everything", question.own().isEmpty())
                .setParameter(
                        "visible",
                        Stream.concat(question.own().stream(), question.members().stream())
                                .toArray(UUID[]::new))
                .setParameter("further", after != null)
                .setParameter("afterKey", after == null ? null : after.first(), String.class)
                .setParameter("afterSecond", after == null ? null : after.second(), String.class)
                .setParameter("lines", question.groups() + 1)
                .setParameter("site", filter.siteId, UUID.class)
                .setParameter("partner", filter.partnerId, UUID.class)
                .setParameter("agreements", filter.agreementId.toArray(UUID[]::new))
                .setParameter("family", filter.family, String.class)
                .setParameter("training", filter.trainingCode, String.class)
                .setParameter("department", filter.department, String.class)
                .setParameter("region", filter.region, String.class)
                .setParameter("year", filter.academicYear, String.class)
                .setParameter("hosted", filter.hosted, Boolean.class)
                .setParameter("states", filter.states(grouping))
                .setParameter("networks", filter.network.toArray(String[]::new))
                .setParameter("funding", name(filter.funding), String.class)
                .setParameter("fundingState", name(filter.fundingState), String.class);
    }

    /**
     * For this transaction. The planner knows neither the number of cells that match nor that of groups: it would loop or
     * sort, and spill the groups to disk.
     */
    private void joinByHash() {
        em.createNativeQuery("set local enable_nestloop = off; set local enable_mergejoin = off;"
                        + " set local enable_sort = off; set local work_mem = '16MB'")
                .executeUpdate();
    }

    /** A day as the database writes it. All changes count in the present, also those of a clock that is ahead. */
    private String asOf(StatisticsMoment moment) {
        return moment.isPresent(clock) ? "infinity" : moment.day().toString();
    }

    private static @Nullable String name(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name();
    }
}
