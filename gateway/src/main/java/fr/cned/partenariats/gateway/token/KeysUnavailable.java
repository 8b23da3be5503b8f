package fr.cned.partenariats.gateway.token;

import io.quarkus.oidc.OIDCException;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The token could not be judged, because the identity provider's keys could not be fetched. */
public class KeysUnavailable extends RuntimeException {

    KeysUnavailable(Throwable cause) {
        super("the keys of the identity provider are not available", cause);
    }

    /** A refusal comes wrapped in an AuthenticationFailedException; a provider never reached comes bare. */
    static boolean isReasonOf(Throwable failure) {
        return failure instanceof OIDCException || hasNetworkCause(failure);
    }

    private static boolean hasNetworkCause(@Nullable Throwable failure) {
        return failure != null
                && (failure instanceof IOException
                        || failure instanceof TimeoutException
                        || failure instanceof io.smallrye.mutiny.TimeoutException
                        || failure instanceof VertxException
                        || hasNetworkCause(failure.getCause()));
    }
}
