package fr.cned.partenariats.badexample.left;

import fr.cned.partenariats.parking.ParkingProblem;
import jakarta.validation.Valid;
import jakarta.ws.rs.POST;

/** Is not idempotent, accepts any media type, and depends on another service. */
public class BadPost {

    @POST
    public ParkingProblem create(@Valid ParkingProblem body) {
        return ParkingProblem.NO_PLACE_LEFT;
    }
}
