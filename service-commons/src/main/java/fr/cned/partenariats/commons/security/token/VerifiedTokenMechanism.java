package fr.cned.partenariats.commons.security.token;

import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates a request by {@link VerifiedTokens}, or by Quarkus's OIDC extension when its token is not known. The
 * kept identity is the final one: {@code TokenRules} has already decided which roles count.
 */
@ApplicationScoped
class VerifiedTokenMechanism implements HttpAuthenticationMechanism {

    private final OidcAuthenticationMechanism oidc;
    private final VerifiedTokens tokens;

    VerifiedTokenMechanism(OidcAuthenticationMechanism oidc, VerifiedTokens tokens) {
        this.oidc = oidc;
        this.tokens = tokens;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        TokenDigest digest = TokenDigest.of(context);
        if (digest == null) {
            return oidc.authenticate(context, identities);
        }
        @Nullable SecurityIdentity known = tokens.find(digest);
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        long keyChanges = tokens.keyChanges();
        return oidc.authenticate(context, identities)
                .onItem()
                .ifNotNull()
                .transform(identity -> remember(digest, identity, keyChanges));
    }

    /** Returns the identity without the token's text and the request, which must not stay in memory. */
    private SecurityIdentity remember(TokenDigest digest, SecurityIdentity verified, long keyChanges) {
        if (!(verified.getPrincipal() instanceof JsonWebToken token)) {
            return verified;
        }
        SecurityIdentity identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new TokenClaims(token))
                .addRoles(verified.getRoles())
                .build();
        tokens.put(digest, identity, token.getExpirationTime() * 1000, keyChanges);
        return identity;
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return oidc.getChallenge(context);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return oidc.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return oidc.getCredentialTransport(context);
    }

    @Override
    public int getPriority() {
        return oidc.getPriority() + 1;
    }
}
