package fr.cned.partenariats.gateway.edge.limit;

import fr.cned.partenariats.gateway.edge.token.TokenVerifier;
import fr.cned.partenariats.gateway.edge.token.VerifiedToken;
import io.quarkus.security.AuthenticationFailedException;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Verifies tokens, but none of an address that is locked out. A token that is no longer remembered as fresh is verified again. */
@Singleton
public class LimitedVerifier {

    private final TokenVerifier tokens;
    private final ClientAddressResolver addresses;
    private final AddressLimiter limits;

    /** The address has sent too many invalid tokens. */
    public static final class LockedOut extends Exception {

        private static final long serialVersionUID = 1;

        private final long waitMillis;

        LockedOut(long waitMillis) {
            super(null, null, false, false);
            this.waitMillis = waitMillis;
        }

        public long waitMillis() {
            return waitMillis;
        }
    }

    LimitedVerifier(TokenVerifier tokens, ClientAddressResolver addresses, AddressLimiter limits) {
        this.tokens = tokens;
        this.addresses = addresses;
        this.limits = limits;
    }

    /**
     * Fails with {@link LockedOut}, or as {@link TokenVerifier#verify} does.
     *
     * @param remembered the token, if it was valid before: it is verified during a lockout, too, and does not count as an
     *     invalid one
     */
    public Future<VerifiedToken> verify(String token, @Nullable VerifiedToken remembered, RoutingContext context) {
        if (remembered != null && tokens.isFresh(remembered)) {
            return Future.succeededFuture(remembered);
        }
        if (remembered != null) {
            return tokens.verify(token, context);
        }
        String address = ClientAddressResolver.limitKey(addresses.resolve(context.request()));
        long wait = limits.lockedOutMillis(address);
        return wait > 0
                ? Future.failedFuture(new LockedOut(wait))
                : tokens.verify(token, context).onFailure(failure -> {
                    if (failure instanceof AuthenticationFailedException) {
                        limits.recordInvalidToken(address);
                    }
                });
    }
}
