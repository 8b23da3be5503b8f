package fr.cned.partenariats.enrollment.statistics;

import static fr.cned.partenariats.commons.problem.CommonProblem.INVALID_CURSOR;

import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.database.ReadLimit;
import fr.cned.partenariats.commons.http.AsOf;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuestion.GroupKeys;
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
    private final StatisticsFold changes;
    private final StatisticsMemory memory;
    private final ReadLimit reads;
    private final Caller caller;
    private final Clock clock;

    StatisticsService(
            StatisticsQuery query,
            StatisticsFold changes,
            StatisticsMemory memory,
            ReadLimit reads,
            Caller caller,
            Clock clock) {
        this.query = query;
        this.changes = changes;
        this.memory = memory;
        this.reads = reads;
        this.caller = caller;
        this.clock = clock;
    }

    /** Another transaction finds a partner's members: the scope of a transaction is fixed when it begins. */
    StatisticsView count(StatisticsFilter filter, PageParams page) {
        AsOf.requireNotInFuture(filter.asOf, clock);
        StatisticsGrouping grouping = StatisticsGrouping.parse(filter.groupBy);
        StatisticsMoment moment = StatisticsMoment.of(filter.asOf, clock);
        GroupKeys after = after(filter, page).orElse(null);
        Optional<UUID> own = caller.scope().restrictedTo();
        List<UUID> members = own.map(query::membersOf).orElse(List.of());
        StatisticsQuestion question =
                new StatisticsQuestion(filter, grouping, own, members, moment, after, page.fetchSize());
        List<CountRow> rows = count(question);
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

    private List<CountRow> count(StatisticsQuestion question) {
        ReadLimit.Deadline deadline = reads.deadline();
        changes.fold(deadline);
        Optional<List<CountRow>> rows;
        do {
            memory.refresh(deadline);
            rows = memory.count(
                    question, question.members().isEmpty() ? query.names(question) : query.namesWithMembers(question));
        } while (rows.isEmpty());
        return rows.get();
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
