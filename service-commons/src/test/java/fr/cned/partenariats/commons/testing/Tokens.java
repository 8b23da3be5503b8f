package fr.cned.partenariats.commons.testing;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** Access tokens as the identity provider makes them. */
public final class Tokens {

    private Tokens() {}

    public static String withRole(String role) {
        return sign(claims("test-" + role, role));
    }

    /** Of a partner institution's program. */
    public static String partner(UUID partnerId) {
        return sign(claims("test-partner-" + partnerId, "partner").claim("partner_id", partnerId.toString()));
    }

    public static String expired(String role) {
        return sign(claims("test-" + role, role).expiresAt(Instant.now().minusSeconds(60)));
    }

    public static String forAnotherAudience(String role) {
        return sign(claims("test-" + role, role).audience("somebody-else"));
    }

    /** The claims of a good token, to be changed. */
    public static JwtClaimsBuilder claims(String client, String role) {
        return Jwt.claims()
                .issuer(RealParts.ISSUER)
                .audience("cned-partenariats")
                .subject(client)
                .claim("azp", client)
                .claim("preferred_username", client)
                .claim("realm_access", Map.of("roles", List.of(role)))
                .expiresIn(Duration.ofMinutes(10));
    }

    public static String sign(JwtClaimsBuilder claims) {
        return claims.jws().keyId("test").sign(privateKey());
    }

    private static PrivateKey privateKey() {
        String encoded = ConfigProvider.getConfig().getValue(RealParts.PRIVATE_KEY, String.class);
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
