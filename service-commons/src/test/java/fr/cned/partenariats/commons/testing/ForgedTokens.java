package fr.cned.partenariats.commons.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.lang.JoseException;

/**
 * Forged tokens that a service must refuse. Each differs in one point from {@link #genuine}, which a service must
 * accept: otherwise the refusals would prove nothing.
 */
public final class ForgedTokens {

    private static final String AUDIENCE = "cned-partenariats";
    private static final String ATTACKER = "http://localhost:1/attacker.json";

    private final String issuer;
    private final SigningKey key;
    private final String role;
    private final SigningKey attacker = SigningKey.generate("attacker");
    private final Map<String, String> all = new LinkedHashMap<>();

    private ForgedTokens(String issuer, SigningKey key, String role) {
        this.issuer = issuer;
        this.key = key;
        this.role = role;
    }

    /** The valid token. */
    public static String genuine(String issuer, SigningKey key, String role) {
        return new ForgedTokens(issuer, key, role).valid();
    }

    /**
     * The forged tokens by the name of the attack.
     *
     * @param key the key of the issuer
     * @param role the role that the attacker claims
     */
    public static Map<String, String> of(String issuer, SigningKey key, String role) {
        ForgedTokens forgeries = new ForgedTokens(issuer, key, role);
        forgeries.addUnreadable();
        forgeries.addUnsigned();
        forgeries.addSymmetric();
        forgeries.addWithForeignKeys();
        forgeries.addEncrypted();
        forgeries.addTampered();
        forgeries.addRespelled();
        forgeries.addWithWrongClaims();
        return forgeries.all;
    }

    private void addUnreadable() {
        all.put("opaque", "0f8fad5b-d9cb-469f-a165-70867728950e");
        all.put("three dots", "a.b.c");
        all.put("only dots", "..");
        all.put("not base64", "ey{.ey{.ey{");
        all.put("header only", valid().substring(0, valid().indexOf('.')));
        all.put("five parts, as if encrypted", valid() + ".AAAA.AAAA");
        all.put("four parts", valid() + ".AAAA");
        all.put("two tokens", valid() + " " + valid());
    }

    private void addUnsigned() {
        for (String none : new String[] {"none", "None", "NONE", "nOnE", ""}) {
            all.put("alg '" + none + "' without signature", unsigned(header("alg", none)) + ".");
            all.put("alg '" + none + "' with signature", unsigned(header("alg", none)) + "." + signatureOf(valid()));
        }
        all.put("alg in an array", unsigned(change(h -> h.put("alg", new JsonArray().add("none")))) + ".");
        all.put("no alg", unsigned(change(h -> h.remove("alg"))) + ".");
        all.put("signature left out", valid().substring(0, valid().lastIndexOf('.') + 1));
    }

    private void addSymmetric() {
        byte[] der = key.pair().getPublic().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";
        String modulus = key.publicJwk().getString("n");
        hmac("HS256", "HmacSHA256", der, "the public key as secret (DER)");
        hmac("HS256", "HmacSHA256", pem.getBytes(StandardCharsets.US_ASCII), "the public key as secret (PEM)");
        hmac("HS384", "HmacSHA384", der, "the public key as secret (HS384)");
        hmac("HS512", "HmacSHA512", der, "the public key as secret (HS512)");
        hmac("HS256", "HmacSHA256", modulus.getBytes(StandardCharsets.US_ASCII), "the modulus as secret");
        byte[] jwk = key.publicJwk().encode().getBytes(StandardCharsets.US_ASCII);
        hmac("HS256", "HmacSHA256", jwk, "the public key as secret (JWK)");
        hmac("HS256", "HmacSHA256", new byte[] {0}, "a zero byte as secret");
        hmac("hs256", "HmacSHA256", der, "the public key as secret, algorithm in small letters");
    }

