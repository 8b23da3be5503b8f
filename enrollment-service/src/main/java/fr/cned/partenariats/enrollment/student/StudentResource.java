package fr.cned.partenariats.enrollment.student;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.STUDENTS_READ;
import static fr.cned.partenariats.enrollment.Scopes.STUDENTS_WRITE;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.Created;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.ReadOnly;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

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
    @RequiresScope(STUDENTS_WRITE)
    @WholeTenant
    @Operation(operationId = "createStudent", summary = "Register a student without an enrollment")
    @APIResponseSchema(value = StudentView.class, responseCode = "201")
    public RestResponse<StudentView> create(@NotNull @Valid StudentData student) {
        StudentView view = students.create(caller.requireTenant(), student);
        return Created.at("/v1/students/" + view.id(), view);
    }

    @GET
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(STUDENTS_READ)
    @Operation(operationId = "listStudents", summary = "List students; a partner sees its own")
    public Page<StudentView> list(@BeanParam @Valid StudentFilter filter, @BeanParam PageParams page) {
        return students.list(filter, page);
    }

    /** A POST, because names and birth dates do not belong into addresses, which are logged. */
    @POST
    @Path("/searches")
    @ReadOnly
    @Idempotent
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(STUDENTS_READ)
    @Operation(
            operationId = "searchStudents",
            summary = "Find students by name and birth date; a partner finds its own; changes nothing",
            description =
                    "The audit trail keeps who searched, the names of the criteria and the number of results of the"
                            + " page, but no name and no date.")
    public Page<StudentView> search(@NotNull @Valid StudentSearchRequest request, @BeanParam PageParams page) {
        return students.search(request, page);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(STUDENTS_READ)
    @Operation(operationId = "getStudent", summary = "Get a student")
    public StudentView get(UUID id) {
        return students.get(id);
    }

    @GET
    @Path("/duplicates")
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(
            operationId = "listPossibleDuplicates",
            summary = "List students that may be registered more than once, across partners")
    public Page<DuplicateView> listPossibleDuplicates(@BeanParam PageParams page) {
        return students.listPossibleDuplicates(page);
    }

    @GET
    @Path("/possible-duplicates")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(STUDENTS_READ)
    @Operation(
            operationId = "listStudentsWithPossibleDuplicates",
            summary = "List students that may be registered more than once; for a partner, among its own students")
    public Page<DuplicateView> listStudentsWithPossibleDuplicates(@BeanParam PageParams page) {
        return students.listPossibleDuplicates(page);
    }

    @GET
    @Path("/{id}/possible-duplicates")
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(
            operationId = "listPossibleDuplicatesOfStudent",
            summary = "List students that may be the same person as this one, with the reasons")
    public Page<DuplicateView> listPossibleDuplicatesOfStudent(UUID id, @BeanParam PageParams page) {
        return students.listPossibleDuplicates(id, page);
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(STUDENTS_WRITE)
    @Operation(operationId = "updateStudent", summary = "Correct a student's data (JSON merge patch)")
    public StudentView update(
            UUID id,
            @BeanParam ExpectedRevision expected,
            @RequestBody(content = @Content(schema = @Schema(implementation = StudentData.class))) @NotNull
                    JsonNode patch) {
        return students.update(id, expected, patch);
    }
}
