package fr.cned.partenariats.parking.reservation;

import fr.cned.partenariats.commons.http.Created;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/reservations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ReservationResource {

    private final ReservationService reservations;

    ReservationResource(ReservationService reservations) {
        this.reservations = reservations;
    }

    @POST
    @Operation(operationId = "createReservation")
    @APIResponseSchema(value = ReservationView.class, responseCode = "201")
    @RolesAllowed({"driver", "warden"})
    @Idempotent(required = true)
    public RestResponse<ReservationView> create(@NotNull @Valid ReservationRequest request) {
        ReservationView view = reservations.reserve(request);
        return Created.at("/v1/reservations/" + view.id(), view);
    }
}
