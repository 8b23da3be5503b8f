package fr.cned.partenariats.gateway.edge.token;

import fr.cned.partenariats.gateway.GatewayConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.oidc.runtime.TenantConfigContext;
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
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Base64;
import java.util.Set;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens with Quarkus's OIDC extension: signature, issuer, audience, dates and type. A token whose key
 * is known is verified at once, without the extension's request pipeline. Services must verify the token again; they do
 * not trust the gateway.
 */
@Singleton
public class TokenVerifier {

    private static final String ACCESS_TOKEN = "Bearer";

    private static final int PROVIDER_RETRY_MILLIS = 1_000;

    private static final boolean IS_ID_TOKEN = false;
    private static final boolean SUBJECT_REQUIRED = true;
    private static final @Nullable String NO_NONCE = null;

    private final IdentityProviderManager identities;
    private final TenantConfigContext oidc;
    private final VerifiedTokenCache tokens;
    private final Set<String> sharedClients;
    private final Clock clock;
    private final Counter verified;
    private final Counter refused;
    private volatile long providerRetryAt;

    TokenVerifier(
            IdentityProviderManager identities,
            TenantConfigBean oidc,
            VerifiedTokenCache tokens,
            GatewayConfig config,
            Clock clock,
            MeterRegistry registry) {
        this.identities = identities;
        this.oidc = oidc.getDefaultTenant();
        this.tokens = tokens;
        this.sharedClients = config.rateLimit().sharedClients();
        this.clock = clock;
        this.verified = verifications(registry, "valid");
        this.refused = verifications(registry, "invalid");
    }

    private static Counter verifications(MeterRegistry registry, String result) {
        return Counter.builder("gateway.tokens.verified")
                .description("Verifications of tokens that were not remembered")
                .tag("result", result)
                .register(registry);
    }

    /** Returns the remembered result of an earlier verification, or null. It may have expired. */
    public @Nullable VerifiedToken find(String token) {
        return tokens.find(TokenDigest.of(token));
    }

    public boolean isExpired(VerifiedToken token) {
        return tokens.isExpired(token);
    }

    /** Whether the last verification is recent enough to skip the next one. */
    public boolean isFresh(VerifiedToken token) {
        return tokens.isFresh(token);
    }

    /** Completes on the caller's context; fails with {@link AuthenticationFailedException} or {@link SigningKeysUnavailable}. */
    public Future<VerifiedToken> verify(String token, RoutingContext request) {
        try {
            requireCanonicalBase64(token);
            if (isVerifiedByKnownKey(token)) {
                return Future.succeededFuture(remember(token));
            }
        } catch (InvalidJwtException | RuntimeException invalid) {
            refused.increment();
            return Future.failedFuture(new AuthenticationFailedException(invalid));
        }
        return verifyByFetchedKey(token, request);
    }

    /** False if the keys must be fetched first. Fails if the token is invalid. */
    private boolean isVerifiedByKnownKey(String token) throws InvalidJwtException {
        if (!oidc.ready()) {
            return false;
        }
        try {
            oidc.provider().verifyJwtToken(token, IS_ID_TOKEN, SUBJECT_REQUIRED, NO_NONCE);
            return true;
        } catch (InvalidJwtException invalid) {
            if (invalid.getCause() instanceof UnresolvableKeyException) {
                return false;
            }
            throw invalid;
        }
    }

    /** Quarkus fetches the keys, not more often than {@code forced-jwk-refresh-interval}. */
    private Future<VerifiedToken> verifyByFetchedKey(String token, RoutingContext request) {
        if (clock.millis() < providerRetryAt) {
            return Future.failedFuture(new SigningKeysUnavailable(null));
        }
        Context context = Vertx.currentContext();
        Promise<VerifiedToken> answer = Promise.promise();
        Uni.createFrom()
                .deferred(() -> authenticate(token, request))
                .emitOn(task -> context.runOnContext(now -> task.run()))
                .map(identity -> remember(token))
                .subscribe()
                .with(answer::complete, failure -> answer.fail(reasonOf(failure)));
        return answer.future();
    }

    private Uni<SecurityIdentity> authenticate(String token, RoutingContext request) {
        TokenAuthenticationRequest authentication = new TokenAuthenticationRequest(new AccessTokenCredential(token));
        HttpSecurityUtils.setRoutingContextAttribute(authentication, request);
        return identities.authenticate(authentication);
    }

    /** Decoders ignore some characters and bits of Base64, so one token would have many spellings and cache entries. */
    private static void requireCanonicalBase64(String token) {
        for (String part : token.split("\\.", -1)) {
            byte[] decoded = Base64.getUrlDecoder().decode(part);
            if (!Base64.getUrlEncoder().withoutPadding().encodeToString(decoded).equals(part)) {
                throw new IllegalArgumentException("The token is not canonical Base64");
            }
        }
    }

    private VerifiedToken remember(String token) {
        JsonObject claims = OidcUtils.decodeJwtContent(token);
        // Quarkus accepts a token without a type.
        if (!ACCESS_TOKEN.equals(claims.getValue("typ"))) {
            throw new AuthenticationFailedException("The token is not an access token");
        }
        if (!(claims.getValue("azp") instanceof String client) || client.isBlank()) {
            throw new AuthenticationFailedException("The token has no claim azp");
        }
        verified.increment();
        String partnerId = claims.getValue("partner_id") instanceof String partner ? partner : null;
        VerifiedToken result = sharedClients.contains(client)
                ? VerifiedToken.ofPerson(
                        client, claims.getString("sub"), partnerId, claims.getLong("exp"), clock.millis())
                : VerifiedToken.ofClient(client, partnerId, claims.getLong("exp"), clock.millis());
        tokens.put(TokenDigest.of(token), result);
        return result;
    }

    /** Quarkus throws a bare OIDCException only if it has never reached the identity provider. */
    private Throwable reasonOf(Throwable failure) {
        if (failure instanceof OIDCException) {
            providerRetryAt = clock.millis() + PROVIDER_RETRY_MILLIS;
            return new SigningKeysUnavailable(failure);
        }
        if (SigningKeysUnavailable.isCauseOf(failure)) {
            return new SigningKeysUnavailable(failure);
        }
        refused.increment();
        return failure;
    }
}
