package fr.cned.partenariats.partner.integration.apiclient;

import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.Created;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
import fr.cned.partenariats.partner.Scopes;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/api-clients")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Scopes.CLIENTS_MANAGE)
@WholeTenant
@RolesAllowed({PARTNERSHIP_OFFICER, PARTNER})
@Tag(name = "API clients")
public class ApiClientResource {

    private final ApiClientService clients;
    private final ApiClientRecords records;

    ApiClientResource(ApiClientService clients, ApiClientRecords records) {
        this.clients = clients;
        this.records = records;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Idempotent
    @Operation(
            operationId = "createApiClient",
            summary = "Create a client of a partner",
            description = "The first answer contains the secret, no later one does.")
    @APIResponseSchema(value = ApiClientView.class, responseCode = "201")
    public RestResponse<ApiClientView> create(@Valid @NotNull CreateApiClient request) {
        ApiClientView view = clients.create(request);
        return Created.at("/v1/api-clients/" + view.id(), view);
    }

    @GET
    @Operation(
            operationId = "listApiClients",
            summary = "List the clients of partners",
            description = "Sorted by creation, revoked ones included. A partner sees its own.")
    public Page<ApiClientView> list(@QueryParam("partnerId") @Nullable UUID partnerId, @BeanParam PageParams page) {
        return records.list(partnerId, page);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getApiClient", summary = "Read a client")
    public ApiClientView get(UUID id) {
        return records.get(id);
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @Operation(
            operationId = "updateApiClient",
            summary = "Rename a client or change its sites",
            description = "A token that the client has already is limited to its former sites for at most 5 minutes.")
    public ApiClientView update(
            UUID id,
            @BeanParam ExpectedRevision expected,
            @RequestBody(
                            description = "JSON merge patch with the new name or the new list of sites.",
                            content = @Content(schema = @Schema(implementation = ApiClientDetails.class)))
                    @NotNull
                    JsonNode patch) {
        return clients.update(id, expected, patch);
    }

    @POST
    @Path("/{id}/secret-rotation")
    @Consumes(MediaType.APPLICATION_JSON)
    @Idempotent
    @Operation(
            operationId = "rotateApiClientSecret",
            summary = "Give a client a new secret",
            description =
                    "The former secret stays valid for the chosen time. The first answer contains the new secret, no"
                            + " later one does. A caller can rotate the secret of a client that has no scope or role beyond its own.")
    public ApiClientView rotate(UUID id, @Valid @NotNull RotateSecret request) {
        return clients.rotate(id, request);
    }

    @PUT
    @Path("/{id}/public-keys")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replaceApiClientPublicKeys",
            summary = "Replace the public keys of a client",
            description = "Send the old and the new key, change the key in the program, then send the new key alone.")
    public ApiClientView replaceKeys(
            UUID id, @BeanParam ExpectedRevision expected, @Valid @NotNull PublicKeyList request) {
        return clients.replaceKeys(id, expected, request);
    }

    @POST
    @Path("/{id}/revocation")
    @Idempotent
    @Operation(
            operationId = "revokeApiClient",
            summary = "Revoke a client",
            description =
                    "Final. The client gets no more tokens; one that it has already is valid for at most 5 minutes.")
    public ApiClientView revoke(UUID id) {
        return clients.revoke(id);
    }
}
