package fr.cned.partenariats.enrollment.enrollment.adaptation;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.Created;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/enrollments/{enrollmentId}/adaptations")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Adaptations")
public class AdaptationResource {

    private final AdaptationService adaptations;

    AdaptationResource(AdaptationService adaptations) {
        this.adaptations = adaptations;
    }

    /** Ends an adaptation before its approved end. */
    public record AdaptationEndRequest(
            @NotNull LocalDate endsOn,
            @NotBlank @Size(max = 500) String reason) {}

    @POST
    @Idempotent
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(
            operationId = "createAdaptation",
            summary = "Approve one of the agreement's adaptations for a high-level athlete")
    @APIResponseSchema(value = AdaptationView.class, responseCode = "201")
    public RestResponse<AdaptationView> create(UUID enrollmentId, @NotNull @Valid AdaptationRequest request) {
        AdaptationView view = adaptations.create(enrollmentId, request);
        return Created.at("/v1/enrollments/" + enrollmentId + "/adaptations/" + view.id(), view);
    }

    @GET
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(operationId = "listAdaptations", summary = "List the adaptations of an enrollment, including past ones")
    public Page<AdaptationView> list(UUID enrollmentId, @BeanParam PageParams page) {
        return adaptations.list(enrollmentId, page);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(operationId = "getAdaptation", summary = "Get an adaptation")
    public AdaptationView get(UUID enrollmentId, UUID id) {
        return adaptations.get(enrollmentId, id);
    }

    @POST
    @Path("/{id}/end")
    @Idempotent
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(operationId = "endAdaptation", summary = "End an adaptation before its approved end")
    @APIResponseSchema(value = AdaptationView.class, responseCode = "200")
    public AdaptationView end(UUID enrollmentId, UUID id, @NotNull @Valid AdaptationEndRequest request) {
        return adaptations.end(enrollmentId, id, request.endsOn(), request.reason());
    }
}
