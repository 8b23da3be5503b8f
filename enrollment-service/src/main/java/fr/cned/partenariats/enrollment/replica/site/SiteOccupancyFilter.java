package fr.cned.partenariats.enrollment.replica.site;

import fr.cned.partenariats.commons.base.codes.AcademicYear;
import fr.cned.partenariats.commons.base.paging.ListFilter;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

public class SiteOccupancyFilter implements ListFilter {

    @QueryParam("siteId")
    public @Nullable UUID siteId;

    @QueryParam("partnerId")
    @Parameter(description = "Sites that this partner runs.")
    public @Nullable UUID partnerId;

    @QueryParam("academicYear")
    @AcademicYear
    public @Nullable String academicYear;

    @QueryParam("overCapacity")
    @Parameter(description = "Whether the site hosts more students than it has places.")
    public @Nullable Boolean overCapacity;
}
