package fr.cned.partenariats.enrollment.attendance;

import fr.cned.partenariats.commons.paging.Conditions;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What a list of weeks may be narrowed by; all of it optional. */
public class WeekFilter {

    @QueryParam("partnerId")
    @Parameter(description = "Whose enrollments.")
    public @Nullable UUID partnerId;

    @QueryParam("enrollmentId")
    public @Nullable UUID enrollmentId;

    @QueryParam("week")
    @Parameter(description = "As ISO 8601 writes it, such as 2026-W48.")
    public @Nullable String week;

    public WeekFilter() {}

    /** Of rows that have these three fields and an id. */
    Conditions conditions(Optional<UUID> visiblePartner, Optional<UUID> after) {
        return new Conditions()
                .equal("partnerId", visiblePartner.orElse(null))
                .equal("partnerId", partnerId)
                .equal("enrollmentId", enrollmentId)
                .equal("week", IsoWeek.filter(week))
                .after("id", after.orElse(null));
    }
}
