package fr.cned.partenariats.catalog.offering;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.catalog.Roles;
import fr.cned.partenariats.catalog.Scopes;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.changelog.ChangeFeedPage;
import fr.cned.partenariats.commons.changelog.ChangeFeedParams;
import fr.cned.partenariats.commons.changelog.ChangeFeedTexts;
import fr.cned.partenariats.commons.changelog.DependsOn;
import fr.cned.partenariats.commons.http.Cacheable;
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
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/offerings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Offerings", description = "Trainings as they are held in one academic year")
@RolesAllowed({
    Roles.CATALOG_READER,
    Roles.PARTNER,
    Roles.PARTNERSHIP_OFFICER,
    Roles.CATALOG_MANAGER,
    Roles.ENROLLMENT_OFFICER
})
@RequiresScope(Scopes.CATALOG_READ)
@Cacheable
public class OfferingResource {

    private final OfferingService offerings;

    OfferingResource(OfferingService offerings) {
        this.offerings = offerings;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Idempotent
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(
            operationId = "createOffering",
            summary = "Create an offering of a published training",
            description = "The new offering is PLANNED.")
    @APIResponseSchema(value = OfferingView.class, responseCode = "201")
    public RestResponse<OfferingView> create(@NotNull @Valid OfferingDetails details) {
        OfferingView offering = offerings.create(details);
        return Created.at("/v1/offerings/" + offering.id(), offering);
    }

    @POST
    @Path("/batches")
    @Consumes(MediaType.APPLICATION_JSON)
    @Idempotent
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(
            operationId = "createOfferings",
            summary = "Create and open up to 100 offerings",
            description = "Creates no offering when one of them is invalid. A body has at most 64 KiB.")
    @APIResponseSchema(value = OfferingBatch.CreatedOfferings.class, responseCode = "201")
    public RestResponse<OfferingBatch.CreatedOfferings> createAll(@NotNull @Valid OfferingBatch batch) {
        return RestResponse.status(
                RestResponse.Status.CREATED,
                new OfferingBatch.CreatedOfferings(offerings.createAll(batch.offerings())));
    }

    @GET
    @DependsOn(
            value = {"offering", "offering-places"},
            tenantParameter = "partnerId",
            tenantOfCaller = true)
    @Operation(operationId = "listOfferings", summary = "List offerings, oldest first")
    @APIResponse(responseCode = "200", description = "OK", headers = @Header(name = "Age"))
    public Page<OfferingView> list(@Valid @BeanParam OfferingFilter filter, @BeanParam PageParams page) {
        return offerings.list(filter, page);
    }

    @GET
    @Path("/changes")
    @Operation(
            operationId = "listOfferingChanges",
            summary = "Follow the offerings",
            description = ChangeFeedTexts.CALL + " Without `cursor` the feed begins with all"
                    + " offerings. Then come their changes: each page shows an object once, in its current"
                    + " state. A change of places alone is no change. Items have no `partnerTerms`. `removed` is empty: a offering stays readable."
                    + ChangeFeedTexts.CURSORS)
    public ChangeFeedPage<OfferingView> listChanges(@BeanParam ChangeFeedParams params) {
        return offerings.listChanges(params);
    }

    @GET
    @Path("/{id}")
    @DependsOn(
            value = {"offering", "offering-places"},
            tenantParameter = "partnerId",
            tenantOfCaller = true)
    @Operation(
            operationId = "getOffering",
            summary = "Get an offering",
            description = "Includes the places that enrollment-service last reported. "
                    + "The ETag changes with the offering, with its places and with the partner's terms.")
    @APIResponse(responseCode = "200", description = "OK", headers = @Header(name = "Age"))
    public OfferingView get(
            UUID id,
            @RestQuery
                    @Parameter(
                            description = "Also show the terms of this partner. A partner gets its own without it and "
                                    + "may only name itself.")
                    @Nullable
                    UUID partnerId) {
        return offerings.get(id, partnerId);
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(
            operationId = "updateOffering",
            summary = "Change dates, capacity, price or network restriction of an offering")
    public OfferingView update(
            UUID id,
            @BeanParam ExpectedRevision expected,
            @RequestBody(
                            description = "JSON merge patch on the fields of the creation. "
                                    + "Training, academic year, modality and route are fixed.",
                            content = @Content(schema = @Schema(implementation = OfferingDetails.class)))
                    @NotNull
                    JsonNode patch) {
        return offerings.update(id, expected, patch);
    }

    @POST
    @Path("/{id}/opening")
    @Idempotent
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(operationId = "openOffering", summary = "Open a planned or closed offering for enrollment")
    public OfferingView open(UUID id) {
        return offerings.open(id);
    }

    @POST
    @Path("/{id}/closure")
    @Idempotent
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(operationId = "closeOffering", summary = "Close an open offering for enrollment")
    public OfferingView close(UUID id) {
        return offerings.transition(id, OfferingState.CLOSED);
    }

    @POST
    @Path("/{id}/cancellation")
    @Idempotent
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(
            operationId = "cancelOffering",
            summary = "Cancel an offering",
            description = "A cancelled offering cannot be opened again.")
    public OfferingView cancel(UUID id) {
        return offerings.transition(id, OfferingState.CANCELLED);
    }
}
