package fr.cned.partenariats.partner.registry.partner;

import static fr.cned.partenariats.partner.Roles.CATALOG_MANAGER;
import static fr.cned.partenariats.partner.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.partner.Roles.OPS;
import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;
import static fr.cned.partenariats.partner.Scopes.PARTNER_READ;
import static fr.cned.partenariats.partner.Scopes.PARTNER_WRITE;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.Created;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.http.outside.AsksOutside;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/partners")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Partners")
public class PartnerResource {

    private final PartnerService partners;

    PartnerResource(PartnerService partners) {
        this.partners = partners;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Idempotent
    @AsksOutside
    @Operation(operationId = "createPartner", summary = "Register a partner")
    @APIResponseSchema(value = PartnerView.class, responseCode = "201")
    public RestResponse<PartnerView> create(
            @RestQuery @Nullable Boolean insist, @Valid @NotNull CreatePartner request) {
        PartnerView view = partners.create(request, Boolean.TRUE.equals(insist));
        return Created.at("/v1/partners/" + view.id(), view);
    }

    @GET
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, CATALOG_MANAGER, OPS, PARTNER})
    @RequiresScope(PARTNER_READ)
    @Operation(
            operationId = "listPartners",
            summary = "List partners",
            description = "Sorted by registration. A partner sees itself; a federation also sees its members. Contacts"
                    + " are shown to officers and to the partner itself only.")
    public Page<PartnerView> list(@BeanParam @Valid PartnerFilter filter, @BeanParam PageParams page) {
        return partners.list(filter, page);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, CATALOG_MANAGER, OPS, PARTNER})
    @RequiresScope(PARTNER_READ)
    @Operation(operationId = "getPartner", summary = "Read a partner")
    public PartnerView get(UUID id) {
        return partners.get(id);
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @AsksOutside
    @Operation(operationId = "updatePartner", summary = "Change fields of a partner")
    public PartnerView update(
            UUID id,
            @RestQuery @Nullable Boolean insist,
            @BeanParam ExpectedRevision expected,
            @RequestBody(
                            description = "JSON merge patch on the fields of `createPartner`, except `state`.",
                            content = @Content(schema = @Schema(implementation = PartnerDetails.class)))
                    @NotNull
                    JsonNode patch) {
        return partners.update(id, expected, patch, Boolean.TRUE.equals(insist));
    }

    @PUT
    @Path("/{id}/contacts")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({PARTNERSHIP_OFFICER, PARTNER})
    @RequiresScope(PARTNER_WRITE)
    @WholeTenant
    @Operation(operationId = "replacePartnerContacts", summary = "Replace the contacts of a partner")
    public PartnerView replaceContacts(
            UUID id, @BeanParam ExpectedRevision expected, @Valid @NotNull ContactList contacts) {
        return partners.replaceContacts(id, expected, contacts);
    }

    @POST
    @Path("/{id}/activation")
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Idempotent
    @Operation(
            operationId = "activatePartner",
            summary = "Activate a prospect, or a suspended or closed partner",
            description = "A closed partner has its contacts, sites, API clients and webhooks again. Its agreements"
                    + " stay ended.")
    public PartnerView activate(UUID id) {
        return partners.moveTo(id, PartnerState.ACTIVE);
    }

    @POST
    @Path("/{id}/suspension")
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Idempotent
    @Operation(operationId = "suspendPartner", summary = "Suspend a partner, so that it signs no new agreement")
    public PartnerView suspend(UUID id) {
        return partners.moveTo(id, PartnerState.SUSPENDED);
    }

    @POST
    @Path("/{id}/closure")
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Idempotent
    @Operation(operationId = "closePartner", summary = "Close a partner that has no live agreement")
    public PartnerView close(UUID id) {
        return partners.moveTo(id, PartnerState.CLOSED);
    }
}
