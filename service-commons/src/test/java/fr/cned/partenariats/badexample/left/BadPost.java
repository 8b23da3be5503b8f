package fr.cned.partenariats.badexample.left;

import fr.cned.partenariats.parking.ParkingProblem;
import jakarta.ws.rs.POST;

/** Creates twice what is asked for twice, and knows another service. */
public class BadPost {

    @POST
    public ParkingProblem create() {
        return ParkingProblem.NO_PLACE_LEFT;
    }
}
