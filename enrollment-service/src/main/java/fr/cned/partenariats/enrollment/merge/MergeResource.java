package fr.cned.partenariats.enrollment.merge;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;

import fr.cned.partenariats.commons.idempotency.Idempotent;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
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
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** HTTP edge of merges. */
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
     * That another registration is the same person.
     *
     * @param reason needed where the two are not reported as possible duplicates
     */
    public record MergeRequest(
            @NotNull UUID mergedStudentId,
            @Nullable @Size(min = 1, max = 500) String reason) {}

    /** Why a merge was wrong. */
    public record UndoRequest(@NotBlank @Size(max = 500) String reason) {}

    @POST
    @Idempotent
    @Operation(
            operationId = "mergeStudents",
            summary = "Make another registration an alias of this student, whom its enrollments count for from then on")
    @APIResponseSchema(value = MergeView.class, responseCode = "201")
    public RestResponse<MergeView> merge(UUID id, @NotNull @Valid MergeRequest request) {
        MergeView view = merges.merge(id, request.mergedStudentId(), request.reason());
        return ResponseBuilder.<MergeView>created(URI.create("/v1/students/" + id + "/merges"))
                .entity(view)
                .build();
    }

    @GET
    @Operation(operationId = "listMerges", summary = "List merges that a student has or had a part in")
    public Page<MergeView> list(UUID id, @BeanParam PageParams page) {
        return merges.list(id, page);
    }

    @POST
    @Path("/{mergeId}/undoing")
    @Idempotent
    @Operation(
            operationId = "undoMerge",
            summary = "Take a merge back: what was made with the alias's id goes back to it, the rest stays")
    @APIResponseSchema(value = MergeView.class, responseCode = "200")
    public RestResponse<MergeView> undo(UUID id, UUID mergeId, @NotNull @Valid UndoRequest request) {
        return RestResponse.ok(merges.undo(id, mergeId, request.reason()));
    }
}
