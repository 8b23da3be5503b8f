package fr.cned.partenariats.enrollment.audit;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;

import fr.cned.partenariats.commons.audit.AuditEntryView;
import fr.cned.partenariats.commons.audit.AuditFilter;
import fr.cned.partenariats.commons.audit.AuditTrail;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** HTTP edge of this service's audit trail. */
@Path("/v1/audit/enrollment")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
public class AuditResource {

    private final AuditTrail trail;

    AuditResource(AuditTrail trail) {
        this.trail = trail;
    }

    @GET
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(
            operationId = "listEnrollmentAudit",
            summary = "Who changed or exported what; newest first",
            description = "One entry for each object of each accepted write, and for each export of personal data.")
    public Page<AuditEntryView> list(@Valid @BeanParam AuditFilter filter, @BeanParam PageParams page) {
        return trail.list(filter, page);
    }
}
