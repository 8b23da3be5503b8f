package fr.cned.partenariats.catalog.changefeed;

import static fr.cned.partenariats.commons.paging.PageParams.MAX_LIMIT;
import static fr.cned.partenariats.commons.problem.CommonProblem.LIMIT_OUT_OF_RANGE;

import fr.cned.partenariats.commons.problem.Refusal;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Query parameters {@code since} and {@code limit} of a change feed, for {@code @BeanParam}. */
public class ChangeFeedParams {

    @QueryParam("since")
    @DefaultValue("0")
    @PositiveOrZero
    @Parameter(description = "The value of `upTo` in the previous answer. Use 0 to read the feed from the start.")
    public long since;

    @QueryParam("limit")
    @DefaultValue("20")
    @Parameter(
            description = "Maximum number of items.",
            schema = @Schema(minimum = "1", maximum = "100", defaultValue = "20"))
    public int limit;

    public long since() {
        return since;
    }

    /** Returns the limit; refuses one out of range. */
    int limit() {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Refusal.of(LIMIT_OUT_OF_RANGE, Integer.toString(MAX_LIMIT));
        }
        return limit;
    }

    /** One row more than the limit shows whether further changes exist. */
    public int fetchSize() {
        return limit() + 1;
    }
}
