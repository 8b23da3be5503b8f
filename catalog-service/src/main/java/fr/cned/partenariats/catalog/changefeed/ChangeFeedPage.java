package fr.cned.partenariats.catalog.changefeed;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One page of a change feed: the changed objects in their current state, in the order of their last change. */
public record ChangeFeedPage<T>(
        List<T> items,

        @Schema(description = "Number of the last change on this page. Send it as `since` in the next request.")
        long upTo,

        @Schema(description = "Whether further changes exist already.")
        boolean more) {

    /** @param rows at most {@link ChangeFeedParams#fetchSize()} rows */
    public static <R, T> ChangeFeedPage<T> of(
            List<R> rows,
            ChangeFeedParams params,
            Function<? super R, ? extends T> view,
            ToLongFunction<? super R> number) {
        boolean more = rows.size() > params.limit();
        List<R> shown = more ? rows.subList(0, params.limit()) : rows;
        long upTo = shown.isEmpty() ? params.since() : number.applyAsLong(shown.get(shown.size() - 1));
        return new ChangeFeedPage<>(shown.stream().<T>map(view).toList(), upTo, more);
    }
}
