package fr.cned.partenariats.partner.reemission;

import static fr.cned.partenariats.partner.Roles.OPS;

import fr.cned.partenariats.commons.idempotency.Idempotent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** HTTP edge of re-emission. */
@Path("/v1/partner-events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operations")
public class ReemissionResource {

    private final ReemissionService reemissions;

    ReemissionResource(ReemissionService reemissions) {
        this.reemissions = reemissions;
    }

    @POST
    @Path("/re-emissions")
    @RolesAllowed(OPS)
    @Idempotent
    @Operation(
            operationId = "reemitPartnerEvents",
            summary = "Tell the current state of everything again",
            description = "For consumers that lost it. Answers when all is in the outbox; changes nothing else.")
    public RestResponse<ReemissionResult> reemit() {
        return RestResponse.ok(reemissions.emitAll());
    }
}
