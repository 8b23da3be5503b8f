package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.partner.Roles.OPS;
import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;
import static fr.cned.partenariats.partner.Scopes.PARTNER_READ;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** HTTP operations that read the amendments and the history of an agreement. */
@Path("/v1/agreements/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agreements")
public class HistoryResource {

    private final HistoryService history;

    HistoryResource(HistoryService history) {
        this.history = history;
    }

    @GET
    @Path("/amendments")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS, PARTNER})
    @RequiresScope(PARTNER_READ)
    @Operation(operationId = "listAmendments", summary = "List the amendments of an agreement")
    public Page<AmendmentView> listAmendments(UUID id, @BeanParam PageParams page) {
        return history.listAmendments(id, page);
    }

    @GET
    @Path("/amendments/{number}")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS, PARTNER})
    @RequiresScope(PARTNER_READ)
    @Operation(operationId = "getAmendment", summary = "Get an amendment")
    public AmendmentView getAmendment(UUID id, int number) {
        return history.getAmendment(id, number);
    }

    @GET
    @Path("/history")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS})
    @Operation(
            operationId = "listAgreementHistory",
            summary = "List who changed what of an agreement, when and why",
            description = "In the order in which the changes were recorded.")
    public Page<HistoryView> listHistory(UUID id, @BeanParam PageParams page) {
        return history.listHistory(id, page);
    }
}
