package fr.cned.partenariats.gateway.problem;

import java.util.Locale;

/** What the gateway itself may answer instead of a service. The code is contract, the texts are not. */
public enum GatewayProblem {
    BAD_REQUEST(400),
    UNAUTHENTICATED(401),
    INVALID_TOKEN(401),
    UNKNOWN_ROUTE(404),
    METHOD_NOT_ALLOWED(405),
    REQUEST_TIMEOUT(408),
    BODY_TOO_LARGE(413),
    RATE_LIMITED(429),
    INTERNAL_ERROR(500),
    SERVICE_UNAVAILABLE(503),
    UPSTREAM_TIMEOUT(504);

    private final int status;
    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    GatewayProblem(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
