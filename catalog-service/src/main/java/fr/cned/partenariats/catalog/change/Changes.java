package fr.cned.partenariats.catalog.change;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A stretch of a change feed.
 *
 * @param items what changed, each once, as it is now, in the order of the changes
 * @param upTo the number of the last change that these items hold; {@code since} of the next request
 * @param more whether there are already further changes to ask for
 */
public record Changes<T>(List<T> items, long upTo, boolean more) {

    /** @param rows what {@link ChangesSince#fetchSize()} rows gave */
    public static <R, T> Changes<T> of(
            List<R> rows, ChangesSince since, Function<? super R, ? extends T> view, ToLongFunction<? super R> number) {
        boolean more = rows.size() > since.limit();
        List<R> shown = more ? rows.subList(0, since.limit()) : rows;
        long upTo = shown.isEmpty() ? since.since() : number.applyAsLong(shown.get(shown.size() - 1));
        return new Changes<>(shown.stream().<T>map(view).toList(), upTo, more);
    }
}
