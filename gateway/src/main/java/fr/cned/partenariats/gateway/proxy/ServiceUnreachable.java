package fr.cned.partenariats.gateway.proxy;

/** No connection to the service was to be had, so it has seen nothing of the request. */
final class ServiceUnreachable extends RuntimeException {

    ServiceUnreachable(Throwable cause) {
        super(cause.getMessage(), cause, false, false);
    }
}
