package fr.cned.partenariats.catalog;

import fr.cned.partenariats.commons.base.problem.ProblemCode;

/** Problem codes of this service, in addition to those of commons. */
public enum CatalogProblem implements ProblemCode {
    FIXED_FIELD(400),
    LEVEL_OF_FAMILY(400),
    CONTEST_WITHOUT_CONCOURS(400),
    ENDS_BEFORE_IT_STARTS(400),
    OUTSIDE_ACADEMIC_YEAR(400),
    ENROLLMENT_AFTER_END(400),
    ONE_PERIOD_OR_SEVERAL(400),
    UNKNOWN_PARTNER(400),
    DUPLICATE_TRAINING_CODE(409),
    TRAINING_ARCHIVED(409),
    TRAINING_NOT_PUBLISHED(409),
    TRAINING_HAS_OPEN_OFFERINGS(409),
    MODALITY_NOT_OFFERED(409),
    ROUTE_NOT_OFFERED(409),
    UNKNOWN_NETWORK(409),
    OFFERING_CANCELLED(409),
    OFFERING_ENDED(409);

    private final int status;

    CatalogProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
