package fr.cned.partenariats.enrollment;

import static fr.cned.partenariats.enrollment.Roles.OPS;

import fr.cned.partenariats.commons.events.reemission.Reemission;
import fr.cned.partenariats.commons.events.reemission.ReemissionView;
import fr.cned.partenariats.commons.http.Accepted;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/enrollment-events/re-emissions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(OPS)
@Tag(name = "Operations")
public class ReemissionResource {

    private final Reemission reemission;

    ReemissionResource(Reemission reemission) {
        this.reemission = reemission;
    }

    @POST
    @Idempotent
    @Operation(
            operationId = "reemitEnrollmentEvents",
            summary = "Publish the current state of every enrollment, seat quota, offering and attendance alert again",
            description = "For consumers that lost their copy. The events have the current revisions. The work is a"
                    + " background job; `Location` names it. One job runs at a time.")
    @APIResponseSchema(value = ReemissionView.class, responseCode = "202")
    public RestResponse<ReemissionView> reemit() {
        ReemissionView started = reemission.start();
        return Accepted.at("/v1/enrollment-events/re-emissions/" + started.id(), started);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getEnrollmentReemission", summary = "Read a re-emission and its progress")
    public ReemissionView get(UUID id) {
        return reemission.get(id);
    }
}
