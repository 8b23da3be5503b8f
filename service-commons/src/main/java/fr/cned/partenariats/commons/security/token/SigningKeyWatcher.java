package fr.cned.partenariats.commons.security.token;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcResponseFilter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;

/** Clears {@link VerifiedTokens} when Quarkus fetches other signing keys from the identity provider. */
@ApplicationScoped
@Unremovable
@OidcEndpoint(OidcEndpoint.Type.JWKS)
class SigningKeyWatcher implements OidcResponseFilter {

    private final VerifiedTokens tokens;
    private final AtomicReference<Buffer> last = new AtomicReference<>(Buffer.buffer());

    SigningKeyWatcher(VerifiedTokens tokens) {
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
