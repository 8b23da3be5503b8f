package fr.cned.partenariats.partner.reemission;

import static fr.cned.partenariats.partner.Roles.OPS;

import fr.cned.partenariats.commons.idempotency.Idempotent;
import fr.cned.partenariats.commons.reemission.Reemission;
import fr.cned.partenariats.commons.reemission.ReemissionCounts;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Starts the re-emission of this service's events. */
@Path("/v1/partner-events/re-emissions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operations")
public class ReemissionResource {

    private final Reemission reemission;

    ReemissionResource(Reemission reemission) {
        this.reemission = reemission;
    }

    @POST
    @RolesAllowed(OPS)
    @Idempotent
    @Operation(
            operationId = "reemitPartnerEvents",
            summary = "Send the current state of all objects again",
            description = "For consumers that lost events. Writes one event per object to the outbox and answers the"
                    + " number of events by kind. Revisions do not change.")
    @APIResponseSchema(value = ReemissionCounts.class, responseCode = "202")
    public RestResponse<ReemissionCounts> reemit() {
        return RestResponse.accepted(reemission.emitAll());
    }
}
