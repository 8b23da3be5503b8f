package fr.cned.partenariats.enrollment.schooling.week;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

public class WeekFilter {

    @QueryParam("partnerId")
    @Parameter(description = "Enrollments of this partner.")
    public @Nullable UUID partnerId;

    @QueryParam("enrollmentId")
    public @Nullable UUID enrollmentId;

    @QueryParam("week")
    @Parameter(description = "Week in ISO 8601, such as 2026-W48.")
    public @Nullable String week;

    /** For entities with the fields {@code id}, {@code partnerId}, {@code enrollmentId} and {@code week}. */
    public Conditions conditions(TenantScope scope) {
        return conditions(scope, "enrollmentId = ?");
    }

    /** @param ofEnrollment the condition on the enrollment; {@code ?} stands for its id */
    public Conditions conditions(TenantScope scope, String ofEnrollment) {
        return new Conditions()
                .equal("partnerId", scope.restrictedTo().orElse(null))
                .equal("partnerId", partnerId)
                .matching(ofEnrollment, enrollmentId)
                .equal("week", IsoWeek.mondayOf(week));
    }
}
