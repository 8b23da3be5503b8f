package fr.cned.partenariats.gateway.edge.problem;

import fr.cned.partenariats.gateway.edge.body.LimitedBody;
import java.util.Locale;

/** The problems that the gateway itself answers. The code is part of the contract, the texts are not. */
public enum GatewayProblem {
    BAD_REQUEST(400),
    MALFORMED_REQUEST(400),
    CHUNKS_TOO_SMALL(400),
    UNAUTHENTICATED(401),
    INVALID_TOKEN(401),
    UNKNOWN_ROUTE(404),
    METHOD_NOT_ALLOWED(405),
    REQUEST_TIMEOUT(408),
    BODY_TOO_LARGE(413),
    URI_TOO_LONG(414),
    RATE_LIMITED(429),
    ADDRESS_RATE_LIMITED(429),
    LOCKED_OUT(429),
    TOO_MANY_REQUESTS_AT_ONCE(429),
    TOO_MANY_IMPORTS_AT_ONCE(429),
    TOO_MANY_CONNECTIONS(429),
    HEADERS_TOO_LARGE(431),
    INTERNAL_ERROR(500),
    SERVICE_UNAVAILABLE(503),
    OVERLOADED(503),
    UPSTREAM_TIMEOUT(504);

    private final int status;
    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    GatewayProblem(int status) {
        this.status = status;
    }

    public static GatewayProblem of(LimitedBody.Fault fault) {
        return switch (fault) {
            case TOO_LARGE -> BODY_TOO_LARGE;
            case TOO_SLOW -> REQUEST_TIMEOUT;
            case CHUNKS_TOO_SMALL -> CHUNKS_TOO_SMALL;
        };
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
