package fr.cned.partenariats.parking.permit;

import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

@Path("/v1/permits")
@Produces(MediaType.APPLICATION_JSON)
public class PermitResource {

    private final PermitService permits;

    PermitResource(PermitService permits) {
        this.permits = permits;
    }

    @GET
    @Operation(operationId = "listPermits")
    @RolesAllowed({"warden", "resident"})
    @RequiresScope("permits:read")
    public List<String> list() {
        return permits.plates();
    }
}
