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
import java.util.Base64;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens with Quarkus's OIDC extension: signature, issuer, audience, dates and type. The
 * services verify them again: the gateway refuses early, it vouches for nothing.
 */
@Singleton
public class TokenCheck {

    /** As Keycloak names the type of its access tokens. */
    private static final String ACCESS_TOKEN = "Bearer";

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

    /** The cheap question, on every request: was this token found valid a while ago? */
    public @Nullable VerifiedToken seen(String token) {
        return tokens.find(TokenDigest.of(token));
    }

    public boolean isExpired(VerifiedToken token) {
        return tokens.isExpired(token);
    }

    /** Whether the token was verified so recently that it need not be verified again. */
    public boolean isTrusted(VerifiedToken token) {
        return tokens.isTrusted(token);
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
                .map(identity -> remember(token, (JsonWebToken) identity.getPrincipal()))
                .subscribe()
                .with(answer::complete, failure -> answer.fail(reasonOf(failure)));
        return answer.future();
    }

    private Uni<SecurityIdentity> authenticate(String token, RoutingContext request) {
        TokenAuthenticationRequest authentication = new TokenAuthenticationRequest(credential(token));
        HttpSecurityUtils.setRoutingContextAttribute(authentication, request);
        return identities.authenticate(authentication);
    }

    private static AccessTokenCredential credential(String token) {
        try {
            requireOneSpelling(token);
            return new AccessTokenCredential(token);
        } catch (RuntimeException unreadable) {
            throw new AuthenticationFailedException(unreadable);
        }
    }

    /** Base64 has characters and bits that decoders skip: one token would have many texts. */
    private static void requireOneSpelling(String token) {
        for (String part : token.split("\\.", -1)) {
            byte[] decoded = Base64.getUrlDecoder().decode(part);
            if (!Base64.getUrlEncoder().withoutPadding().encodeToString(decoded).equals(part)) {
                throw new IllegalArgumentException("not the canonical Base64");
            }
        }
    }

    private VerifiedToken remember(String token, JsonWebToken claims) {
        // Quarkus lets a token without a type pass.
        if (!ACCESS_TOKEN.equals(claims.getClaim("typ"))) {
            throw new AuthenticationFailedException("the token is no access token");
        }
        if (!(claims.getClaim("azp") instanceof String client) || client.isBlank()) {
            throw new AuthenticationFailedException("the token names no client");
        }
        verified.increment();
        VerifiedToken result = new VerifiedToken(
                VerifiedToken.caller(client, claims.getSubject()), claims.getExpirationTime(), clock.millis());
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
