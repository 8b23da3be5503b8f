package fr.cned.partenariats.commons.base.paging;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.LIMIT_OUT_OF_RANGE;

import fr.cned.partenariats.commons.base.problem.Refusal;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters {@code limit} and {@code cursor} of every list; taken as a {@code @BeanParam}. */
public class PageParams {

    public static final int MAX_LIMIT = 100;

    @QueryParam("limit")
    @DefaultValue("20")
    @Parameter(
            description = "At most this many items.",
            schema = @Schema(minimum = "1", maximum = "100", defaultValue = "20"))
    public int limit;

    @QueryParam("cursor")
    @Parameter(description = "The value of `next` of the previous page; opaque.")
    public @Nullable String cursor;

    private int most = MAX_LIMIT;
    private int skipped;

    public PageParams() {}

    /** A page of a list whose pages are numbered, as a standard asks for. */
    public static PageParams numbered(int skipped, int shown) {
        PageParams page = new PageParams();
        page.limit = shown;
        page.most = shown;
        page.skipped = skipped;
        return page;
    }

    /** The rows that the query skips: those before a numbered page. */
    public int skipped() {
        return skipped;
    }

    /** The limit; refuses one that is out of range. */
    public int limit() {
        if (limit < 1 || limit > most) {
            throw Refusal.of(LIMIT_OUT_OF_RANGE, Integer.toString(MAX_LIMIT));
        }
        return limit;
    }

    /** The number of rows to fetch: one more than shown, to know whether there is a next page. */
    public int fetchSize() {
        return limit() + 1;
    }

    /**
     * The sort key after which this page begins; empty for the first page.
     *
     * @param filters all other query parameters of the list; a cursor of other filters is refused
     */
    public <K> Optional<K> after(Class<K> keyType, @Nullable Object... filters) {
        return cursor == null ? Optional.empty() : Optional.of(Cursors.decode(cursor, keyType, filters));
    }
}
