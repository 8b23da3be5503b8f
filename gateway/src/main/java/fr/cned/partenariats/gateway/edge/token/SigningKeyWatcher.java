package fr.cned.partenariats.gateway.edge.token;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcResponseFilter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Clears the cache of verified tokens when the identity provider's signing keys change. It observes each fetch of the
 * keys by Quarkus.
 */
@ApplicationScoped
@Unremovable
@OidcEndpoint(OidcEndpoint.Type.JWKS)
class SigningKeyWatcher implements OidcResponseFilter {

    private final VerifiedTokenCache tokens;
    private final AtomicReference<Buffer> last = new AtomicReference<>(Buffer.buffer());

    SigningKeyWatcher(VerifiedTokenCache tokens) {
        this.tokens = tokens;
    }

    @Override
    public Uni<Void> filter(OidcResponseFilterContext response) {
        if (response.statusCode() == 200) {
            Buffer keys = response.responseBody().getDelegate().copy();
            if (!keys.equals(last.getAndSet(keys))) {
                tokens.clear();
            }
        }
        return Uni.createFrom().voidItem();
    }
}
