package fr.cned.partenariats.benchmarks.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Signs access tokens like those of Keycloak with an RS256 key, whose public part the stub serves. */
final class Issuer {

    static final String REALM = "/realms/bench";

    private static final int KEY_BITS = 2048;
    private static final Duration LIFETIME = Duration.ofHours(12);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"bench\"}";

    private final KeyPair pair;

    Issuer() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String keys() {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"bench\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                .formatted(unsigned(key.getModulus()), unsigned(key.getPublicExponent()));
    }

    /** Different tokens of one client. */
    List<String> tokens(String server, int number) {
        return IntStream.range(0, number).mapToObj(i -> token(server)).toList();
    }

    String token(String server) {
        Instant now = Instant.now();
        String claims = """
                {"iss":"%s","sub":"5f0c2d6e-bench","aud":"cned-partenariats","typ":"Bearer","azp":"bench",\
                "iat":%d,"exp":%d,"jti":"%s"}""".formatted(
                        server + REALM, now.getEpochSecond(), now.plus(LIFETIME).getEpochSecond(), UUID.randomUUID());
        String signed = encoded(HEADER.getBytes(UTF_8)) + '.' + encoded(claims.getBytes(UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(UTF_8));
            return signed + '.' + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        return encoded(Arrays.copyOfRange(bytes, sign, bytes.length));
    }
}
