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

@Path("/v1/students/{id}/merges")
@Produces("application/json")
@Consumes("application/json")
@RolesAllowed(ENROLLMENT_OFFICER)
@Tag(name = "Students")
public class MergeResource {

    private final MergeService merges;

    MergeResource(MergeService merges) {
        this.merges = merges;
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

    @POST
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
    @Operation(operationId = "listMerges", summary = "List the merges of a student, as survivor or as alias")
    public Page<MergeView> list(UUID id, @BeanParam PageParams page) {
        return merges.list(id, page);
    }

    @POST
    @Path("/{mergeId}/undoing")
    @Idempotent
    @Operation(
            operationId = "undoMerge",
            summary = "Undo a merge: the enrollments of the alias return to it, the others stay")
    @APIResponseSchema(value = MergeView.class, responseCode = "200")
    public MergeView undo(UUID id, UUID mergeId, @NotNull @Valid UndoRequest request) {
        return merges.undo(id, mergeId, request.reason());
    }
}
