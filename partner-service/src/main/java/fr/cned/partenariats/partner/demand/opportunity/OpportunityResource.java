package fr.cned.partenariats.partner.demand.opportunity;

import static fr.cned.partenariats.partner.Roles.CATALOG_MANAGER;
import static fr.cned.partenariats.partner.Roles.CATALOG_READER;
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

@Path("/v1/opportunities")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Opportunities")
public class OpportunityResource {

    private final OpportunityService opportunities;

    OpportunityResource(OpportunityService opportunities) {
        this.opportunities = opportunities;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({PARTNERSHIP_OFFICER, PARTNER})
    @RequiresScope(PARTNER_WRITE)
    @Idempotent
    @Operation(operationId = "createOpportunity", summary = "Publish an opportunity")
    @APIResponseSchema(value = OpportunityView.class, responseCode = "201")
    public RestResponse<OpportunityView> create(@Valid @NotNull CreateOpportunity request) {
        OpportunityView view = opportunities.create(request);
        return Created.at("/v1/opportunities/" + view.id(), view);
    }

    @GET
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, CATALOG_MANAGER, CATALOG_READER, OPS, PARTNER})
    @RequiresScope(PARTNER_READ)
    @Operation(
            operationId = "listOpportunities",
            summary = "List or search opportunities",
            description = "Opportunities that are shown today: best matches first with `q`, otherwise oldest first. An"
                    + " opportunity is shown until `publishedUntil`, while its company has an agreement in force.")
    public Page<OpportunityView> list(@BeanParam @Valid OpportunityFilter filter, @BeanParam PageParams page) {
        return opportunities.list(filter, page);
    }

    @GET
    @Path("/facets")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, CATALOG_MANAGER, CATALOG_READER, OPS, PARTNER})
    @RequiresScope(PARTNER_READ)
    @Operation(
            operationId = "countOpportunities",
            summary = "Count opportunities by facet value",
            description = "Accepts the filters of the list. The counts of a facet ignore the filter on this facet. Each"
                    + " facet shows its 100 most frequent values.")
    public OpportunityFacets count(@BeanParam @Valid OpportunityFilter filter) {
        return opportunities.count(filter);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, CATALOG_MANAGER, CATALOG_READER, OPS, PARTNER})
    @RequiresScope(PARTNER_READ)
    @Operation(operationId = "getOpportunity", summary = "Read an opportunity")
    public OpportunityView get(UUID id) {
        return opportunities.get(id);
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @RolesAllowed({PARTNERSHIP_OFFICER, PARTNER})
    @RequiresScope(PARTNER_WRITE)
    @Operation(operationId = "updateOpportunity", summary = "Change fields of an opportunity")
    public OpportunityView update(
            UUID id,
            @BeanParam ExpectedRevision expected,
            @RequestBody(
                            description = "JSON merge patch on the fields of `createOpportunity`, except `partnerId`.",
                            content = @Content(schema = @Schema(implementation = OpportunityDetails.class)))
                    @NotNull
                    JsonNode patch) {
        return opportunities.update(id, expected, patch);
    }

    @POST
    @Path("/{id}/withdrawal")
    @RolesAllowed({PARTNERSHIP_OFFICER, PARTNER})
    @RequiresScope(PARTNER_WRITE)
    @Idempotent
    @Operation(operationId = "withdrawOpportunity", summary = "Withdraw an opportunity")
    public OpportunityView withdraw(UUID id) {
        return opportunities.withdraw(id);
    }
}
