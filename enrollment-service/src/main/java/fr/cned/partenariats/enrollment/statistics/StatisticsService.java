package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.database.ReadLimit;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuery.CountRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/** Counts enrollments: all for officers and operators, its own for a partner. */
@ApplicationScoped
public class StatisticsService {

    private final ReadLimit reads;
    private final StatisticsQuery query;
    private final Caller caller;
    private final Clock clock;

    StatisticsService(ReadLimit reads, StatisticsQuery query, Caller caller, Clock clock) {
        this.reads = reads;
        this.query = query;
        this.caller = caller;
        this.clock = clock;
    }

    @Transactional
    StatisticsView count(StatisticsFilter filter, PageParams page) {
        StatisticsMoment moment = StatisticsMoment.of(filter.asOf, clock);
        String after = page.after(String.class, filter.values()).orElse(null);
        reads.begin();
        List<CountRow> rows = query.count(filter, caller.scope(), moment, after, page.fetchSize());
        CountRow total = rows.get(0);
        List<CountRow> groups = filter.groupBy == null ? List.of() : rows.subList(1, rows.size());
        Page<StatisticsView.Group> shown = Page.of(
                groups,
                page,
                row -> StatisticsView.Group.of(row, total.students()),
                row -> Objects.requireNonNull(row.key()), // the group without a key is the last one
                filter.values());
        return new StatisticsView(
                moment.shown(),
                new StatisticsView.Counts(total.enrollments(), total.students()),
                shown.items(),
                shown.next());
    }
}
