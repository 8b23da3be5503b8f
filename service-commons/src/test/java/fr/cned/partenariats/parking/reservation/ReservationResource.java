package fr.cned.partenariats.parking.reservation;

import fr.cned.partenariats.commons.idempotency.Idempotent;
import fr.cned.partenariats.commons.openapi.CommonContract;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/reservations")
public class ReservationResource {

    private final ReservationService reservations;

    ReservationResource(ReservationService reservations) {
        this.reservations = reservations;
    }

    @POST
    @RolesAllowed({"driver", "warden"})
    @Idempotent(required = true)
    @Extension(name = CommonContract.KEY_REQUIRED, value = "true")
    public RestResponse<ReservationView> reserve(@NotNull @Valid ReservationRequest request) {
        ReservationView view = reservations.reserve(request);
        return RestResponse.ResponseBuilder.<ReservationView>create(RestResponse.Status.CREATED)
                .entity(view)
                .location(URI.create("/v1/reservations/" + view.id()))
                .build();
    }
}
