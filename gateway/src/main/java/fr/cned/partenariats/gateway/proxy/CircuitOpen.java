package fr.cned.partenariats.gateway.proxy;

/** The circuit breaker refused a request, so the service has not received it. */
final class CircuitOpen extends RuntimeException {

    CircuitOpen() {
        super("The circuit is open", null, false, false);
    }
}
