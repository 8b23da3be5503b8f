package fr.cned.partenariats.enrollment;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.changelog.audit.AuditEntryView;
import fr.cned.partenariats.commons.changelog.audit.AuditFilter;
import fr.cned.partenariats.commons.changelog.audit.AuditTrail;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

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
            operationId = "listAuditEntries",
            summary = "List audit entries, newest first",
            description = "Each accepted write adds one entry per object that it changes. Each export of personal data"
                    + " adds one.")
    public Page<AuditEntryView> list(@Valid @BeanParam AuditFilter filter, @BeanParam PageParams page) {
        return trail.list(filter, page);
    }
}
