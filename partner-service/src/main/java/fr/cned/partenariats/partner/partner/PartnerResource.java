package fr.cned.partenariats.partner.partner;

import static fr.cned.partenariats.partner.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.partner.Roles.OPS;
import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.idempotency.Idempotent;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.partner.Answers;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** HTTP edge of the registry of partners. */
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
    @Operation(operationId = "createPartner", summary = "Register a partner")
    @APIResponseSchema(value = PartnerView.class, responseCode = "201")
    public RestResponse<PartnerView> create(@Valid @NotNull CreatePartner request) {
        PartnerView view = partners.create(request);
        return Answers.created("/v1/partners/" + view.id(), view, view.revision());
    }

    @GET
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS, PARTNER})
    @Operation(
            operationId = "listPartners",
            summary = "List partners",
            description = "In the order of their registration. A partner sees itself only.")
    public Page<PartnerView> list(@BeanParam @Valid PartnerFilter filter, @BeanParam PageParams page) {
        return partners.list(filter, page);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS, PARTNER})
    @Operation(operationId = "readPartner", summary = "Read a partner")
    public RestResponse<PartnerView> read(@PathParam("id") UUID id) {
        return tagged(partners.read(id));
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Operation(operationId = "patchPartner", summary = "Change fields of a partner")
    public RestResponse<PartnerView> patch(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(
                            description = "JSON merge patch on the fields of the creation, except `state`.",
                            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
                    @NotNull
                    JsonNode patch) {
        return tagged(partners.patch(id, ifMatch, patch));
    }

    @PUT
    @Path("/{id}/contacts")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({PARTNERSHIP_OFFICER, PARTNER})
    @Operation(operationId = "replacePartnerContacts", summary = "Replace the contacts of a partner")
    public RestResponse<PartnerView> replaceContacts(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Valid @NotNull ContactList contacts) {
        return tagged(partners.replaceContacts(id, ifMatch, contacts));
    }

    @POST
    @Path("/{id}/activation")
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Idempotent
    @Operation(operationId = "activatePartner", summary = "Make a prospect or suspended partner active")
    public RestResponse<PartnerView> activate(@PathParam("id") UUID id) {
        return tagged(partners.moveTo(id, PartnerState.ACTIVE));
    }

    @POST
    @Path("/{id}/suspension")
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Idempotent
    @Operation(operationId = "suspendPartner", summary = "Suspend a partner: it signs nothing new")
    public RestResponse<PartnerView> suspend(@PathParam("id") UUID id) {
        return tagged(partners.moveTo(id, PartnerState.SUSPENDED));
    }

    @POST
    @Path("/{id}/closure")
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Idempotent
    @Operation(operationId = "closePartner", summary = "Close a partner that no live agreement binds")
    public RestResponse<PartnerView> close(@PathParam("id") UUID id) {
        return tagged(partners.moveTo(id, PartnerState.CLOSED));
    }

    private static RestResponse<PartnerView> tagged(PartnerView view) {
        return Answers.tagged(view, view.revision());
    }
}
