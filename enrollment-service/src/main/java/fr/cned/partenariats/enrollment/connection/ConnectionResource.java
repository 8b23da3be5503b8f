package fr.cned.partenariats.enrollment.connection;

import static fr.cned.partenariats.enrollment.Roles.APPRENTICESHIP_HOST;
import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_WRITE;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.Accepted;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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

@Path("/v1/connections")
@Produces("application/json")
@RolesAllowed({PARTNER, APPRENTICESHIP_HOST, ENROLLMENT_OFFICER})
@RequiresScope(ENROLLMENTS_READ)
@WholeTenant
@Tag(name = "Connections")
public class ConnectionResource {

    private static final String PATH = "/v1/connections/";

    private final ConnectionService connections;

    ConnectionResource(ConnectionService connections) {
        this.connections = connections;
    }

    /** The key that the system has given to the training centre. */
    public record ConnectionKey(
            @Nullable UUID trainingCentreId,
            @NotNull OutsideSystem system,

            @NotNull @Pattern(regexp = "[!-~]{1,500}", message = "{enrollment.connectionKey}")
            String key) {}

    @GET
    @Operation(
            operationId = "listConnections",
            summary = "List the training centres that are connected to the national dashboard or to an OPCO",
            description = "A training centre sees its own connections. No answer has a key.")
    public Page<ConnectionView> list(@BeanParam PageParams page) {
        return connections.list(page);
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getConnection",
            summary = "Read a connection of a training centre, and how its last run ended")
    public ConnectionView get(UUID id) {
        return connections.get(id);
    }

    @POST
    @Consumes("application/json")
    @Idempotent
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(
            operationId = "connectTrainingCentre",
            summary = "Connect a training centre to the national dashboard or to an OPCO, or replace its key",
            description =
                    "Each system gives a training centre its key. From then on the apprentices of this academic year"
                            + " and the one before are sent to the dashboard each night, and dossiers at an OPCO are read every"
                            + " hour. A run begins now: `lastRun` tells within minutes whether the system accepts the key. The"
                            + " key is stored encrypted, and no answer shows it.")
    @APIResponseSchema(value = ConnectionView.class, responseCode = "202")
    public RestResponse<ConnectionView> connect(@NotNull @Valid ConnectionKey body) {
        ConnectionView view = connections.connect(body.trainingCentreId(), body.system(), body.key());
        return Accepted.at(PATH + view.id(), view);
    }

    @DELETE
    @Path("/{id}")
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(
            operationId = "deleteConnection",
            summary = "Disconnect a training centre from the national dashboard or from an OPCO",
            description =
                    "Deletes the key, and what is known of records at the dashboard. The system keeps what it has.")
    public void delete(UUID id) {
        connections.delete(id);
    }

    @POST
    @Path("/{id}/run")
    @Idempotent
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(
            operationId = "requestConnectionRun",
            summary = "Send the records of a training centre to the dashboard, or read its dossiers at an OPCO, now",
            description = "The run begins within about a minute. Nothing is lost or doubled when a run is repeated.")
    @APIResponseSchema(value = ConnectionView.class, responseCode = "202")
    public RestResponse<ConnectionView> requestRun(UUID id) {
        return Accepted.at(PATH + id, connections.requestRun(id));
    }
}
