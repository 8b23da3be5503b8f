package fr.cned.partenariats.gateway.testing;

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
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens that look right and must all be refused, by the name of the trick. */
public final class Forgeries {

    private static final String ATTACKER = "http://localhost:1/attacker.json";

    private final Tokens good;
    private final StubIdentityProvider.SigningKey attacker = StubIdentityProvider.SigningKey.generate("attacker");
    private final Map<String, String> all = new LinkedHashMap<>();

    private Forgeries(Tokens good) {
        this.good = good;
    }

    public static Map<String, String> of(Tokens good) {
        Forgeries forgeries = new Forgeries(good);
        forgeries.addUnreadable();
        forgeries.addUnsigned();
        forgeries.addSymmetric();
        forgeries.addWithForeignKeys();
        forgeries.addTampered();
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
        all.put("no alg", unsigned(change(h -> h.remove("alg"))) + ".");
        all.put("signature left out", valid().substring(0, valid().lastIndexOf('.') + 1));
    }

    private void addSymmetric() {
        byte[] der = good.key().pair().getPublic().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";
        String modulus = good.key().publicJwk().getString("n");
        hmac("HS256", "HmacSHA256", der, "the public key as secret (DER)");
        hmac("HS256", "HmacSHA256", pem.getBytes(StandardCharsets.US_ASCII), "the public key as secret (PEM)");
        hmac("HS384", "HmacSHA384", der, "the public key as secret (HS384)");
        hmac("HS512", "HmacSHA512", der, "the public key as secret (HS512)");
        hmac("HS256", "HmacSHA256", modulus.getBytes(StandardCharsets.US_ASCII), "the modulus as secret");
        hmac("HS256", "HmacSHA256", new byte[] {0}, "a zero byte as secret");
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
        all.put("ES256 under an RSA kid", ecdsa());
    }

    private void addTampered() {
        String[] parts = valid().split("\\.", -1);
        all.put("claims changed", parts[0] + "." + base64(claims().put("azp", "ops")) + "." + parts[2]);
        all.put("header changed", base64(header("typ", "at+jwt")) + "." + parts[1] + "." + parts[2]);
        all.put("signature of another token", parts[0] + "." + parts[1] + "." + signatureOf(good.valid()));
        all.put("signature cut", valid().substring(0, valid().length() - 8));
        all.put("signature of zeros", parts[0] + "." + parts[1] + "." + base64(new byte[256]));
        all.put("parts swapped", parts[1] + "." + parts[0] + "." + parts[2]);
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
        claims("another realm", c -> c.put("iss", good.issuer() + "-test"));
        claims("issuer with a slash more", c -> c.put("iss", good.issuer() + "/"));
        claims("no audience", c -> c.remove("aud"));
        claims("another audience", c -> c.put("aud", "account"));
        claims(
                "other audiences",
                c -> c.put("aud", new JsonArray().add("account").add("realm-management")));
        claims("audience that only begins right", c -> c.put("aud", Tokens.AUDIENCE + "-test"));
        claims("ID token", c -> c.put("typ", "ID"));
        claims("refresh token", c -> c.put("typ", "Refresh"));
        claims("offline token", c -> c.put("typ", "Offline"));
        claims("logout token", c -> c.put("typ", "Logout"));
    }

    private String valid() {
        return rs256(header(), claims(), good.key().pair().getPrivate());
    }

    private void claims(String trick, Consumer<JsonObject> change) {
        JsonObject claims = claims();
        change.accept(claims);
        all.put(trick, rs256(header(), claims, good.key().pair().getPrivate()));
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
        try {
            String content = base64(header) + "." + base64(claims);
            return content + "." + sign(Signature.getInstance("SHA256withRSA"), key, content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sign(Signature signature, PrivateKey key, String content) throws GeneralSecurityException {
        signature.initSign(key);
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        return base64(signature.sign());
    }

    private JsonObject claims() {
        long now = Instant.now().getEpochSecond();
        return new JsonObject()
                .put("iss", good.issuer())
                .put("aud", Tokens.AUDIENCE)
                .put("sub", "5f0c2d6e")
                .put("azp", "a-client")
                .put("typ", "Bearer")
                .put("iat", now)
                .put("exp", now + 300);
    }

    private JsonObject header() {
        return new JsonObject()
                .put("alg", "RS256")
                .put("typ", "JWT")
                .put("kid", good.key().id());
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
