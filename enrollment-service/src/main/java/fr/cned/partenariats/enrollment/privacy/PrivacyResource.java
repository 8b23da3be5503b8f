package fr.cned.partenariats.enrollment.privacy;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.STUDENTS_READ;

import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

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
    @RequiresScope(STUDENTS_READ)
    @WholeTenant
    @Operation(
            operationId = "exportStudent",
            summary = "Export all data about a student; a partner gets what it registered itself")
    public StudentExport export(UUID id) {
        return privacy.export(id);
    }

    @POST
    @Path("/erasure")
    @Idempotent
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(
            operationId = "eraseStudent",
            summary = "Erase a student and all aliases; a repeated request answers the same receipt",
            description = "Removes all data that identifies the student. The rows stay for statistics.")
    @APIResponseSchema(value = ReceiptView.class, responseCode = "200")
    public ReceiptView erase(UUID id) {
        return privacy.erase(id);
    }

    @GET
    @Path("/erasure")
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(operationId = "getErasureReceipt", summary = "Get the receipt of an erasure")
    public ReceiptView getReceipt(UUID id) {
        return privacy.getReceipt(id);
    }
}
