package fr.cned.partenariats.gateway.proxy;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.util.concurrent.TimeoutException;

/** No connection to the service was to be had, so it has seen nothing of the request. */
final class ServiceUnreachable extends RuntimeException {

    ServiceUnreachable(Throwable cause) {
        super(cause.getMessage(), cause, false, false);
    }

    /** All connections were in use, by requests that the service may well be answering. */
    boolean isForLackOfConnections() {
        return getCause() instanceof ConnectionPoolTooBusyException || getCause() instanceof TimeoutException;
    }
}