    private void addWithForeignKeys() {
        foreign("another key under the right kid", h -> {});
        foreign("another key, unknown kid", h -> h.put("kid", "attacker"));
        foreign("another key, no kid", h -> h.remove("kid"));
        foreign("another key, empty kid", h -> h.put("kid", ""));
        foreign("kid is a file", h -> h.put("kid", "../../../../dev/null"));
        foreign("kid is SQL", h -> h.put("kid", "x' UNION SELECT 'secret' --"));
        foreign("kid is an address", h -> h.put("kid", ATTACKER));
        foreign("key in jwk", h -> h.put("jwk", attacker.publicJwk()));
        foreign(
                "key in jwk, without kid",
                h -> h.put("jwk", attacker.publicJwk()).remove("kid"));
        foreign("key at jku", h -> h.put("jku", ATTACKER).put("kid", "attacker"));
        foreign("key at x5u", h -> h.put("x5u", ATTACKER).put("kid", "attacker"));
        foreign("key in x5c", h -> h.put("x5c", new JsonArray().add("MIIB")).remove("kid"));
        foreign("key by x5t", h -> h.put("x5t", "AAAAAAAAAAAAAAAAAAAAAAAAAAA").remove("kid"));
        foreign("key by x5t#S256", h -> h.put("x5t#S256", "AAAA").remove("kid"));
        foreign("unknown critical header", h -> h.put("crit", new JsonArray().add("exp-ignored")));
        foreign(
                "critical header 'b64'",
                h -> h.put("crit", new JsonArray().add("b64")).put("b64", false));
        foreign("kid with a zero byte", h -> h.put("kid", key.id() + "\u0000"));
        foreign("kid in other letters", h -> h.put("kid", swapCase(key.id())));
        foreign("kid is an array", h -> h.put("kid", new JsonArray().add(key.id())));
        foreign("algorithm PS256", h -> h.put("alg", "PS256"));
        foreign("algorithm unknown", h -> h.put("alg", "RS1"));
        all.put("ES256 under an RSA kid", ecdsa());
        for (int length : new int[] {64, 256}) {
            all.put(
                    "ES256, r and s zero, " + length,
                    unsigned(header("alg", "ES256")) + "." + base64(new byte[length]));
        }
    }

    /** An attacker can encrypt with the public key. */
    private void addEncrypted() {
        for (String algorithm : new String[] {"RSA-OAEP", "RSA-OAEP-256"}) {
            all.put("claims encrypted for us with " + algorithm, encrypted(algorithm, claims().encode()));
            all.put(
                    "unsigned token encrypted for us with " + algorithm,
                    encrypted(algorithm, unsigned(header("alg", "none")) + "."));
        }
        String[] parts = valid().split("\\.", -1);
        all.put(
                "a token in a token",
                parts[0] + "." + base64(valid().getBytes(StandardCharsets.US_ASCII)) + "." + parts[2]);
    }

    private void addTampered() {
        String[] parts = valid().split("\\.", -1);
        all.put("claims changed", parts[0] + "." + base64(claims().put("azp", "ops")) + "." + parts[2]);
        all.put("header changed", base64(header("typ", "at+jwt")) + "." + parts[1] + "." + parts[2]);
        all.put(
                "signature of another token",
                parts[0] + "." + parts[1] + "."
                        + signatureOf(rs256(
                                header(), claims().put("jti", "2"), key.pair().getPrivate())));
        all.put("signature cut", valid().substring(0, valid().length() - 8));
        all.put("signature of zeros", parts[0] + "." + parts[1] + "." + base64(new byte[256]));
        all.put("parts swapped", parts[1] + "." + parts[0] + "." + parts[2]);
    }

    /** Signed by the right key, but not in the one spelling that a token has. */
    private void addRespelled() {
        PrivateKey signer = key.pair().getPrivate();
        String valid = valid();
        all.put("padding", valid + "=");
        all.put("bits beyond the signature", valid.substring(0, valid.length() - 1) + successor(valid));
        all.put("a line break in the middle", valid.substring(0, 40) + "%0A" + valid.substring(40));
        all.put("a dot at the end", valid + ".");
        all.put("a dot at the beginning", "." + valid);
        all.put("characters of plain Base64", valid.substring(0, valid.length() - 4) + "+/+/");
        all.put("in quotation marks", '"' + valid + '"');
        all.put("scheme twice", "Bearer " + valid);
        String claims = claims().encode();
        all.put("claim twice", signed(header().encode(), "{\"azp\":\"ops\"," + claims.substring(1), signer));
        all.put("claims are an array", signed(header().encode(), "[" + claims + "]", signer));
        all.put("claims are text", signed(header().encode(), "\"claims\"", signer));
        all.put("claims and something more", signed(header().encode(), claims + "{}", signer));
        all.put("header twice", signed("{\"alg\":\"none\"," + header().encode().substring(1), claims, signer));
        all.put("a signature of 5 000 characters", valid + "A".repeat(5_000));
    }

