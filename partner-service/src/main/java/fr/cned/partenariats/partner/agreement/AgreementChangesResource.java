package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.partner.Roles.OPS;
import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;
import static fr.cned.partenariats.partner.Scopes.PARTNER_READ;

import fr.cned.partenariats.commons.changelog.ChangeFeedPage;
import fr.cned.partenariats.commons.changelog.ChangeFeedParams;
import fr.cned.partenariats.commons.changelog.ChangeFeedTexts;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The change feed of agreements. */
@Path("/v1/agreements/changes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agreements")
public class AgreementChangesResource {

    private final AgreementChanges changes;

    AgreementChangesResource(AgreementChanges changes) {
        this.changes = changes;
    }

    @GET
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS, PARTNER})
    @RequiresScope(PARTNER_READ)
    @Operation(
            operationId = "listAgreementChanges",
            summary = "Follow the agreements",
            description = ChangeFeedTexts.CALL
                    + " First come all agreements that the caller may see, then their changes. Each page"
                    + " shows an agreement once, in its current state; compare `revision` when a later page"
                    + " shows it again. `removed` lists agreements that the partner left as a party. A"
                    + " change of the used seats alone is no change."
                    + ChangeFeedTexts.CURSORS)
    public ChangeFeedPage<AgreementView> list(@BeanParam ChangeFeedParams params) {
        return changes.list(params);
    }
}
