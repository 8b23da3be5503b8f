package fr.cned.partenariats.gateway.testing;

import fr.cned.partenariats.commons.testing.SigningKey;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.time.Instant;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Tokens as Keycloak would sign them. */
public record Tokens(String issuer, SigningKey key) {

    public static final String AUDIENCE = "cned-partenariats";

    private static final SigningKey UNKNOWN = SigningKey.generate("unknown");

    /** Valid, and of a client that no other test has used up the allowance of. */
    public String valid() {
        return ofClient("client-" + UUID.randomUUID());
    }

    public String ofClient(String client) {
        return with(claims -> claims.claim("azp", client));
    }

    /** As the attacker makes them up: another key id in each, and a signature by no key of the provider. */
    public String ofUnknownKey() {
        SigningKey unknown = new SigningKey(UUID.randomUUID().toString(), UNKNOWN.pair());
        return new Tokens(issuer, unknown).valid();
    }

    /** Signed with the right key, but with claims changed. */
    public String with(UnaryOperator<JwtClaimsBuilder> change) {
        return change.apply(claims()).jws().keyId(key.id()).sign(key.pair().getPrivate());
    }

    public JwtClaimsBuilder claims() {
        Instant now = Instant.now();
        return Jwt.claims()
                .issuer(issuer)
                .subject("5f0c2d6e-service-account")
                .audience(AUDIENCE)
                .issuedAt(now)
                .expiresAt(now.plusSeconds(300))
                .claim("typ", "Bearer")
                .claim("azp", "a-client")
                .claim("jti", UUID.randomUUID().toString());
    }
}
