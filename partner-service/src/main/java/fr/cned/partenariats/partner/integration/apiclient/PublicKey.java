package fr.cned.partenariats.partner.integration.apiclient;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.EllipticCurve;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A public key as a JSON Web Key (RFC 7517). A private member such as {@code d} is an unknown field and refused, so no
 * private key is stored.
 */
public record PublicKey(
        @Schema(examples = "2026-11") @NotNull @Size(min = 1, max = 100) @Pattern(regexp = "[\\x21-\\x7e]+")
        String kid,

        @NotNull @Pattern(regexp = "RSA|EC") String kty,

        @NotNull @Pattern(regexp = "(RS|PS)(256|384|512)|ES256|ES384")
        String alg,

        @Pattern(regexp = "sig") @Nullable String use,

        @Size(max = 700) @Pattern(regexp = BASE64_URL) @Nullable
        String n,

        @Size(max = 10) @Pattern(regexp = BASE64_URL) @Nullable
        String e,

        @Pattern(regexp = "P-256|P-384") @Nullable String crv,

        @Size(max = 70) @Pattern(regexp = BASE64_URL) @Nullable
        String x,

        @Size(max = 70) @Pattern(regexp = BASE64_URL) @Nullable
        String y) {

    static final String BASE64_URL = "[A-Za-z0-9_-]+";

    private static final int LEAST_BITS = 2048;
    private static final int MOST_BITS = 4096;

    static String[] ids(List<PublicKey> keys) {
        return keys.stream().map(PublicKey::kid).toArray(String[]::new);
    }

    /** Whether Keycloak can verify assertions with this key. */
    boolean canVerify() {
        return kty.equals("RSA") ? fitsRsa() : fitsEc();
    }

    private boolean fitsRsa() {
        if (n == null || e == null || crv != null || x != null || y != null || alg.startsWith("ES")) {
            return false;
        }
        int bits = new BigInteger(1, bytes(n)).bitLength();
        BigInteger exponent = new BigInteger(1, bytes(e));
        boolean isOdd = new BigInteger(1, bytes(n)).testBit(0); // a product of two primes
        return isOdd && bits >= LEAST_BITS && bits <= MOST_BITS && exponent.testBit(0) && exponent.bitLength() > 1;
    }

    private boolean fitsEc() {
        if (n != null || e != null || crv == null || x == null || y == null) {
            return false;
        }
        int length = crv.equals("P-256") ? 32 : 48;
        return alg.equals(crv.equals("P-256") ? "ES256" : "ES384")
                && bytes(x).length == length
                && bytes(y).length == length
                && isOnCurve(crv, new BigInteger(1, bytes(x)), new BigInteger(1, bytes(y)));
    }

    /** Whether y² = x³ + ax + b in the field of the curve. Keycloak stores any point, and verifies nothing with it. */
    private static boolean isOnCurve(String curve, BigInteger x, BigInteger y) {
        EllipticCurve of = curve(curve.equals("P-256") ? "secp256r1" : "secp384r1");
        BigInteger p = ((ECFieldFp) of.getField()).getP();
        BigInteger right = x.pow(3).add(of.getA().multiply(x)).add(of.getB());
        return x.compareTo(p) < 0
                && y.compareTo(p) < 0
                && y.pow(2).subtract(right).mod(p).signum() == 0;
    }

    private static EllipticCurve curve(String name) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class).getCurve();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has this curve", e);
        }
    }

    private static byte[] bytes(String base64Url) {
        try {
            return Base64.getUrlDecoder().decode(base64Url);
        } catch (IllegalArgumentException wrongLength) {
            return new byte[0];
        }
    }

    /** For Keycloak, which ignores keys without a use. */
    PublicKey forSignatures() {
        return new PublicKey(kid, kty, alg, "sig", n, e, crv, x, y);
    }
}
