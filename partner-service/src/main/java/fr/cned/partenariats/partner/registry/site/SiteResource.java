package fr.cned.partenariats.partner.registry.site;

import static fr.cned.partenariats.partner.Roles.ENROLLMENT_OFFICER;
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
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
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
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/sites")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Sites")
public class SiteResource {

    private final SiteService sites;

    SiteResource(SiteService sites) {
        this.sites = sites;
    }

    @POST
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Idempotent
    @Operation(operationId = "createSite", summary = "Register a site")
    @APIResponseSchema(value = SiteView.class, responseCode = "201")
    public RestResponse<SiteView> create(@Valid @NotNull CreateSite request) {
        SiteView view = sites.create(request);
        return Created.at("/v1/sites/" + view.id(), view);
    }

    @GET
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS, PARTNER})
    @RequiresScope(PARTNER_READ)
    @Operation(
            operationId = "listSites",
            summary = "List sites",
            description = "Sorted by registration. A partner sees only the sites that it runs.")
    public Page<SiteView> list(@BeanParam @Valid SiteFilter filter, @BeanParam PageParams page) {
        return sites.list(filter, page);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS, PARTNER})
    @RequiresScope(PARTNER_READ)
    @Operation(operationId = "getSite", summary = "Read a site")
    public SiteView get(UUID id) {
        return sites.get(id);
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Operation(operationId = "updateSite", summary = "Change fields of a site")
    public SiteView update(
            UUID id,
            @BeanParam ExpectedRevision expected,
            @RequestBody(
                            description = "JSON merge patch on the fields of `createSite`, except `partnerId`.",
                            content = @Content(schema = @Schema(implementation = SiteDetails.class)))
                    @NotNull
                    JsonNode patch) {
        return sites.update(id, expected, patch);
    }

    @POST
    @Path("/{id}/end")
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Idempotent
    @Operation(
            operationId = "endSite",
            summary = "End a site",
            description =
                    "The site hosts nobody after its last day, and its labels end with it. `students` decides about"
                            + " its live enrollments: it is required when the site has any.")
    public SiteView end(UUID id, @Valid @NotNull EndSite request) {
        return sites.end(id, request);
    }
}
