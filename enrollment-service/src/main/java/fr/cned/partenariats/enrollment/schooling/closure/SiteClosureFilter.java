package fr.cned.partenariats.enrollment.schooling.closure;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

public class SiteClosureFilter {

    @QueryParam("siteId")
    public @Nullable UUID siteId;

    @QueryParam("partnerId")
    @Parameter(description = "Closures of the sites of this partner.")
    public @Nullable UUID partnerId;

    @QueryParam("week")
    @Parameter(description = "Week in ISO 8601, such as 2026-W48.")
    public @Nullable String week;

    Conditions conditions(TenantScope scope) {
        return new Conditions()
                .equal("partnerId", scope.restrictedTo().orElse(null))
                .equal("partnerId", partnerId)
                .equal("siteId", siteId)
                .equal("week", IsoWeek.mondayOf(week));
    }
}
