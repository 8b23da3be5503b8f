package fr.cned.partenariats.enrollment.schooling.absence;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ATTENDANCE_WRITE;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.Created;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.enrollment.schooling.week.WeekFilter;
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

@Path("/v1/attendance/absences")
@Produces("application/json")
@Consumes("application/json")
@RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
@Tag(name = "Attendance")
public class AbsenceResource {

    private final AbsenceService absences;

    AbsenceResource(AbsenceService absences) {
        this.absences = absences;
    }

    public record AbsenceWithdrawalRequest(
            @NotBlank @Size(max = 500) String reason) {}

    @POST
    @Idempotent
    @RequiresScope(ATTENDANCE_WRITE)
    @Operation(operationId = "createAbsence", summary = "Justify an absence of some hours or of a whole week")
    @APIResponseSchema(value = AbsenceView.class, responseCode = "201")
    public RestResponse<AbsenceView> create(@NotNull @Valid AbsenceRequest request) {
        AbsenceView view = absences.create(request);
        return Created.at("/v1/attendance/absences/" + view.id(), view);
    }

    @GET
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(operationId = "listAbsences", summary = "List justified absences; a partner sees those of its students")
    public Page<AbsenceView> list(@BeanParam WeekFilter filter, @BeanParam PageParams page) {
        return absences.list(filter, page);
    }

    @GET
    @Path("/{id}")
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(operationId = "getAbsence", summary = "Get a justified absence")
    public AbsenceView get(UUID id) {
        return absences.get(id);
    }

    @POST
    @Path("/{id}/withdrawal")
    @Idempotent
    @RequiresScope(ATTENDANCE_WRITE)
    @Operation(operationId = "withdrawAbsence", summary = "Withdraw the justification of an absence")
    @APIResponseSchema(value = AbsenceView.class, responseCode = "200")
    public AbsenceView withdraw(UUID id, @NotNull @Valid AbsenceWithdrawalRequest request) {
        return absences.withdraw(id, request.reason());
    }
}
