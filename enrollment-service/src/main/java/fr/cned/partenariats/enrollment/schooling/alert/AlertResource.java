package fr.cned.partenariats.enrollment.schooling.alert;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.enrollment.schooling.week.WeekFilter;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1/attendance/alerts")
@Produces("application/json")
@RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
@RequiresScope(ENROLLMENTS_READ)
@Tag(name = "Attendance")
public class AlertResource {

    private final AlertService alerts;

    AlertResource(AlertService alerts) {
        this.alerts = alerts;
    }

    @GET
    @Operation(
            operationId = "listAttendanceAlerts",
            summary =
                    "List weeks below their threshold or without declared hours; a partner sees those of its students")
    public Page<AlertView> list(
            @BeanParam WeekFilter filter,
            @RestQuery @Nullable UUID siteId,
            @RestQuery @Nullable AlertState state,
            @RestQuery @Nullable AlertCause cause,
            @BeanParam PageParams page) {
        return alerts.list(filter, siteId, state, cause, page);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getAttendanceAlert", summary = "Get an attendance alert")
    public AlertView get(UUID id) {
        return alerts.get(id);
    }
}
