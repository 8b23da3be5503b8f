package fr.cned.partenariats.partner.registry.network;

import static fr.cned.partenariats.partner.Roles.CATALOG_MANAGER;
import static fr.cned.partenariats.partner.Roles.CATALOG_READER;
import static fr.cned.partenariats.partner.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.partner.Roles.MANAGEMENT;
import static fr.cned.partenariats.partner.Roles.OPS;
import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;
import static fr.cned.partenariats.partner.Scopes.PARTNER_READ;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.Created;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
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

/** HTTP operations on networks. Every role reads them. */
@Path("/v1/networks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Networks")
public class NetworkResource {

    private final NetworkService networks;

    NetworkResource(NetworkService networks) {
        this.networks = networks;
    }

    @POST
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Idempotent
    @Operation(operationId = "createNetwork", summary = "Register a network")
    @APIResponseSchema(value = NetworkView.class, responseCode = "201")
    public RestResponse<NetworkView> create(@Valid @NotNull CreateNetwork request) {
        NetworkView view = networks.create(request);
        return Created.at("/v1/networks/" + view.id(), view);
    }

    @GET
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, CATALOG_MANAGER, CATALOG_READER, MANAGEMENT, OPS, PARTNER})
    @RequiresScope(PARTNER_READ)
    @Operation(operationId = "listNetworks", summary = "List networks")
    public Page<NetworkView> list(
            @QueryParam("code") @Size(max = 100) @Nullable String code, @BeanParam PageParams page) {
        return networks.list(code, page);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, CATALOG_MANAGER, CATALOG_READER, MANAGEMENT, OPS, PARTNER})
    @RequiresScope(PARTNER_READ)
    @Operation(operationId = "getNetwork", summary = "Read a network")
    public NetworkView get(UUID id) {
        return networks.get(id);
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Operation(operationId = "updateNetwork", summary = "Change fields of a network")
    public NetworkView update(
            UUID id,
            @BeanParam ExpectedRevision expected,
            @RequestBody(
                            description = "JSON merge patch on the fields of `createNetwork`, except `code`.",
                            content = @Content(schema = @Schema(implementation = NetworkDetails.class)))
                    @NotNull
                    JsonNode patch) {
        return networks.update(id, expected, patch);
    }
}
