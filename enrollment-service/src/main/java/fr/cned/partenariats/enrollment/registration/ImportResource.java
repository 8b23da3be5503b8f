package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_WRITE;

import fr.cned.partenariats.commons.caller.RequiresScope;
import fr.cned.partenariats.commons.http.EntryValidation;
import fr.cned.partenariats.commons.idempotency.Idempotent;
import fr.cned.partenariats.commons.problem.Bulk;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Imports rows of JSON. The contract describes it with the files of the same path, see {@code ImportFileResource}. */
@Path("/v1/imports")
@Produces("application/json")
@Consumes("application/json")
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
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(hidden = true, operationId = "importEnrollments")
    public Response importEnrollments(@NotNull @Valid ImportRequest request) {
        validation.requireValid("/rows", request.rows());
        return registrations.importAll(request).toResponse();
    }
}
