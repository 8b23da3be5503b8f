package fr.cned.partenariats.catalog.changefeed;

import static fr.cned.partenariats.commons.problem.CommonProblem.CURSOR_EXPIRED;

import fr.cned.partenariats.commons.changes.ChangeFeedPage;
import fr.cned.partenariats.commons.changes.ChangeFeedParams;
import fr.cned.partenariats.commons.paging.Cursors;
import fr.cned.partenariats.commons.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * Answers a page of a change feed whose cursors are change numbers. An object is in the feed at its last change, so the
 * feed from number 0 shows all objects, and cursors do not expire with time.
 */
@ApplicationScoped
public class NumberedFeed {

    private final ChangeCounter counter;

    NumberedFeed(ChangeCounter counter) {
        this.counter = counter;
    }

    /** The content of a cursor. */
    record Position(long changeNumber) {}

    /**
     * @param feed the name of the feed; a cursor of another feed is refused
     * @param changedAfter up to {@link ChangeFeedParams#fetchSize()} rows with a higher number, in their order
     * @param number the number of the last change of a row
     */
    public <R, T> ChangeFeedPage<T> read(
            String feed,
            ChangeFeedParams params,
            LongFunction<List<R>> changedAfter,
            Function<? super R, ? extends T> view,
            ToLongFunction<? super R> number) {
        int limit = params.limit();
        if (params.fromNow()) {
            return page(feed, List.of(), counter.lastNumber(), false);
        }
        long since = params.position(Position.class, feed)
                .map(Position::changeNumber)
                .orElse(0L);
        List<R> rows = changedAfter.apply(since);
        if (rows.isEmpty()) {
            requireIssued(since);
        }
        boolean more = rows.size() > limit;
        List<R> shown = more ? rows.subList(0, limit) : rows;
        long last = shown.isEmpty() ? since : number.applyAsLong(shown.get(shown.size() - 1));
        return page(feed, shown.stream().<T>map(view).toList(), last, more);
    }

    private static <T> ChangeFeedPage<T> page(String feed, List<T> items, long last, boolean more) {
        return new ChangeFeedPage<>(items, List.of(), Cursors.encode(new Position(last), feed), more);
    }

    /**
     * Refuses a number above the last one issued. Such a reader followed another database, or this one before a
     * restore from backup, and would miss every change up to that number.
     */
    private void requireIssued(long changeNumber) {
        if (changeNumber > counter.lastNumber()) {
            throw Refusal.of(CURSOR_EXPIRED);
        }
    }
}
