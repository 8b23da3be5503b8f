package fr.cned.partenariats.enrollment.statistics;

import static fr.cned.partenariats.commons.problem.CommonProblem.INVALID_CURSOR;

import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.http.AsOf;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuery.CountRow;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuery.GroupKeys;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuery.Question;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counts enrollments: all for officers and operators, its own for a partner, and its own and its members' for a
 * federation.
 */
@ApplicationScoped
public class StatisticsService {

    private final StatisticsQuery query;
    private final StatisticsRollups rollups;
    private final Caller caller;
    private final Clock clock;

    StatisticsService(StatisticsQuery query, StatisticsRollups rollups, Caller caller, Clock clock) {
        this.query = query;
        this.rollups = rollups;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * The fold has its own transactions, so that its lock is free before the count begins. Another one finds a partner's
     * members: the scope of a transaction is fixed when it begins.
     */
    StatisticsView count(StatisticsFilter filter, PageParams page) {
        AsOf.requireNotInFuture(filter.asOf, clock);
        StatisticsGrouping grouping = StatisticsGrouping.parse(filter.groupBy);
        StatisticsMoment moment = StatisticsMoment.of(filter.asOf, clock);
        GroupKeys after = after(filter, page).orElse(null);
        Optional<UUID> own = caller.scope().restrictedTo();
        List<UUID> members = own.map(query::membersOf).orElse(List.of());
        Question question = new Question(filter, grouping, own, members, moment, after, page.fetchSize());
        rollups.fold();
        List<CountRow> rows = members.isEmpty() ? query.count(question) : query.countWithMembers(question);
        CountRow total = rows.get(0);
        List<CountRow> groups = grouping.dimensions().isEmpty() ? List.of() : rows.subList(1, rows.size());
        Page<StatisticsView.Group> shown = Page.of(
                groups,
                page,
                row -> StatisticsView.Group.of(row, total.students()),
                row -> new @Nullable String[] {row.key(), row.secondKey()},
                filter.values());
        return new StatisticsView(
                moment.shown(),
                new StatisticsView.Counts(total.enrollments(), total.students()),
                shown.items(),
                shown.next());
    }

    /** An array, because a cursor cannot hold a record with an absent key. */
    private static Optional<GroupKeys> after(StatisticsFilter filter, PageParams page) {
        return page.after(String[].class, filter.values()).map(keys -> {
            if (keys.length != 2) {
                throw Refusal.of(INVALID_CURSOR);
            }
            return new GroupKeys(keys[0], keys[1]);
        });
    }
}
