package fr.cned.partenariats.enrollment.emission;

import static fr.cned.partenariats.enrollment.Roles.OPS;

import fr.cned.partenariats.commons.idempotency.Idempotent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** HTTP edge of re-emission. */
@Path("/v1/enrollment-events/re-emissions")
@Produces("application/json")
@Tag(name = "Operations")
public class ReEmissionResource {

    private final ReEmissionService reEmissions;

    ReEmissionResource(ReEmissionService reEmissions) {
        this.reEmissions = reEmissions;
    }

    @POST
    @Idempotent
    @RolesAllowed(OPS)
    @Operation(operationId = "reEmitEnrollmentEvents", summary = "Publish the current state of everything again")
    @APIResponseSchema(value = ReEmission.class, responseCode = "200")
    public RestResponse<ReEmission> reEmit() {
        return RestResponse.ok(reEmissions.reEmitAll());
    }
}
