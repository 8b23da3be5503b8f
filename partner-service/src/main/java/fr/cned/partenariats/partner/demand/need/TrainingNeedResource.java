package fr.cned.partenariats.partner.demand.need;

import static fr.cned.partenariats.partner.Roles.CATALOG_MANAGER;
import static fr.cned.partenariats.partner.Roles.OPS;
import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;
import static fr.cned.partenariats.partner.Scopes.PARTNER_READ;
import static fr.cned.partenariats.partner.Scopes.PARTNER_WRITE;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.Created;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/training-needs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Training needs")
public class TrainingNeedResource {

    private final TrainingNeedService needs;

    TrainingNeedResource(TrainingNeedService needs) {
        this.needs = needs;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({PARTNER, PARTNERSHIP_OFFICER})
    @RequiresScope(PARTNER_WRITE)
    @Idempotent
    @Operation(operationId = "createTrainingNeed", summary = "Ask the catalogue to add a training")
    @APIResponseSchema(value = TrainingNeedView.class, responseCode = "201")
    public RestResponse<TrainingNeedView> create(@Valid @NotNull CreateTrainingNeed request) {
        TrainingNeedView view = needs.create(request);
        return Created.at("/v1/training-needs/" + view.id(), view);
    }

    @GET
    @RolesAllowed({PARTNER, PARTNERSHIP_OFFICER, CATALOG_MANAGER, OPS})
    @RequiresScope(PARTNER_READ)
    @Operation(
            operationId = "listTrainingNeeds",
            summary = "List training needs",
            description = "Sorted by creation. A partner sees its own; a federation also sees those of its members.")
    public Page<TrainingNeedView> list(
            @QueryParam("state") @Nullable TrainingNeedState state,
            @QueryParam("partnerId") @Nullable UUID partnerId,
            @BeanParam PageParams page) {
        return needs.list(state, partnerId, page);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PARTNER, PARTNERSHIP_OFFICER, CATALOG_MANAGER, OPS})
    @RequiresScope(PARTNER_READ)
    @Operation(operationId = "getTrainingNeed", summary = "Read a training need")
    public TrainingNeedView get(UUID id) {
        return needs.get(id);
    }

    @POST
    @Path("/{id}/study")
    @RolesAllowed({CATALOG_MANAGER, PARTNERSHIP_OFFICER})
    @Idempotent
    @Operation(operationId = "studyTrainingNeed", summary = "Start the study of a training need")
    public TrainingNeedView study(UUID id) {
        return needs.study(id);
    }

    @POST
    @Path("/{id}/acceptance")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({CATALOG_MANAGER, PARTNERSHIP_OFFICER})
    @Idempotent
    @Operation(
            operationId = "acceptTrainingNeed",
            summary = "Accept a training need and name the training that covers it")
    public TrainingNeedView accept(UUID id, @Valid @NotNull AcceptTrainingNeed request) {
        return needs.accept(id, request);
    }

    @POST
    @Path("/{id}/declination")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({CATALOG_MANAGER, PARTNERSHIP_OFFICER})
    @Idempotent
    @Operation(operationId = "declineTrainingNeed", summary = "Decline a training need")
    public TrainingNeedView decline(UUID id, @Valid @NotNull DeclineTrainingNeed request) {
        return needs.decline(id, request);
    }
}
