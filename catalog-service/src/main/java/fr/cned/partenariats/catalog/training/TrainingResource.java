package fr.cned.partenariats.catalog.training;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.catalog.Roles;
import fr.cned.partenariats.catalog.change.Changes;
import fr.cned.partenariats.catalog.change.ChangesSince;
import fr.cned.partenariats.catalog.query.Answers;
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

/** HTTP edge of trainings. */
@Path("/v1/trainings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "trainings", description = "Programmes of the catalogue")
@RolesAllowed({
    Roles.CATALOG_READER,
    Roles.PARTNER,
    Roles.PARTNERSHIP_OFFICER,
    Roles.CATALOG_MANAGER,
    Roles.ENROLLMENT_OFFICER
})
@Cacheable
public class TrainingResource {

    private final TrainingService trainings;

    TrainingResource(TrainingService trainings) {
        this.trainings = trainings;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Idempotent
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(summary = "Write a new training, as a draft")
    @APIResponseSchema(value = TrainingView.class, responseCode = "201")
    public RestResponse<TrainingView> create(@NotNull @Valid TrainingContent content) {
        TrainingView training = trainings.create(content);
        return Answers.created(training, Preconditions.tag(training.version()), "/v1/trainings/" + training.id());
    }

    @POST
    @Path("/batches")
    @Consumes(MediaType.APPLICATION_JSON)
    @Idempotent
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(summary = "Publish up to 100 new trainings at once, or none of them")
    @APIResponseSchema(value = TrainingBatch.Published.class, responseCode = "201")
    public RestResponse<TrainingBatch.Published> publishAll(@NotNull @Valid TrainingBatch batch) {
        return RestResponse.status(
                RestResponse.Status.CREATED, new TrainingBatch.Published(trainings.publishAll(batch.trainings())));
    }

    @GET
    @Operation(
            summary = "Trainings, searched and filtered",
            description = "Best matches first when words are searched for, else oldest first.")
    public Page<TrainingView> list(@Valid @BeanParam TrainingFilter filter, @BeanParam PageParams page) {
        return trainings.list(filter, page);
    }

    @GET
    @Path("/facets")
    @Operation(
            summary = "How many trainings each value of each facet would find",
            description = "Takes the filters of the list. A facet's own filter does not narrow its counts.")
    public TrainingFacets facets(@Valid @BeanParam TrainingFilter filter) {
        return trainings.facets(filter);
    }

    @GET
    @Path("/changes")
    @Operation(
            summary = "What changed since the last time",
            description = "Each training once, as it is now, in the order of the changes. Ask again with `upTo` as "
                    + "`since`; no change is ever missed. Changes come twice only when a training changes again.")
    public Changes<TrainingView> changes(@Valid @BeanParam ChangesSince since) {
        return trainings.changes(since);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One training")
    @APIResponseSchema(TrainingView.class)
    @APIResponse(responseCode = "304", description = "Not changed since the ETag in If-None-Match")
    public RestResponse<TrainingView> read(UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return answer(trainings.read(id), ifNoneMatch);
    }

    @GET
    @Path("/by-code/{code}")
    @Operation(summary = "The training with this code")
    @APIResponseSchema(TrainingView.class)
    @APIResponse(responseCode = "304", description = "Not changed since the ETag in If-None-Match")
    public RestResponse<TrainingView> readByCode(
            String code, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return answer(trainings.readByCode(code), ifNoneMatch);
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(summary = "Change fields of a training")
    public RestResponse<TrainingView> edit(
            UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(
                            description = "JSON merge patch on the fields of the creation. The code stays; "
                                    + "the family does too once the training is published.",
                            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
                    @NotNull
                    JsonNode patch) {
        return answer(trainings.edit(id, ifMatch, patch), null);
    }

    @POST
    @Path("/{id}/publication")
    @Idempotent
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(summary = "Publish a draft")
    public RestResponse<TrainingView> publish(UUID id) {
        return answer(trainings.publish(id), null);
    }

    @POST
    @Path("/{id}/archival")
    @Idempotent
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(summary = "Archive a published training that has no open offering")
    public RestResponse<TrainingView> archive(UUID id) {
        return answer(trainings.archive(id), null);
    }

    private static RestResponse<TrainingView> answer(TrainingView training, @Nullable String ifNoneMatch) {
        return Answers.read(training, Preconditions.tag(training.version()), ifNoneMatch);
    }
}
