package fr.cned.partenariats.catalog.offering;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.catalog.Roles;
import fr.cned.partenariats.catalog.change.Changes;
import fr.cned.partenariats.catalog.change.ChangesSince;
import fr.cned.partenariats.catalog.query.Answers;
import fr.cned.partenariats.commons.http.Cacheable;
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
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** HTTP edge of offerings. */
@Path("/v1/offerings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "offerings", description = "Trainings as they are given in one academic year")
@RolesAllowed({
    Roles.CATALOG_READER,
    Roles.PARTNER,
    Roles.PARTNERSHIP_OFFICER,
    Roles.CATALOG_MANAGER,
    Roles.ENROLLMENT_OFFICER
})
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
    @Operation(summary = "Plan an offering of a published training")
    @APIResponseSchema(value = OfferingView.class, responseCode = "201")
    public RestResponse<OfferingView> plan(@NotNull @Valid OfferingContent content) {
        OfferingView offering = offerings.plan(content);
        return Answers.created(offering, OfferingTag.of(offering), "/v1/offerings/" + offering.id());
    }

    @POST
    @Path("/batches")
    @Consumes(MediaType.APPLICATION_JSON)
    @Idempotent
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(summary = "Open up to 100 new offerings at once, or none of them")
    @APIResponseSchema(value = OfferingBatch.Opened.class, responseCode = "201")
    public RestResponse<OfferingBatch.Opened> openAll(@NotNull @Valid OfferingBatch batch) {
        return RestResponse.status(
                RestResponse.Status.CREATED, new OfferingBatch.Opened(offerings.openAll(batch.offerings())));
    }

    @GET
    @Operation(summary = "Offerings, filtered; oldest first")
    public Page<OfferingView> list(@Valid @BeanParam OfferingFilter filter, @BeanParam PageParams page) {
        return offerings.list(filter, page);
    }

    @GET
    @Path("/changes")
    @Operation(
            summary = "What changed since the last time",
            description = "Each offering once, as it is now, in the order of the changes. Ask again with `upTo` as "
                    + "`since`; no change is ever missed. Places taken and given back are no change of the offering.")
    public Changes<OfferingView> changes(@Valid @BeanParam ChangesSince since) {
        return offerings.changes(since);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One offering, with its places as last reported by the enrollments")
    @APIResponseSchema(OfferingView.class)
    @APIResponse(
            responseCode = "304",
            description = "Neither it nor its places changed since the ETag in If-None-Match")
    public RestResponse<OfferingView> read(UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return answer(offerings.read(id), ifNoneMatch);
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(summary = "Change dates, places, price or restriction of an offering")
    public RestResponse<OfferingView> edit(
            UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(
                            description = "JSON merge patch on the fields of the creation. "
                                    + "Training, academic year, modality and route stay.",
                            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
                    @NotNull
                    JsonNode patch) {
        return answer(offerings.edit(id, OfferingTag.withoutPlaces(ifMatch), patch), null);
    }

    @POST
    @Path("/{id}/opening")
    @Idempotent
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(summary = "Let students enroll on a planned or closed offering")
    public RestResponse<OfferingView> open(UUID id) {
        return answer(offerings.open(id), null);
    }

    @POST
    @Path("/{id}/closure")
    @Idempotent
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(summary = "Take no more enrollments on an open offering")
    public RestResponse<OfferingView> close(UUID id) {
        return answer(offerings.close(id), null);
    }

    @POST
    @Path("/{id}/cancellation")
    @Idempotent
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(summary = "Call an offering off for good")
    public RestResponse<OfferingView> cancel(UUID id) {
        return answer(offerings.cancel(id), null);
    }

    private static RestResponse<OfferingView> answer(OfferingView offering, @Nullable String ifNoneMatch) {
        return Answers.read(offering, OfferingTag.of(offering), ifNoneMatch);
    }
}
