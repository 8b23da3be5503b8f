package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;

import fr.cned.partenariats.commons.http.Bulk;
import fr.cned.partenariats.commons.http.EntryValidation;
import fr.cned.partenariats.commons.idempotency.Idempotent;
import fr.cned.partenariats.commons.openapi.CommonContract;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** HTTP operations on imports. */
@Path("/v1/imports")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Enrollments")
public class ImportResource {

    private final Registrations registrations;
    private final EntryValidation validation;

    ImportResource(Registrations registrations, EntryValidation validation) {
        this.registrations = registrations;
        this.validation = validation;
    }

    @POST
    @Bulk
    @Idempotent(required = true, inBatch = true)
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(
            operationId = "importEnrollments",
            summary = "Enroll many students under one agreement",
            description = "The rules of a single registration apply to each row, in the order of the rows. Accepted"
                    + " rows become enrollments even if other rows are refused. If any row is malformed, the whole"
                    + " request is refused.",
            extensions = @Extension(name = CommonContract.KEY_REQUIRED, value = "true"))
    @APIResponseSchema(value = ImportView.class, responseCode = "200")
    public Response importEnrollments(@NotNull @Valid ImportRequest request) {
        validation.requireValid("/rows", request.rows());
        return registrations.importAll(request).toResponse();
    }
}
