package fr.cned.partenariats.gateway.token;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.OIDCException;
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
import java.time.Clock;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens with Quarkus's OIDC extension: signature, issuer, audience, dates and type. The
 * services verify them again: the gateway refuses early, it vouches for nothing.
 */
@Singleton
public class TokenCheck {

    private static final int MILLIS_BETWEEN_CALLS_TO_A_MISSING_PROVIDER = 1_000;

    private final IdentityProviderManager identities;
    private final VerifiedTokens tokens;
    private final Clock clock;
    private final Counter verified;
    private final Counter refused;
    private volatile long providerMissingUntil;

    TokenCheck(IdentityProviderManager identities, VerifiedTokens tokens, Clock clock, MeterRegistry registry) {
        this.identities = identities;
        this.tokens = tokens;
        this.clock = clock;
        this.verified = registry.counter("gateway.tokens.verified", "result", "valid");
        this.refused = registry.counter("gateway.tokens.verified", "result", "invalid");
    }

    /** The cheap question, on every request: was this token found valid a moment ago? */
    public @Nullable VerifiedToken known(String token) {
        return tokens.find(TokenDigest.of(token));
    }

    /** Completes on the caller's context; fails with {@link AuthenticationFailedException} or {@link KeysUnavailable}. */
    public Future<VerifiedToken> verify(String token, RoutingContext request) {
        if (clock.millis() < providerMissingUntil) {
            return Future.failedFuture(new KeysUnavailable(null));
        }
        Context context = Vertx.currentContext();
        Promise<VerifiedToken> answer = Promise.promise();
        Uni.createFrom()
                .deferred(() -> authenticate(token, request))
                .emitOn(task -> context.runOnContext(now -> task.run()))
                .subscribe()
                .with(
                        identity -> answer.complete(remember(token, identity)),
                        failure -> answer.fail(reasonOf(failure)));
        return answer.future();
    }

    private Uni<SecurityIdentity> authenticate(String token, RoutingContext request) {
        TokenAuthenticationRequest authentication = new TokenAuthenticationRequest(credential(token));
        HttpSecurityUtils.setRoutingContextAttribute(authentication, request);
        return identities.authenticate(authentication);
    }

    private static AccessTokenCredential credential(String token) {
        try {
            return new AccessTokenCredential(token);
        } catch (RuntimeException unreadable) {
            throw new AuthenticationFailedException(unreadable);
        }
    }

    private VerifiedToken remember(String token, SecurityIdentity identity) {
        verified.increment();
        JsonWebToken claims = (JsonWebToken) identity.getPrincipal();
        String client = claims.getClaim("azp");
        VerifiedToken result =
                new VerifiedToken(client == null ? claims.getSubject() : client, claims.getExpirationTime());
        tokens.remember(TokenDigest.of(token), result);
        return result;
    }

    /** A refusal comes wrapped in an AuthenticationFailedException; a provider never reached so far comes bare. */
    private Throwable reasonOf(Throwable failure) {
        if (failure instanceof OIDCException) {
            providerMissingUntil = clock.millis() + MILLIS_BETWEEN_CALLS_TO_A_MISSING_PROVIDER;
            return new KeysUnavailable(failure);
        }
        if (KeysUnavailable.isReasonOf(failure)) {
            return new KeysUnavailable(failure);
        }
        refused.increment();
        return failure;
    }
}
