package fr.cned.partenariats.enrollment.schooling.closure;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ATTENDANCE_WRITE;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.Created;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/attendance/site-closures")
@Produces("application/json")
@Consumes("application/json")
@RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
@Tag(name = "Attendance")
public class SiteClosureResource {

    private final SiteClosureService closures;

    SiteClosureResource(SiteClosureService closures) {
        this.closures = closures;
    }

    public record SiteClosureWithdrawalRequest(
            @NotBlank @Size(max = 500) String reason) {}

    @POST
    @Idempotent
    @RequiresScope(ATTENDANCE_WRITE)
    @Operation(
            operationId = "createSiteClosure",
            summary = "Declare a week in which a site is closed, once for all students that it hosts")
    @APIResponseSchema(value = SiteClosureView.class, responseCode = "201")
    public RestResponse<SiteClosureView> create(@NotNull @Valid SiteClosureRequest request) {
        SiteClosureView view = closures.create(request);
        return Created.at("/v1/attendance/site-closures/" + view.id(), view);
    }

    @GET
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(
            operationId = "listSiteClosures",
            summary = "List closed weeks of sites; a partner sees those of its sites")
    public Page<SiteClosureView> list(@BeanParam SiteClosureFilter filter, @BeanParam PageParams page) {
        return closures.list(filter, page);
    }

    @GET
    @Path("/{id}")
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(operationId = "getSiteClosure", summary = "Get a closed week of a site")
    public SiteClosureView get(UUID id) {
        return closures.get(id);
    }

    @POST
    @Path("/{id}/withdrawal")
    @Idempotent
    @RequiresScope(ATTENDANCE_WRITE)
    @Operation(operationId = "withdrawSiteClosure", summary = "Withdraw a closure: the site is open in this week")
    @APIResponseSchema(value = SiteClosureView.class, responseCode = "200")
    public SiteClosureView withdraw(UUID id, @NotNull @Valid SiteClosureWithdrawalRequest request) {
        return closures.withdraw(id, request.reason());
    }
}
