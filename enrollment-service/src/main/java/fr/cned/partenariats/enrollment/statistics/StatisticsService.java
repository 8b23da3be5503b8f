package fr.cned.partenariats.enrollment.statistics;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_CURSOR;

import fr.cned.partenariats.commons.base.database.ReadLimit;
import fr.cned.partenariats.commons.base.database.ReadLimit.Deadline;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.http.AsOf;
import fr.cned.partenariats.commons.http.propagation.AwaitedRevisions;
import fr.cned.partenariats.commons.http.propagation.AwaitedRevisions.Awaited;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.EnrollmentProblem;
import fr.cned.partenariats.enrollment.Roles;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuestion.Federation;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuestion.GroupKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.duckdb.DuckDBConnection;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Counts enrollments: all for officers and operators, its own for a partner, those at its sites for a caller limited to
 * sites. A federation also counts those of its members and those under its frameworks.
 */
@ApplicationScoped
public class StatisticsService {

    private static final int READING_SECONDS = 2;

    private static final List<String> SEE_SUMS =
            List.of(Roles.PARTNER, Roles.ENROLLMENT_OFFICER, Roles.PARTNERSHIP_OFFICER, Roles.MANAGEMENT);

    private final StatisticsNames names;
    private final StatisticsReader reader;
    private final ReadLimit reads;
    private final Caller caller;
    private final Clock clock;

    /** More counts at once would need more memory than DuckDB has, and the files that it then writes make all slow. */
    private final Semaphore places;

    StatisticsService(
            StatisticsNames names,
            StatisticsReader reader,
            ReadLimit reads,
            Caller caller,
            Clock clock,
            @ConfigProperty(name = "enrollment.statistics.threads") int threads) {
        this.names = names;
        this.reader = reader;
        this.reads = reads;
        this.caller = caller;
        this.clock = clock;
        this.places = new Semaphore(threads, true);
    }

    /**
     * Another transaction finds what a federation counts: the scope of a transaction is fixed when it begins.
     *
     * @param awaited changes that the answer must count
     */
    StatisticsView count(StatisticsFilter filter, PageParams page, List<Awaited> awaited) {
        AsOf.requireNotInFuture(filter.asOf, clock);
        StatisticsGrouping grouping = StatisticsGrouping.parse(filter.groupBy);
        StatisticsMoment moment = StatisticsMoment.of(filter.asOf, clock);
        GroupKeys after = after(filter, page).orElse(null);
        TenantScope scope = caller.scope();
        Optional<UUID> own = scope.restrictedTo();
        Federation federation = scope.isLimitedToSites()
                ? Federation.NONE
                : own.map(names::federation).orElse(Federation.NONE);
        return count(
                new StatisticsQuestion(
                        filter,
                        grouping,
                        own,
                        scope.sites(),
                        federation,
                        moment,
                        maySeeSums(),
                        after,
                        page.fetchSize()),
                page,
                awaited);
    }

    /** The roles that may read the sums of an agreement see sums here, too. */
    private boolean maySeeSums() {
        return SEE_SUMS.stream().anyMatch(caller::has);
    }

    private StatisticsView count(StatisticsQuestion question, PageParams page, List<Awaited> awaited) {
        Deadline deadline = reads.deadline();
        deadline.acquire(places);
        try {
            requireCounted(awaited);
            try (DuckDBConnection connection = reader.connect()
                    .orElseThrow(() ->
                            Refusal.of(EnrollmentProblem.STATISTICS_UNAVAILABLE).retryAfterSeconds(READING_SECONDS))) {
                List<CountRow> rows = rows(question, connection, deadline);
                return view(question, page, rows, StatisticsFile.asOf(connection));
            }
        } catch (SQLException e) {
            deadline.check();
            throw new IllegalStateException("the file of statistics cannot be read", e);
        } finally {
            places.release();
        }
    }

    private void requireCounted(List<Awaited> awaited) throws SQLException {
        for (Awaited one : awaited) {
            if (!reader.hasCounted(one.kind(), one.id())) {
                throw AwaitedRevisions.notReceived(one);
            }
        }
    }

    List<CountRow> rows(StatisticsQuestion question, DuckDBConnection connection, Deadline deadline)
            throws SQLException {
        connection.setAutoCommit(false); // one snapshot for codes, the total and the groups
        StatisticsCount count = new StatisticsCount(question, connection);
        if (question.federation().isEmpty()) {
            names.copy(count.joins(), connection);
        } else {
            names.copyWithMembers(count.joins(), connection);
        }
        return count.rows(deadline);
    }

    private StatisticsView view(
            StatisticsQuestion question, PageParams page, List<CountRow> rows, Instant lastCounted) {
        CountRow total = rows.get(0);
        Page<StatisticsView.Group> shown = Page.of(
                rows.subList(1, rows.size()),
                page,
                row -> StatisticsView.Group.of(row, total.students()),
                row -> new @Nullable String[] {row.key(), row.secondKey()},
                question.filter());
        return new StatisticsView(
                question.moment().shown(lastCounted),
                new StatisticsView.Counts(
                        total.enrollments(), total.students(), StatisticsView.Results.of(total), total.amounts()),
                shown.items(),
                shown.next());
    }

    /** An array, because a cursor cannot hold a record with an absent key. */
    private static Optional<GroupKeys> after(StatisticsFilter filter, PageParams page) {
        return page.after(String[].class, filter).map(keys -> {
            if (keys.length != 2) {
                throw Refusal.of(INVALID_CURSOR);
            }
            return new GroupKeys(keys[0], keys[1]);
        });
    }
}
