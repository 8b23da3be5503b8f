package fr.cned.partenariats.commons.base.paging;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next the cursor of the next page; null on the last page
 */
public record Page<T>(List<T> items, @Nullable String next) {

    /**
     * @param rows up to {@link PageParams#fetchSize()} rows
     * @param key the sort key of a row
     * @param filters the same values as for {@link PageParams#after}
     */
    public static <R, T> Page<T> of(
            List<R> rows,
            PageParams params,
            Function<? super R, ? extends T> view,
            Function<? super R, ?> key,
            @Nullable Object... filters) {
        boolean more = rows.size() > params.limit();
        List<R> shown = more ? rows.subList(0, params.limit()) : rows;
        String next = more ? Cursors.encode(key.apply(shown.get(shown.size() - 1)), filters) : null;
        return new Page<>(shown.stream().<T>map(view).toList(), next);
    }

    /** The same page with a view of each item. */
    public <V> Page<V> map(Function<? super T, ? extends V> view) {
        return new Page<>(items.stream().<V>map(view).toList(), next);
    }
}
