package fr.cned.partenariats.parking.resident;

import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.ReadOnly;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A read, a check and a write of a resident. */
@Path("/v1/residents")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"warden", "resident", "driver"})
@RequiresScope("residents:read")
public class ResidentResource {

    @GET
    @Operation(operationId = "getResident")
    public Map<String, String> get() {
        return Map.of();
    }

    @POST
    @Path("/checks")
    @ReadOnly
    @Idempotent
    @Operation(operationId = "checkResident")
    public Map<String, String> check() {
        return Map.of();
    }

    @POST
    @Path("/moves")
    @Idempotent
    @RequiresScope("residents:write")
    @WholeTenant
    @Operation(operationId = "moveResident")
    public Map<String, String> move() {
        return Map.of();
    }
}
