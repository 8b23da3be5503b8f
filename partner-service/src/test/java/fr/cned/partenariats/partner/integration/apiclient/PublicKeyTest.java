package fr.cned.partenariats.partner.integration.apiclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicKeyTest {

    @ParameterizedTest
    @CsvSource({"P-256, secp256r1, ES256, 32", "P-384, secp384r1, ES384, 48"})
    void aPointOffTheCurveIsNoKey(String crv, String name, String alg, int length) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(name));
        var point = ((ECPublicKey) generator.generateKeyPair().getPublic()).getW();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();

        assertThat(ec(crv, alg, length, x, y).canVerify()).isTrue();
        assertThat(ec(crv, alg, length, x, y.flipBit(0)).canVerify()).isFalse();
        assertThat(ec(crv, alg, length, y, x).canVerify()).isFalse();
        assertThat(ec(crv, alg, length, BigInteger.ZERO, BigInteger.ZERO).canVerify())
                .isFalse();
        assertThat(ec(crv, alg, length + 1, x, y).canVerify()).isFalse();
    }

    private static PublicKey ec(String crv, String alg, int length, BigInteger x, BigInteger y) {
        return new PublicKey("k", "EC", alg, null, null, null, crv, base64(x, length), base64(y, length));
    }

    @Test
    void anEvenModulusIsNoKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        RSAPublicKey key = (RSAPublicKey) generator.generateKeyPair().getPublic();

        assertThat(rsa(key.getModulus(), key.getPublicExponent()).canVerify()).isTrue();
        assertThat(rsa(key.getModulus().flipBit(0), key.getPublicExponent()).canVerify())
                .isFalse();
        assertThat(rsa(key.getModulus(), BigInteger.ONE).canVerify()).isFalse();
    }

    private static PublicKey rsa(BigInteger n, BigInteger e) {
        return new PublicKey("k", "RSA", "RS256", null, base64(n, 256), base64(e, 3), null, null, null);
    }

    /** Unsigned, with leading zeros. */
    private static String base64(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] unsigned = new byte[length];
        int copied = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - copied, unsigned, length - copied, copied);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
    }
}
