package fr.cned.partenariats.gateway.testing;

import fr.cned.partenariats.commons.testing.SigningKey;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.time.Instant;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Creates signed access tokens like those of Keycloak. */
public record Tokens(String issuer, SigningKey key) {

    public static final String AUDIENCE = "cned-partenariats";

    private static final SigningKey UNKNOWN = SigningKey.generate("unknown");

    /** A valid token of a new client, whose rate limit no other test has used. */
    public String valid() {
        return ofClient("client-" + UUID.randomUUID());
    }

    public String ofClient(String client) {
        return with(claims -> claims.claim("azp", client));
    }

    /** A token of one of the clients of a partner. */
    public String ofPartner(String client, String partnerId) {
        return with(claims -> claims.claim("azp", client).claim("partner_id", partnerId));
    }

    /** A token of a person who logged in with the client that people share. */
    public String ofPerson(String subject) {
        return with(claims -> claims.claim("azp", "portal").subject(subject));
    }

    /** A token with an invented key id and a signature by an unknown key. */
    public String ofUnknownKey() {
        SigningKey unknown = new SigningKey(UUID.randomUUID().toString(), UNKNOWN.pair());
        return new Tokens(issuer, unknown).valid();
    }

    /** A token with changed claims, signed with the right key. */
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
