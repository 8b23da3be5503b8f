package fr.cned.partenariats.gateway.edge.proxy;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.util.concurrent.TimeoutException;

/** The gateway got no connection to the service, so the service has not received the request. */
final class ServiceUnreachable extends RuntimeException {

    ServiceUnreachable(Throwable cause) {
        super(cause.getMessage(), cause, false, false);
    }

    /** Whether the pool had no free connection, so that the service itself may work. */
    boolean isPoolExhausted() {
        return getCause() instanceof ConnectionPoolTooBusyException || getCause() instanceof TimeoutException;
    }
}
