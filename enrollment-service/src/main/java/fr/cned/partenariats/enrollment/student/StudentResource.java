package fr.cned.partenariats.enrollment.student;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.caller.Caller;
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
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** HTTP edge of students. */
@Path("/v1/students")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Students")
public class StudentResource {

    private final StudentService students;
    private final Caller caller;

    StudentResource(StudentService students, Caller caller) {
        this.students = students;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @RolesAllowed(PARTNER)
    @Operation(operationId = "registerStudent", summary = "Register a student without enrolling them yet")
    @APIResponseSchema(value = StudentView.class, responseCode = "201")
    public RestResponse<StudentView> register(@NotNull @Valid StudentData student) {
        StudentView view = students.create(caller.requireTenant(), student);
        return ResponseBuilder.<StudentView>created(URI.create("/v1/students/" + view.id()))
                .entity(view)
                .tag(Preconditions.tag(view.version()))
                .build();
    }

    @GET
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(operationId = "listStudents", summary = "List students, a partner its own")
    public Page<StudentView> list(@RestQuery @Nullable String ine, @BeanParam PageParams page) {
        return students.list(ine, page);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(operationId = "getStudent", summary = "Read a student")
    @APIResponseSchema(StudentView.class)
    public RestResponse<StudentView> get(UUID id) {
        return withTag(students.get(id));
    }

    @GET
    @Path("/duplicates")
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(
            operationId = "listPossibleDuplicates",
            summary = "List students that may be registered more than once, across partners")
    public Page<DuplicateView> duplicates(@BeanParam PageParams page) {
        return students.withPossibleDuplicates(page);
    }

    @GET
    @Path("/{id}/possible-duplicates")
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(
            operationId = "listPossibleDuplicatesOfStudent",
            summary = "List who may be the same person as this student, with the reason")
    public Page<DuplicateView> possibleDuplicates(UUID id, @BeanParam PageParams page) {
        return students.possibleDuplicatesOf(id, page);
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(operationId = "patchStudent", summary = "Correct a student's data (JSON merge patch)")
    @APIResponseSchema(StudentView.class)
    public RestResponse<StudentView> patch(
            UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = StudentData.class))) @NotNull
                    JsonNode patch) {
        return withTag(students.patch(id, ifMatch, patch));
    }

    private static RestResponse<StudentView> withTag(StudentView view) {
        return ResponseBuilder.ok(view).tag(Preconditions.tag(view.version())).build();
    }
}
