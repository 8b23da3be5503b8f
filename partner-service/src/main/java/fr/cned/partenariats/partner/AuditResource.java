package fr.cned.partenariats.partner;

import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;

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

@Path("/v1/audit/partner")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
public class AuditResource {

    private final AuditTrail trail;

    AuditResource(AuditTrail trail) {
        this.trail = trail;
    }

    @GET
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Operation(
            operationId = "listAuditEntries",
            summary = "List changes and exports, newest first",
            description = "One entry per object of each accepted write, and per export of personal data.")
    public Page<AuditEntryView> list(@Valid @BeanParam AuditFilter filter, @BeanParam PageParams page) {
        return trail.list(filter, page);
    }
}
