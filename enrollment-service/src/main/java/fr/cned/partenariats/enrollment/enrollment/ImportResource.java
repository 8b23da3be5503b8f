package fr.cned.partenariats.enrollment.enrollment;

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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** HTTP edge of imports. */
@Path("/v1/imports")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Enrollments")
public class ImportResource {

    private final ImportService imports;
    private final EntryValidation validation;

    ImportResource(ImportService imports, EntryValidation validation) {
        this.imports = imports;
        this.validation = validation;
    }

    @POST
    @Bulk
    @Idempotent(required = true)
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(
            operationId = "importEnrollments",
            summary = "Enroll many students under one agreement",
            description = "Each row is judged by the rules of a single registration, in the order of the rows, and"
                    + " answered by itself: those that are accepted go in though others are refused. A request that"
                    + " is malformed in any row is refused whole.",
            extensions = @Extension(name = CommonContract.KEY_REQUIRED, value = "true"))
    @APIResponseSchema(value = ImportView.class, responseCode = "200")
    public RestResponse<ImportView> enrollAll(@NotNull @Valid ImportRequest request) {
        validation.requireValid("/rows", request.rows());
        return RestResponse.ok(imports.enrollAll(request));
    }
}
