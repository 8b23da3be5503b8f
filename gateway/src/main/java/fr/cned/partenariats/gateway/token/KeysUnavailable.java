package fr.cned.partenariats.gateway.token;

import io.vertx.core.VertxException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The token could not be judged, because the identity provider's keys could not be fetched. */
public class KeysUnavailable extends RuntimeException {

    KeysUnavailable(@Nullable Throwable cause) {
        super("the keys of the identity provider are not available", cause);
    }

    /** Whether a token was refused only because a call to the provider failed. */
    static boolean isReasonOf(@Nullable Throwable failure) {
        return failure != null
                && (failure instanceof IOException
                        || failure instanceof TimeoutException
                        || failure instanceof io.smallrye.mutiny.TimeoutException
                        || failure instanceof VertxException
                        || isReasonOf(failure.getCause()));
    }
}
