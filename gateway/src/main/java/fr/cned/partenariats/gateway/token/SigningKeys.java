package fr.cned.partenariats.gateway.token;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcResponseFilter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sees the identity provider's keys go by whenever Quarkus fetches them. A token that was verified with keys
 * that are no longer the same may no longer be valid, so all of them are verified again.
 */
@ApplicationScoped
@Unremovable
@OidcEndpoint(OidcEndpoint.Type.JWKS)
class SigningKeys implements OidcResponseFilter {

    private final VerifiedTokens tokens;
    private final AtomicReference<Buffer> last = new AtomicReference<>(Buffer.buffer());

    SigningKeys(VerifiedTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Uni<Void> filter(OidcResponseFilterContext response) {
        if (response.statusCode() == 200) {
            Buffer keys = response.responseBody().getDelegate().copy();
            if (!keys.equals(last.getAndSet(keys))) {
                tokens.forgetAll();
            }
        }
        return Uni.createFrom().voidItem();
    }
}
