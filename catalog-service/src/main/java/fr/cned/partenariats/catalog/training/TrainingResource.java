package fr.cned.partenariats.catalog.training;

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
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/trainings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Trainings", description = "Programmes of the catalogue")
@RolesAllowed({
    Roles.CATALOG_READER,
    Roles.PARTNER,
    Roles.PARTNERSHIP_OFFICER,
    Roles.CATALOG_MANAGER,
    Roles.ENROLLMENT_OFFICER
})
@RequiresScope(Scopes.CATALOG_READ)
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
    @Operation(
            operationId = "createTraining",
            summary = "Create a training",
            description = "The new training is a DRAFT.")
    @APIResponseSchema(value = TrainingView.class, responseCode = "201")
    public RestResponse<TrainingView> create(@NotNull @Valid TrainingDetails details) {
        TrainingView training = trainings.create(details);
        return Created.at("/v1/trainings/" + training.id(), training);
    }

    @POST
    @Path("/batches")
    @Consumes(MediaType.APPLICATION_JSON)
    @Idempotent
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(
            operationId = "createTrainings",
            summary = "Create and publish up to 100 trainings",
            description =
                    "Creates no training when one of them is invalid. A body has at most 64 KiB: send long trainings in"
                            + " several batches.")
    @APIResponseSchema(value = TrainingBatch.CreatedTrainings.class, responseCode = "201")
    public RestResponse<TrainingBatch.CreatedTrainings> createAll(@NotNull @Valid TrainingBatch batch) {
        return RestResponse.status(
                RestResponse.Status.CREATED,
                new TrainingBatch.CreatedTrainings(trainings.createAll(batch.trainings())));
    }

    @GET
    @DependsOn(value = "training", tenantParameter = "partnerId")
    @Operation(
            operationId = "listTrainings",
            summary = "List or search trainings",
            description = "Best matches first with `q`, otherwise oldest first.")
    @APIResponse(responseCode = "200", description = "OK", headers = @Header(name = "Age"))
    public Page<TrainingView> list(@Valid @BeanParam TrainingFilter filter, @BeanParam PageParams page) {
        return trainings.list(filter, page);
    }

    @GET
    @Path("/facets")
    @DependsOn(value = "training", tenantParameter = "partnerId")
    @Operation(
            operationId = "countTrainings",
            summary = "Count trainings by facet value",
            description = "Accepts the filters of the list. The counts of a facet ignore the filter on this facet.")
    @APIResponse(responseCode = "200", description = "OK", headers = @Header(name = "Age"))
    public TrainingFacets count(@Valid @BeanParam TrainingFilter filter) {
        return trainings.count(filter);
    }

    @GET
    @Path("/changes")
    @Operation(
            operationId = "listTrainingChanges",
            summary = "Follow the trainings",
            description = ChangeFeedTexts.CALL + " Without `cursor` the feed begins with all"
                    + " trainings. Then come their changes: each page shows an object once, in its current"
                    + " state. `removed` is empty: a training stays readable."
                    + ChangeFeedTexts.CURSORS)
    public ChangeFeedPage<TrainingView> listChanges(@BeanParam ChangeFeedParams params) {
        return trainings.listChanges(params);
    }

    @GET
    @Path("/{id}")
    @DependsOn("training")
    @Operation(operationId = "getTraining", summary = "Get a training")
    @APIResponse(responseCode = "200", description = "OK", headers = @Header(name = "Age"))
    public TrainingView get(UUID id) {
        return trainings.get(id);
    }

    @GET
    @Path("/by-code/{code}")
    @Operation(operationId = "getTrainingByCode", summary = "Get the training with this code")
    public TrainingView getByCode(String code) {
        return trainings.getByCode(code);
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(operationId = "updateTraining", summary = "Change fields of a training")
    public TrainingView update(
            UUID id,
            @BeanParam ExpectedRevision expected,
            @RequestBody(
                            description = "JSON merge patch on the fields of the creation. The code is fixed; "
                                    + "the family is fixed once the training is published.",
                            content = @Content(schema = @Schema(implementation = TrainingDetails.class)))
                    @NotNull
                    JsonNode patch) {
        return trainings.update(id, expected, patch);
    }

    @POST
    @Path("/{id}/publication")
    @Idempotent
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(operationId = "publishTraining", summary = "Publish a draft, or an archived training again")
    public TrainingView publish(UUID id) {
        return trainings.publish(id);
    }

    @POST
    @Path("/{id}/archival")
    @Idempotent
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(
            operationId = "archiveTraining",
            summary = "Archive a published training",
            description = "Refused while the training has an open offering.")
    public TrainingView archive(UUID id) {
        return trainings.archive(id);
    }
}
