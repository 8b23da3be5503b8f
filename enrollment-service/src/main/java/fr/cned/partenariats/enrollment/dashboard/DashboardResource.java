package fr.cned.partenariats.enrollment.dashboard;

import static fr.cned.partenariats.enrollment.Roles.APPRENTICESHIP_HOST;
import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
import fr.cned.partenariats.enrollment.connection.ConnectionService;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/connections/{id}/records")
@Produces("application/json")
@RolesAllowed({PARTNER, APPRENTICESHIP_HOST, ENROLLMENT_OFFICER})
@RequiresScope(ENROLLMENTS_READ)
@WholeTenant
@Tag(name = "Connections")
public class DashboardResource {

    private final ConnectionService connections;
    private final DashboardRecords records;

    DashboardResource(ConnectionService connections, DashboardRecords records) {
        this.connections = connections;
        this.records = records;
    }

    @GET
    @Operation(
            operationId = "listDashboardRecords",
            summary = "List the records that the dashboard does not accept as they are",
            description =
                    "As of the last time that each was sent, with the faults that the dashboard names. Correct the"
                            + " student, the offering, the contract or the partner: the next run sends the record again. A"
                            + " connection to an OPCO has none.")
    public Page<DashboardRecordView> listRecords(UUID id, @BeanParam PageParams page) {
        return records.faulty(connections.get(id).id(), page);
    }
}
