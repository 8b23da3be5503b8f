package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;

import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.ReadOnly;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/eligibility-checks")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Enrollments")
public class EligibilityResource {

    private final Registrations registrations;

    EligibilityResource(Registrations registrations) {
        this.registrations = registrations;
    }

    @POST
    @ReadOnly
    @Idempotent
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(
            operationId = "checkEligibility",
            summary = "Check whether a student can be enrolled; lists every blocking rule and changes nothing")
    public EligibilityView check(@NotNull @Valid EnrollmentRequest request) {
        return registrations.check(request);
    }
}
