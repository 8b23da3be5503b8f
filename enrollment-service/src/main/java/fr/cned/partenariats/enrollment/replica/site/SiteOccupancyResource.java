package fr.cned.partenariats.enrollment.replica.site;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/site-occupancies")
@Produces("application/json")
@Tag(name = "Statistics")
public class SiteOccupancyResource {

    private final SiteOccupancyService occupancies;

    SiteOccupancyResource(SiteOccupancyService occupancies) {
        this.occupancies = occupancies;
    }

    @GET
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(
            operationId = "listSiteOccupancies",
            summary = "List the hosting capacity of sites against their enrollments; a partner sees its sites")
    public Page<SiteOccupancyView> list(@BeanParam @Valid SiteOccupancyFilter filter, @BeanParam PageParams page) {
        return occupancies.list(filter, page);
    }
}
