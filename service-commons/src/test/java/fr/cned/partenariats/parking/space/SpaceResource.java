package fr.cned.partenariats.parking.space;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.http.Cacheable;
import fr.cned.partenariats.commons.http.Preconditions;
import fr.cned.partenariats.commons.idempotency.Idempotent;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
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
    @APIResponseSchema(value = SpaceView.class, responseCode = "201")
    @RolesAllowed("warden")
    @Idempotent
    public RestResponse<SpaceView> create(@NotNull @Valid SpaceRequest request) {
        SpaceView view = spaces.create(request);
        return RestResponse.ResponseBuilder.<SpaceView>create(RestResponse.Status.CREATED)
                .entity(view)
                .location(URI.create("/v1/spaces/" + view.id()))
                .tag(Preconditions.tag(view.version()))
                .build();
    }

    @GET
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
    @APIResponseSchema(SpaceView.class)
    @APIResponse(responseCode = "304", description = "Not changed")
    @Path("/{id}")
    @RolesAllowed({"warden", "driver"})
    public RestResponse<SpaceView> get(UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        SpaceView view = spaces.get(id);
        EntityTag tag = Preconditions.tag(view.version());
        if (Preconditions.noneMatchHits(ifNoneMatch, tag)) {
            return RestResponse.ResponseBuilder.<SpaceView>notModified(tag).build();
        }
        return RestResponse.ResponseBuilder.ok(view).tag(tag).build();
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @RolesAllowed("warden")
    public RestResponse<SpaceView> patch(UUID id, @HeaderParam("If-Match") @Nullable String ifMatch, JsonNode patch) {
        SpaceView view = spaces.patch(id, ifMatch, patch);
        return RestResponse.ResponseBuilder.ok(view)
                .tag(Preconditions.tag(view.version()))
                .build();
    }
}
