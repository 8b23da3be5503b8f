package fr.cned.partenariats.gateway.token;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens with Quarkus's OIDC extension: signature, issuer, audience, dates and type. The
 * services verify them again: the gateway refuses early, it vouches for nothing.
 */
@Singleton
public class TokenCheck {

    private final IdentityProviderManager identities;
    private final VerifiedTokens tokens;

    TokenCheck(IdentityProviderManager identities, VerifiedTokens tokens) {
        this.identities = identities;
        this.tokens = tokens;
    }

    /** The cheap question, on every request: was this token found valid a moment ago? */
    public @Nullable VerifiedToken known(String token) {
        return tokens.find(TokenDigest.of(token));
    }

    /** Completes on the caller's context; fails with {@link AuthenticationFailedException} or {@link KeysUnavailable}. */
    public Future<VerifiedToken> verify(String token, RoutingContext request) {
        Context context = Vertx.currentContext();
        Promise<VerifiedToken> answer = Promise.promise();
        authenticate(token, request)
                .emitOn(task -> context.runOnContext(now -> task.run()))
                .subscribe()
                .with(
                        identity -> answer.complete(remember(token, identity)),
                        failure -> answer.fail(
                                KeysUnavailable.isReasonOf(failure) ? new KeysUnavailable(failure) : failure));
        return answer.future();
    }

    private Uni<SecurityIdentity> authenticate(String token, RoutingContext request) {
        TokenAuthenticationRequest authentication = new TokenAuthenticationRequest(new AccessTokenCredential(token));
        HttpSecurityUtils.setRoutingContextAttribute(authentication, request);
        return Uni.createFrom().deferred(() -> identities.authenticate(authentication));
    }

    private VerifiedToken remember(String token, SecurityIdentity identity) {
        JsonWebToken claims = (JsonWebToken) identity.getPrincipal();
        String client = claims.getClaim("azp");
        VerifiedToken verified =
                new VerifiedToken(client == null ? claims.getSubject() : client, claims.getExpirationTime());
        tokens.remember(TokenDigest.of(token), verified);
        return verified;
    }
}
