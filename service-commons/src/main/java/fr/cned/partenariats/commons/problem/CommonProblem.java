package fr.cned.partenariats.commons.problem;

/** Refusals that any service may answer. */
public enum CommonProblem implements ProblemCode {
    MALFORMED_JSON(400),
    INVALID_REQUEST(400),
    REQUIRED(400),
    UNKNOWN_FIELD(400),
    WRONG_TYPE(400),
    OUT_OF_RANGE(400),
    INVALID_VALUE(400),
    UNKNOWN_PARAMETER(400),
    INVALID_PARAMETER(400),
    LIMIT_OUT_OF_RANGE(400),
    INVALID_CURSOR(400),
    MISSING_IDEMPOTENCY_KEY(400),
    INVALID_IDEMPOTENCY_KEY(400),
    UNAUTHENTICATED(401),
    INVALID_TOKEN(401),
    FORBIDDEN(403),
    NO_TENANT(403),
    NOT_FOUND(404),
    UNKNOWN_ROUTE(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    CONCURRENT_CHANGE(409),
    REQUEST_IN_PROGRESS(409),
    ILLEGAL_TRANSITION(409),
    STALE_VERSION(412),
    BODY_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    IDEMPOTENCY_KEY_REUSED(422),
    MISSING_IF_MATCH(428),
    BAD_REQUEST(400),
    INTERNAL_ERROR(500),
    SERVICE_UNAVAILABLE(503);

    private final int status;

    CommonProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