    private void addWithWrongClaims() {
        long now = Instant.now().getEpochSecond();
        claims("expired an hour ago", c -> c.put("iat", now - 7200).put("exp", now - 3600));
        claims("expired just now", c -> c.put("iat", now - 300).put("exp", now - 10));
        claims("no exp", c -> c.remove("exp"));
        claims("exp is text", c -> c.put("exp", "never"));
        claims("exp is negative", c -> c.put("exp", -1));
        claims("not valid yet", c -> c.put("nbf", now + 3600));
        claims("no iat", c -> c.remove("iat"));
        claims("no issuer", c -> c.remove("iss"));
        claims("another issuer", c -> c.put("iss", "https://evil.example/realms/cned"));
        claims("another realm", c -> c.put("iss", issuer + "-test"));
        claims("issuer with a slash more", c -> c.put("iss", issuer + "/"));
        claims("no audience", c -> c.remove("aud"));
        claims("another audience", c -> c.put("aud", "account"));
        claims(
                "other audiences",
                c -> c.put("aud", new JsonArray().add("account").add("realm-management")));
        claims("audience that only begins right", c -> c.put("aud", AUDIENCE + "-test"));
        claims("ID token", c -> c.put("typ", "ID"));
        claims("refresh token", c -> c.put("typ", "Refresh"));
        claims("offline token", c -> c.put("typ", "Offline"));
        claims("logout token", c -> c.put("typ", "Logout"));
        claims("no type", c -> c.remove("typ"));
        claims("type in small letters", c -> c.put("typ", "bearer"));
        claims("type is an array", c -> c.put("typ", new JsonArray().add("Bearer")));
        claims("nbf is text", c -> c.put("nbf", "yesterday"));
        claims("iat is text", c -> c.put("iat", "yesterday"));
        claims("issuer in other letters", c -> c.put("iss", swapCase(issuer)));
        claims("issuer is an array", c -> c.put("iss", new JsonArray().add(issuer)));
        claims("audience in other letters", c -> c.put("aud", swapCase(AUDIENCE)));
        claims("audience is an object", c -> c.put("aud", new JsonObject().put(AUDIENCE, true)));
        claims("no subject", c -> c.remove("sub"));
        claims("no client", c -> c.remove("azp"));
        claims("client is blank", c -> c.put("azp", " "));
        claims("two clients", c -> c.put("azp", new JsonArray().add("a-client").add("ops")));
    }

    private String valid() {
        return rs256(header(), claims(), key.pair().getPrivate());
    }

    private void claims(String trick, Consumer<JsonObject> change) {
        JsonObject claims = claims();
        change.accept(claims);
        all.put(trick, rs256(header(), claims, key.pair().getPrivate()));
    }

    private void foreign(String trick, Consumer<JsonObject> change) {
        all.put(trick, rs256(change(change), claims(), attacker.pair().getPrivate()));
    }

    private void hmac(String alg, String algorithm, byte[] secret, String trick) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            Key key = new SecretKeySpec(secret, algorithm);
            mac.init(key);
            String content = unsigned(header("alg", alg));
            all.put(trick, content + "." + base64(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String ecdsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            String content = unsigned(header("alg", "ES256"));
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            return content + "." + sign(signature, generator.generateKeyPair().getPrivate(), content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String rs256(JsonObject header, JsonObject claims, PrivateKey key) {
        return signed(header.encode(), claims.encode(), key);
    }

    private static String signed(String header, String claims, PrivateKey key) {
        try {
            String content = base64(header.getBytes(StandardCharsets.UTF_8))
                    + "."
                    + base64(claims.getBytes(StandardCharsets.UTF_8));
            return content + "." + sign(Signature.getInstance("SHA256withRSA"), key, content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String encrypted(String algorithm, String content) {
        JsonWebEncryption encryption = new JsonWebEncryption();
        encryption.setAlgorithmHeaderValue(algorithm);
        encryption.setEncryptionMethodHeaderParameter("A256GCM");
        encryption.setContentTypeHeaderValue("JWT");
        encryption.setKeyIdHeaderValue(key.id());
        encryption.setKey(key.pair().getPublic());
        encryption.setPlaintext(content);
        try {
            return encryption.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another last character that differs only in unused bits of the Base64 text. */
    private static char successor(String token) {
        return (char) (token.charAt(token.length() - 1) + 1);
    }

    private static String swapCase(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return upper.equals(text) ? text.toLowerCase(Locale.ROOT) : upper;
    }

    private static String sign(Signature signature, PrivateKey key, String content) throws GeneralSecurityException {
        signature.initSign(key);
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        return base64(signature.sign());
    }

    private JsonObject claims() {
        long now = Instant.now().getEpochSecond();
        return new JsonObject()
                .put("iss", issuer)
                .put("aud", AUDIENCE)
                .put("sub", "5f0c2d6e")
                .put("azp", "a-client")
                .put("preferred_username", "a-client")
                .put("realm_access", new JsonObject().put("roles", new JsonArray().add(role)))
                .put("typ", "Bearer")
                .put("iat", now)
                .put("exp", now + 300);
    }

    private JsonObject header() {
        return new JsonObject().put("alg", "RS256").put("typ", "JWT").put("kid", key.id());
    }

    private JsonObject header(String name, String value) {
        return header().put(name, value);
    }

    private JsonObject change(Consumer<JsonObject> change) {
        JsonObject header = header();
        change.accept(header);
        return header;
    }

    private String unsigned(JsonObject header) {
        return base64(header) + "." + base64(claims());
    }

    private static String signatureOf(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    private static String base64(JsonObject json) {
        return base64(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
