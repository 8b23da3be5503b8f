package fr.cned.partenariats.parking.space;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.Cacheable;
import fr.cned.partenariats.commons.http.Created;
import fr.cned.partenariats.commons.http.DeprecatedOperation;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/spaces")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SpaceResource {

    private final SpaceService spaces;

    SpaceResource(SpaceService spaces) {
        this.spaces = spaces;
    }

    @POST
    @Operation(operationId = "createSpace")
    @APIResponseSchema(value = SpaceView.class, responseCode = "201")
    @RolesAllowed("warden")
    @Idempotent
    public RestResponse<SpaceView> create(@NotNull @Valid SpaceRequest request) {
        SpaceView view = spaces.create(request);
        return Created.at("/v1/spaces/" + view.id(), view);
    }

    @GET
    @Operation(operationId = "listSpaces")
    @RolesAllowed({"warden", "driver"})
    public Page<SpaceView> list(
            @BeanParam PageParams page,
            @QueryParam("kind") @Nullable Kind kind,
            @RestQuery @Nullable Integer floor,
            @RestQuery @Nullable LocalDate since,
            @RestQuery @Nullable Boolean covered,
            @RestQuery @Nullable List<UUID> near) {
        return spaces.list(page, kind, floor);
    }

    @GET
    @Cacheable
    @Path("/{id}")
    @Operation(operationId = "getSpace")
    @RolesAllowed({"warden", "driver"})
    public SpaceView get(UUID id) {
        return spaces.get(id);
    }

    @GET
    @Path("/{id}/details")
    @Operation(operationId = "getSpaceDetails")
    @DeprecatedOperation(since = "2026-01-05", sunset = "2027-07-01", successor = "/v1/spaces/{id}")
    @RolesAllowed("driver")
    public SpaceView getDetails(UUID id) {
        return spaces.get(id);
    }

    @GET
    @Path("/kinds")
    @Operation(operationId = "listKinds")
    @DeprecatedOperation(since = "2026-01-05")
    @RolesAllowed("driver")
    public List<Kind> listKinds() {
        return List.of(Kind.values());
    }

    @PATCH
    @Path("/{id}")
    @Operation(operationId = "updateSpace")
    @Consumes("application/merge-patch+json")
    @RolesAllowed("warden")
    public SpaceView update(
            UUID id,
            @BeanParam ExpectedRevision expected,
            @RequestBody(content = @Content(schema = @Schema(implementation = SpaceRequest.class))) JsonNode patch) {
        return spaces.update(id, expected, patch);
    }
}
