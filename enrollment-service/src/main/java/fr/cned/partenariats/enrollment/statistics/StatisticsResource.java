package fr.cned.partenariats.enrollment.statistics;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.MANAGEMENT;
import static fr.cned.partenariats.enrollment.Roles.OPS;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Roles.PARTNERSHIP_OFFICER;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;

import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.propagation.AwaitedRevisions;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/statistics")
@Produces("application/json")
@Tag(name = "Statistics")
public class StatisticsResource {

    private final StatisticsService statistics;

    StatisticsResource(StatisticsService statistics) {
        this.statistics = statistics;
    }

    @GET
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER, PARTNERSHIP_OFFICER, MANAGEMENT, OPS})
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(
            operationId = "countEnrollments",
            summary = "Count enrollments by one or two dimensions",
            description = "A partner counts its own enrollments. A federation also counts all those of its members, and"
                    + " those of other partners under agreements of its frameworks. It gets no key of their agreements and"
                    + " sites.")
    public StatisticsView count(
            @BeanParam @Valid StatisticsFilter filter, @BeanParam PageParams page, @Context HttpHeaders headers) {
        return statistics.count(filter, page, AwaitedRevisions.of(headers));
    }
}
