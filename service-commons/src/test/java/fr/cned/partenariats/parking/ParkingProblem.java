package fr.cned.partenariats.parking;

import fr.cned.partenariats.commons.base.problem.ProblemCode;

public enum ParkingProblem implements ProblemCode {
    NO_PLACE_LEFT(409),
    INVALID_PLATE(400);

    private final int status;

    ParkingProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
