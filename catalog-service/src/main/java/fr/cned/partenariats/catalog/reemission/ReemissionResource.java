package fr.cned.partenariats.catalog.reemission;

import fr.cned.partenariats.catalog.Roles;
import fr.cned.partenariats.commons.idempotency.Idempotent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** HTTP edge of emitting the catalogue's state again. */
@Path("/v1/catalog-events/re-emissions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operations")
public class ReemissionResource {

    private final ReemissionService reemissions;

    ReemissionResource(ReemissionService reemissions) {
        this.reemissions = reemissions;
    }

    @POST
    @Idempotent
    @RolesAllowed(Roles.OPS)
    @Operation(
            summary = "Emit the current state of every training and offering again",
            description =
                    "For consumers that lost what they had. The events are as if just changed, with the revisions of now.")
    @APIResponseSchema(value = Reemitted.class, responseCode = "202")
    public RestResponse<Reemitted> emitAgain() {
        return RestResponse.status(RestResponse.Status.ACCEPTED, reemissions.emitAgain());
    }
}
