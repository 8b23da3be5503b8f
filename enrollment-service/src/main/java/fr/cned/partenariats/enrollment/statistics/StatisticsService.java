package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.commons.database.ReadLimit;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.enrollment.Visibility;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuery.Line;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Counts for officers and operators of all enrollments, for a partner of its own. */
@ApplicationScoped
@Transactional
public class StatisticsService {

    private final ReadLimit reads;
    private final StatisticsQuery query;
    private final Visibility visibility;
    private final Clock clock;

    StatisticsService(ReadLimit reads, StatisticsQuery query, Visibility visibility, Clock clock) {
        this.reads = reads;
        this.query = query;
        this.visibility = visibility;
        this.clock = clock;
    }

    StatisticsView count(StatisticsFilter filter, PageParams page) {
        Optional<UUID> visible = visibility.partner();
        Instant now = clock.instant();
        Instant endOfDay = filter.asOf == null
                ? now
                : filter.asOf.plusDays(1).atStartOfDay(clock.getZone()).toInstant();
        Instant until = endOfDay.isAfter(now) ? now : endOfDay;
        LocalDate day = filter.asOf == null ? LocalDate.now(clock) : filter.asOf;
        String after = page.after(String.class, filter.values()).orElse(null);
        reads.begin();
        List<Line> lines = query.count(filter, visible, until.plusMillis(1), day, after, page.fetchSize());
        StatisticsView.Counts total = new StatisticsView.Counts(
                lines.get(0).enrollments(), lines.get(0).students());
        List<Line> groups = filter.groupBy == null ? List.of() : lines.subList(1, lines.size());
        Page<StatisticsView.Group> shown = Page.of(
                groups,
                page,
                line -> group(line, total.students()),
                line -> Objects.requireNonNull(line.key()), // the one without is the last
                filter.values());
        return new StatisticsView(until, total, shown.items(), shown.next());
    }

    private static StatisticsView.Group group(Line line, long students) {
        double share = students == 0 ? 0 : Math.round(10_000.0 * line.students() / students) / 10_000.0;
        return new StatisticsView.Group(line.key(), line.label(), line.enrollments(), line.students(), share);
    }
}
