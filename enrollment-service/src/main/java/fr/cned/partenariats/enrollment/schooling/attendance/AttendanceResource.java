package fr.cned.partenariats.enrollment.schooling.attendance;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ATTENDANCE_WRITE;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.enrollment.schooling.week.WeekFilter;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1/attendance")
@Produces("application/json")
@Consumes("application/json")
@RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
@Tag(name = "Attendance")
public class AttendanceResource {

    private final AttendanceService attendance;

    AttendanceResource(AttendanceService attendance) {
        this.attendance = attendance;
    }

    @POST
    @Idempotent
    @RequiresScope(ATTENDANCE_WRITE)
    @Operation(
            operationId = "declareAttendance",
            summary = "Declare or correct the hours of a week at a site: all entries or none")
    @APIResponseSchema(value = DeclaredWeekView.class, responseCode = "200")
    public DeclaredWeekView declare(@NotNull @Valid AttendanceDeclaration declaration) {
        return attendance.declare(declaration);
    }

    @GET
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(operationId = "listAttendance", summary = "List declared hours; a partner sees those of its students")
    public Page<AttendanceView> list(
            @BeanParam WeekFilter filter, @RestQuery @Nullable UUID siteId, @BeanParam PageParams page) {
        return attendance.list(filter, siteId, page);
    }
}
