package fr.cned.partenariats.partner.reemission;

import static fr.cned.partenariats.partner.Roles.OPS;

import fr.cned.partenariats.commons.idempotency.Idempotent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
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
            description = "For consumers that lost it; changes nothing. Answers how many of each kind it put"
                    + " into the outbox, from where they are sent.")
    @APIResponse(
            responseCode = "202",
            description = "By kind of aggregate, how many.",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT, additionalProperties = Integer.class)))
    public RestResponse<Map<String, Integer>> reemit() {
        return RestResponse.accepted(reemissions.emitAll());
    }
}
