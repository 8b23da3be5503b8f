package fr.cned.partenariats.commons.testing;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Creates access tokens like those of the identity provider. */
public final class Tokens {

    /** All scopes of the platform, and those of the parking lot in the tests of service-commons. */
    private static final String ALL_SCOPES = "enrollments:read enrollments:write students:read students:write"
            + " attendance:write catalog:read partner:read partner:write webhooks:manage clients:manage people:manage"
            + " residents:read residents:write permits:read";

    private Tokens() {}

    public static String withRole(String role) {
        return sign(claims("test-" + role, role));
    }

    /** A token of a partner's program. */
    public static String partner(UUID partnerId) {
        return partnerWith(partnerId);
    }

    /** A token of a partner's program with additional roles. */
    public static String partnerWith(UUID partnerId, String... moreRoles) {
        List<String> roles =
                Stream.concat(Stream.of("partner"), Stream.of(moreRoles)).toList();
        return sign(claims("test-partner-" + partnerId, "partner")
                .claim("realm_access", Map.of("roles", roles))
                .claim("partner_id", partnerId.toString()));
    }

    /** A token of a partner's program with this role only. */
    public static String partnerOnlyWith(UUID partnerId, String role) {
        return sign(claims("test-partner-" + partnerId, role).claim("partner_id", partnerId.toString()));
    }

    /** A token of a partner's program that is limited to these sites. */
    public static String partnerAt(UUID partnerId, UUID... sites) {
        return sign(claims("test-partner-" + partnerId, "partner")
                .claim("partner_id", partnerId.toString())
                .claim("site_ids", Stream.of(sites).map(UUID::toString).toList()));
    }

    /** A token of a person of the partner who only reads. */
    public static String partnerReading(UUID partnerId) {
        return sign(claims("test-partner-" + partnerId, "partner")
                .claim("partner_id", partnerId.toString())
                .claim("person_role", "READS"));
    }

    /** A token of a partner's program with these scopes only. */
    public static String partnerWithScopes(UUID partnerId, String... scopes) {
        return sign(claims("test-partner-" + partnerId, "partner")
                .claim("partner_id", partnerId.toString())
                .claim("scope", String.join(" ", scopes)));
    }

    public static String expired(String role) {
        return sign(claims("test-" + role, role).expiresAt(Instant.now().minusSeconds(60)));
    }

    public static String forAnotherAudience(String role) {
        return sign(claims("test-" + role, role).audience("somebody-else"));
    }

    /** The claims of a valid token, for changes. */
    public static JwtClaimsBuilder claims(String client, String role) {
        return Jwt.claims()
                .issuer(TestInfrastructure.ISSUER)
                .audience("cned-partenariats")
                .subject(client)
                .claim("typ", "Bearer")
                .claim("azp", client)
                .claim("preferred_username", client)
                .claim("realm_access", Map.of("roles", List.of(role)))
                .claim("scope", ALL_SCOPES)
                .expiresIn(Duration.ofMinutes(10));
    }

    public static String sign(JwtClaimsBuilder claims) {
        return sign(claims, key());
    }

    public static String sign(JwtClaimsBuilder claims, SigningKey key) {
        return claims.jws().keyId(key.id()).sign(key.pair().getPrivate());
    }

    /** The signing key of the identity provider. */
    public static SigningKey key() {
        Config config = ConfigProvider.getConfig();
        try {
            KeyFactory rsa = KeyFactory.getInstance("RSA");
            return new SigningKey(
                    "test",
                    new KeyPair(
                            rsa.generatePublic(new X509EncodedKeySpec(
                                    base64(config.getValue(TestInfrastructure.PUBLIC_KEY, String.class)))),
                            rsa.generatePrivate(new PKCS8EncodedKeySpec(
                                    base64(config.getValue(TestInfrastructure.PRIVATE_KEY, String.class))))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] base64(String text) {
        return Base64.getDecoder().decode(text);
    }
}
