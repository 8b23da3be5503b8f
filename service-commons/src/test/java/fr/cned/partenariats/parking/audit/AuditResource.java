package fr.cned.partenariats.parking.audit;

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

@Path("/v1/audit/parking")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    private final AuditTrail trail;

    AuditResource(AuditTrail trail) {
        this.trail = trail;
    }

    @GET
    @Operation(operationId = "listAuditEntries")
    @RolesAllowed("warden")
    public Page<AuditEntryView> list(@Valid @BeanParam AuditFilter filter, @BeanParam PageParams page) {
        return trail.list(filter, page);
    }
}
