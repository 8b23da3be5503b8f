package fr.cned.partenariats.partner.need;

import static fr.cned.partenariats.partner.Roles.CATALOG_MANAGER;
import static fr.cned.partenariats.partner.Roles.OPS;
import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;

import fr.cned.partenariats.commons.idempotency.Idempotent;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.partner.Answers;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** HTTP edge of training needs. */
@Path("/v1/training-needs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Training needs")
public class NeedResource {

    private final NeedService needs;

    NeedResource(NeedService needs) {
        this.needs = needs;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({PARTNER, PARTNERSHIP_OFFICER})
    @Idempotent
    @Operation(operationId = "expressTrainingNeed", summary = "Ask the catalogue to add a training")
    @APIResponseSchema(value = TrainingNeedView.class, responseCode = "201")
    public RestResponse<TrainingNeedView> express(@Valid @NotNull ExpressNeed request) {
        TrainingNeedView view = needs.express(request);
        return Answers.created("/v1/training-needs/" + view.id(), view, view.revision());
    }

    @GET
    @RolesAllowed({PARTNER, PARTNERSHIP_OFFICER, CATALOG_MANAGER, OPS})
    @Operation(
            operationId = "listTrainingNeeds",
            summary = "List training needs",
            description = "In the order in which they were expressed. A partner sees its own.")
    public Page<TrainingNeedView> list(
            @QueryParam("state") @Nullable NeedState state,
            @QueryParam("partnerId") @Nullable UUID partnerId,
            @BeanParam PageParams page) {
        return needs.list(state, partnerId, page);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PARTNER, PARTNERSHIP_OFFICER, CATALOG_MANAGER, OPS})
    @Operation(operationId = "readTrainingNeed", summary = "Read a training need")
    public RestResponse<TrainingNeedView> read(@PathParam("id") UUID id) {
        return tagged(needs.read(id));
    }

    @POST
    @Path("/{id}/study")
    @RolesAllowed({CATALOG_MANAGER, PARTNERSHIP_OFFICER})
    @Idempotent
    @Operation(operationId = "studyTrainingNeed", summary = "Take a training need under study")
    public RestResponse<TrainingNeedView> study(@PathParam("id") UUID id) {
        return tagged(needs.study(id));
    }

    @POST
    @Path("/{id}/acceptance")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({CATALOG_MANAGER, PARTNERSHIP_OFFICER})
    @Idempotent
    @Operation(operationId = "acceptTrainingNeed", summary = "Accept a training need: it becomes this training")
    public RestResponse<TrainingNeedView> accept(@PathParam("id") UUID id, @Valid @NotNull Acceptance acceptance) {
        return tagged(needs.accept(id, acceptance));
    }

    @POST
    @Path("/{id}/declination")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({CATALOG_MANAGER, PARTNERSHIP_OFFICER})
    @Idempotent
    @Operation(operationId = "declineTrainingNeed", summary = "Decline a training need")
    public RestResponse<TrainingNeedView> decline(@PathParam("id") UUID id, @Valid @NotNull Declination declination) {
        return tagged(needs.decline(id, declination));
    }

    private static RestResponse<TrainingNeedView> tagged(TrainingNeedView view) {
        return Answers.tagged(view, view.revision());
    }
}
