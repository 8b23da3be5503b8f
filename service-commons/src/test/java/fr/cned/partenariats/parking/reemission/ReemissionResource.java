package fr.cned.partenariats.parking.reemission;

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
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/parking-events/re-emissions")
@Produces(MediaType.APPLICATION_JSON)
public class ReemissionResource {

    private final Reemission reemission;

    ReemissionResource(Reemission reemission) {
        this.reemission = reemission;
    }

    @POST
    @Operation(operationId = "reemitParkingEvents")
    @APIResponseSchema(value = ReemissionView.class, responseCode = "202")
    @RolesAllowed("warden")
    @Idempotent
    public RestResponse<ReemissionView> reemit() {
        ReemissionView started = reemission.start();
        return Accepted.at("/v1/parking-events/re-emissions/" + started.id(), started);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getParkingReemission")
    @RolesAllowed("warden")
    public ReemissionView get(UUID id) {
        return reemission.get(id);
    }
}
