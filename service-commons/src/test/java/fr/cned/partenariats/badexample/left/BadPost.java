package fr.cned.partenariats.badexample.left;

import fr.cned.partenariats.parking.ParkingProblem;
import jakarta.validation.Valid;
import jakarta.ws.rs.POST;

/** Creates twice what is asked for twice, reads any media type, and knows another service. */
public class BadPost {

    @POST
    public ParkingProblem create(@Valid ParkingProblem body) {
        return ParkingProblem.NO_PLACE_LEFT;
    }
}
