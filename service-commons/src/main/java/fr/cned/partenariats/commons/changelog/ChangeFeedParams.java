package fr.cned.partenariats.commons.changelog;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.LIMIT_OUT_OF_RANGE;

import fr.cned.partenariats.commons.base.paging.Cursors;
import fr.cned.partenariats.commons.base.problem.Refusal;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters {@code cursor} and {@code limit} of every change feed; taken as a {@code @BeanParam}. */
public class ChangeFeedParams {

    public static final int MAX_LIMIT = 1_000;

    /** Shorter than every cursor. */
    private static final String NOW = "now";

    @QueryParam("cursor")
    @Parameter(
            description = "The value of `next` in the previous answer; opaque. Without it the feed begins with all"
                    + " objects, and the changes follow. `now` begins with the next change.")
    public @Nullable String cursor;

    @QueryParam("limit")
    @DefaultValue("100")
    @Parameter(
            description = "At most this many changes.",
            schema = @Schema(minimum = "1", maximum = "1000", defaultValue = "100"))
    public int limit;

    public ChangeFeedParams() {}

    /** The limit; refuses one that is out of range. */
    public int limit() {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Refusal.of(LIMIT_OUT_OF_RANGE, Integer.toString(MAX_LIMIT));
        }
        return limit;
    }

    /** Whether the feed is to begin with the next change, without the objects that exist. */
    public boolean fromNow() {
        return NOW.equals(cursor);
    }

    /**
     * The position after which this page begins; empty at the beginning of the feed.
     *
     * @param feed what the cursor is bound to, such as the name of the feed; a cursor of another feed is refused
     */
    public <P> Optional<P> position(Class<P> type, Object... feed) {
        return cursor == null || cursor.equals(NOW)
                ? Optional.empty()
                : Optional.of(Cursors.decode(cursor, type, feed));
    }
}
