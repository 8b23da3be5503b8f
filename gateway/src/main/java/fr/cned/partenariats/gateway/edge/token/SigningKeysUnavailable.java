package fr.cned.partenariats.gateway.edge.token;

import io.vertx.core.VertxException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The token could not be verified because the identity provider's keys could not be fetched. */
public class SigningKeysUnavailable extends RuntimeException {

    SigningKeysUnavailable(@Nullable Throwable cause) {
        super("The signing keys of the identity provider are not available", cause);
    }

    /** Whether the verification failed because of a failed call to the identity provider. */
    static boolean isCauseOf(@Nullable Throwable failure) {
        return failure != null
                && (failure instanceof IOException
                        || failure instanceof TimeoutException
                        || failure instanceof io.smallrye.mutiny.TimeoutException
                        || failure instanceof VertxException
                        || isCauseOf(failure.getCause()));
    }
}
