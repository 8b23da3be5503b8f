package fr.cned.partenariats.gateway.edge.limit;

import fr.cned.partenariats.gateway.edge.problem.GatewayProblem;
import java.util.Locale;

/** The gateway's limits, each with the problem of a request that exceeds it. */
public enum Limit {
    ADDRESS_RATE(GatewayProblem.ADDRESS_RATE_LIMITED),
    ADDRESS_LOCKOUT(GatewayProblem.LOCKED_OUT),
    ADDRESS_CONCURRENCY(GatewayProblem.TOO_MANY_REQUESTS_AT_ONCE),
    ADDRESS_CONNECTIONS(GatewayProblem.TOO_MANY_CONNECTIONS),
    CLIENT_RATE(GatewayProblem.RATE_LIMITED),
    CLIENT_CONCURRENCY(GatewayProblem.TOO_MANY_REQUESTS_AT_ONCE),
    CLIENT_IMPORTS(GatewayProblem.TOO_MANY_IMPORTS_AT_ONCE),
    CLIENT_EXPORTS(GatewayProblem.TOO_MANY_REQUESTS_AT_ONCE),
    TOTAL_CONCURRENCY(GatewayProblem.OVERLOADED),
    TOTAL_IMPORTS(GatewayProblem.OVERLOADED),
    TOTAL_CONNECTIONS(GatewayProblem.OVERLOADED);

    private final GatewayProblem problem;
    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    Limit(GatewayProblem problem) {
        this.problem = problem;
    }

    public GatewayProblem problem() {
        return problem;
    }

    String label() {
        return label;
    }
}
