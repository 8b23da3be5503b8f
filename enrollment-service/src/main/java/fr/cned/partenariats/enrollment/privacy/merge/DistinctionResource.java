package fr.cned.partenariats.enrollment.privacy.merge;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.Created;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/students/{id}/distinctions")
@Produces("application/json")
@RolesAllowed(ENROLLMENT_OFFICER)
@Tag(name = "Students")
public class DistinctionResource {

    private final DistinctionService distinctions;

    DistinctionResource(DistinctionService distinctions) {
        this.distinctions = distinctions;
    }

    public record DistinctionRequest(
            @NotNull UUID otherStudentId,
            @NotBlank @Size(max = 500) String reason) {}

    @POST
    @Consumes("application/json")
    @Idempotent
    @Operation(
            operationId = "createDistinction",
            summary = "State that another student is another person: the two are no possible duplicates any more")
    @APIResponseSchema(value = DistinctionView.class, responseCode = "201")
    public RestResponse<DistinctionView> create(UUID id, @NotNull @Valid DistinctionRequest request) {
        DistinctionView view = distinctions.create(id, request.otherStudentId(), request.reason());
        return Created.at("/v1/students/" + id + "/distinctions", view);
    }

    @GET
    @Operation(operationId = "listDistinctions", summary = "List the students that are other persons for an officer")
    public Page<DistinctionView> list(UUID id, @BeanParam PageParams page) {
        return distinctions.list(id, page);
    }

    @DELETE
    @Path("/{distinctionId}")
    @Operation(
            operationId = "deleteDistinction",
            summary = "Take back that two students are two persons: they may be duplicates again")
    public void delete(UUID id, UUID distinctionId) {
        distinctions.delete(id, distinctionId);
    }
}
