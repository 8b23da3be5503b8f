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
import org.jspecify.annotations.Nullable;

@Path("/v1/students/{id}")
@Produces("application/json")
@RolesAllowed(ENROLLMENT_OFFICER)
@Tag(name = "Students")
public class MergeResource {

    private final MergeService merges;
    private final DistinctionService distinctions;

    MergeResource(MergeService merges, DistinctionService distinctions) {
        this.merges = merges;
        this.distinctions = distinctions;
    }

    /**
     * Merges another registration into this student.
     *
     * @param reason required if the two are not possible duplicates
     */
    public record MergeRequest(
            @NotNull UUID mergedStudentId,
            @Nullable @Size(min = 1, max = 500) String reason) {}

    public record UndoRequest(@NotBlank @Size(max = 500) String reason) {}

    public record DistinctionRequest(
            @NotNull UUID otherStudentId,
            @NotBlank @Size(max = 500) String reason) {}

    @POST
    @Path("/merges")
    @Consumes("application/json")
    @Idempotent
    @Operation(
            operationId = "createMerge",
            summary = "Make another registration an alias of this student, which then owns all enrollments")
    @APIResponseSchema(value = MergeView.class, responseCode = "201")
    public RestResponse<MergeView> create(UUID id, @NotNull @Valid MergeRequest request) {
        MergeView view = merges.create(id, request.mergedStudentId(), request.reason());
        return Created.at("/v1/students/" + id + "/merges", view);
    }

    @GET
    @Path("/merges")
    @Operation(operationId = "listMerges", summary = "List the merges of a student, as survivor or as alias")
    public Page<MergeView> list(UUID id, @BeanParam PageParams page) {
        return merges.list(id, page);
    }

    @POST
    @Path("/merges/{mergeId}/undoing")
    @Consumes("application/json")
    @Idempotent
    @Operation(
            operationId = "undoMerge",
            summary = "Undo a merge: the enrollments of the alias return to it, the others stay")
    @APIResponseSchema(value = MergeView.class, responseCode = "200")
    public MergeView undo(UUID id, UUID mergeId, @NotNull @Valid UndoRequest request) {
        return merges.undo(id, mergeId, request.reason());
    }

    @POST
    @Path("/distinctions")
    @Consumes("application/json")
    @Idempotent
    @Operation(
            operationId = "createDistinction",
            summary = "State that another student is another person: the two are no possible duplicates any more")
    @APIResponseSchema(value = DistinctionView.class, responseCode = "201")
    public RestResponse<DistinctionView> createDistinction(UUID id, @NotNull @Valid DistinctionRequest request) {
        DistinctionView view = distinctions.create(id, request.otherStudentId(), request.reason());
        return Created.at("/v1/students/" + id + "/distinctions", view);
    }

    @GET
    @Path("/distinctions")
    @Operation(operationId = "listDistinctions", summary = "List the students that are other persons for an officer")
    public Page<DistinctionView> listDistinctions(UUID id, @BeanParam PageParams page) {
        return distinctions.list(id, page);
    }

    @DELETE
    @Path("/distinctions/{distinctionId}")
    @Operation(
            operationId = "deleteDistinction",
            summary = "Take back that two students are two persons: they may be duplicates again")
    public void deleteDistinction(UUID id, UUID distinctionId) {
        distinctions.delete(id, distinctionId);
    }
}
