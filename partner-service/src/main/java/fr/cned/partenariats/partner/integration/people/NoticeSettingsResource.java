package fr.cned.partenariats.partner.integration.people;

import static fr.cned.partenariats.partner.Roles.CATALOG_MANAGER;
import static fr.cned.partenariats.partner.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;

import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/me/notices")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(RequiresScope.NONE)
@RolesAllowed({PARTNER, PARTNERSHIP_OFFICER, CATALOG_MANAGER, ENROLLMENT_OFFICER})
@Tag(name = "People")
public class NoticeSettingsResource {

    private final PersonService people;

    NoticeSettingsResource(PersonService people) {
        this.people = people;
    }

    @GET
    @Operation(
            operationId = "getNoticeSettings",
            summary = "Read what the caller gets by mail",
            description = "For a person who was invited. A program, and an account that an administrator of Keycloak"
                    + " made, get no mails: 404.")
    public NoticeSettings get() {
        return people.noticeSettings();
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replaceNoticeSettings",
            summary = "Choose what the caller gets by mail",
            description = "Urgent kinds are mailed at once, the others in one digest a day. With `URGENT_ONLY` there"
                    + " is no digest. A mail that is made already is still sent.")
    public NoticeSettings replace(@Valid @NotNull NoticeSettings settings) {
        return people.replaceNoticeSettings(settings);
    }
}
