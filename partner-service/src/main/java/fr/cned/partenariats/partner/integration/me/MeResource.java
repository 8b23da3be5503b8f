package fr.cned.partenariats.partner.integration.me;

import static fr.cned.partenariats.partner.Roles.APPRENTICESHIP_HOST;
import static fr.cned.partenariats.partner.Roles.CATALOG_MANAGER;
import static fr.cned.partenariats.partner.Roles.CATALOG_READER;
import static fr.cned.partenariats.partner.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.partner.Roles.MANAGEMENT;
import static fr.cned.partenariats.partner.Roles.OPS;
import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;

import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/me")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Caller")
public class MeResource {

    private final MeService me;

    MeResource(MeService me) {
        this.me = me;
    }

    @GET
    @RolesAllowed({
        PARTNER,
        APPRENTICESHIP_HOST,
        CATALOG_READER,
        PARTNERSHIP_OFFICER,
        CATALOG_MANAGER,
        ENROLLMENT_OFFICER,
        MANAGEMENT,
        OPS
    })
    @RequiresScope(RequiresScope.NONE)
    @Operation(
            operationId = "getMe",
            summary = "Read who the caller is and what it can do now",
            description =
                    "The client, partner, roles and scopes of the token, the agreements in force with their seats,"
                            + " and the next operations with what is missing for them.")
    public MeView get() {
        return me.get();
    }
}
