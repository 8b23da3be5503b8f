package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;

import fr.cned.partenariats.commons.idempotency.Idempotent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** HTTP edge of eligibility. */
@Path("/v1/eligibility-checks")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Enrollments")
public class EligibilityResource {

    private final EnrollmentService enrollments;

    EligibilityResource(EnrollmentService enrollments) {
        this.enrollments = enrollments;
    }

    @POST
    @Idempotent
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(
            operationId = "checkEligibility",
            summary = "Ask whether an enrollment could be made, with every rule in its way; writes nothing")
    @APIResponseSchema(value = EligibilityView.class, responseCode = "200")
    public RestResponse<EligibilityView> check(@NotNull @Valid EnrollRequest request) {
        return RestResponse.ok(enrollments.check(request));
    }
}
