package fr.cned.partenariats.enrollment.dashboard;

import static fr.cned.partenariats.enrollment.Roles.APPRENTICESHIP_HOST;
import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_WRITE;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.Accepted;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/dashboard-connections")
@Produces("application/json")
@RolesAllowed({PARTNER, APPRENTICESHIP_HOST, ENROLLMENT_OFFICER})
@RequiresScope(ENROLLMENTS_READ)
@WholeTenant
@Tag(name = "Dashboard")
public class DashboardResource {

    private final DashboardService dashboard;

    DashboardResource(DashboardService dashboard) {
        this.dashboard = dashboard;
    }

    /** The key that the dashboard has given to the training centre. */
    public record DashboardKey(
            @NotNull @Pattern(regexp = "[!-~]{1,500}", message = "{enrollment.dashboardKey}")
            String key) {}

    @GET
    @Operation(
            operationId = "listDashboardConnections",
            summary = "List the training centres that are connected to the national dashboard of apprenticeship",
            description = "A training centre sees its own connection. No answer has a key.")
    public Page<DashboardConnectionView> list(@BeanParam PageParams page) {
        return dashboard.list(page);
    }

    @GET
    @Path("/{centreId}")
    @Operation(
            operationId = "getDashboardConnection",
            summary = "Read the connection of a training centre to the dashboard, and how its last run ended")
    public DashboardConnectionView get(UUID centreId) {
        return dashboard.get(centreId);
    }

    @PUT
    @Path("/{centreId}")
    @Consumes("application/json")
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(
            operationId = "replaceDashboardConnection",
            summary = "Connect a training centre to the dashboard, or replace its key",
            description = "The dashboard gives each training centre its key. From then on all its apprentices of this"
                    + " academic year and the one before are sent each night, and now: `lastRun` tells within minutes"
                    + " whether the dashboard accepts the key. The key is stored encrypted, and no answer shows it.")
    public DashboardConnectionView replace(UUID centreId, @NotNull @Valid DashboardKey key) {
        return dashboard.replace(centreId, key.key());
    }

    @DELETE
    @Path("/{centreId}")
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(
            operationId = "deleteDashboardConnection",
            summary = "Disconnect a training centre from the dashboard",
            description = "Deletes the key and what is known of sent records. The dashboard keeps what it has.")
    public void delete(UUID centreId) {
        dashboard.delete(centreId);
    }

    @POST
    @Path("/{centreId}/run")
    @Idempotent
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(
            operationId = "requestDashboardRun",
            summary = "Send the records of a training centre to the dashboard now",
            description = "The run begins within about a minute. All records are sent; one that the dashboard has is"
                    + " replaced, so nothing is lost or doubled when a run is repeated.")
    @APIResponseSchema(value = DashboardConnectionView.class, responseCode = "202")
    public RestResponse<DashboardConnectionView> requestRun(UUID centreId) {
        return Accepted.at("/v1/dashboard-connections/" + centreId, dashboard.requestRun(centreId));
    }

    @GET
    @Path("/{centreId}/records")
    @Operation(
            operationId = "listDashboardRecords",
            summary = "List the records that the dashboard does not accept as they are",
            description = "As of the last time that each was sent, with the faults that the dashboard names. Correct the"
                    + " student, the offering, the contract or the partner: the next run sends the record again.")
    public Page<DashboardRecordView> listRecords(UUID centreId, @BeanParam PageParams page) {
        return dashboard.listRecords(centreId, page);
    }
}
