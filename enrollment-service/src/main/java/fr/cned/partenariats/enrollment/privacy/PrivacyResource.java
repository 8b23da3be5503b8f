package fr.cned.partenariats.enrollment.privacy;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;

import fr.cned.partenariats.commons.idempotency.Idempotent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** HTTP edge of export and erasure. */
@Path("/v1/students/{id}")
@Produces("application/json")
@Tag(name = "Students")
public class PrivacyResource {

    private final PrivacyService privacy;

    PrivacyResource(PrivacyService privacy) {
        this.privacy = privacy;
    }

    @GET
    @Path("/export")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(
            operationId = "exportStudent",
            summary = "All that is held about a student; for a partner, what it registered itself")
    public StudentExport export(UUID id) {
        return privacy.export(id);
    }

    @POST
    @Path("/erasure")
    @Idempotent
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(
            operationId = "eraseStudent",
            summary = "Forget a student, with all aliases; answers the receipt, the same one when asked again",
            description = "Removes all that tells who the student is. What is counted stays, with nobody behind it.")
    @APIResponseSchema(value = ReceiptView.class, responseCode = "200")
    public RestResponse<ReceiptView> erase(UUID id) {
        return RestResponse.ok(privacy.erase(id));
    }

    @GET
    @Path("/erasure")
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(operationId = "getErasureReceipt", summary = "Read the receipt of an erasure")
    public ReceiptView receipt(UUID id) {
        return privacy.receipt(id);
    }
}
