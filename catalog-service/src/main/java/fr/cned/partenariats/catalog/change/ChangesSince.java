package fr.cned.partenariats.catalog.change;

import static fr.cned.partenariats.commons.paging.PageParams.MAX_LIMIT;
import static fr.cned.partenariats.commons.problem.CommonProblem.LIMIT_OUT_OF_RANGE;

import fr.cned.partenariats.commons.problem.Refusal;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** {@code ?since=&limit=} of a change feed; taken as a {@code @BeanParam}. */
public class ChangesSince {

    @QueryParam("since")
    @DefaultValue("0")
    @PositiveOrZero
    @Parameter(description = "The value of `upTo` of the previous answer; 0 to begin with everything.")
    public long since;

    @QueryParam("limit")
    @DefaultValue("20")
    @Parameter(
            description = "At most this many items.",
            schema = @Schema(minimum = "1", maximum = "100", defaultValue = "20"))
    public int limit;

    public long since() {
        return since;
    }

    /** The limit, checked. */
    int limit() {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Refusal.of(LIMIT_OUT_OF_RANGE, Integer.toString(MAX_LIMIT));
        }
        return limit;
    }

    /** How many rows to ask the database for: one more than shown tells whether there are more. */
    public int fetchSize() {
        return limit() + 1;
    }
}
