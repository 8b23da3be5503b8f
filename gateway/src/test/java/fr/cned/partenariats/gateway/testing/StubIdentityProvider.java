package fr.cned.partenariats.gateway.testing;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** As much of an OpenID Connect provider as a gateway sees: its discovery document and its keys. */
public final class StubIdentityProvider implements Handler<HttpServerRequest> {

    static final String REALM = "/realms/cned";

    private volatile SigningKey key = SigningKey.generate("key-1");

    public SigningKey key() {
        return key;
    }

    /** A key that it has not published. */
    public SigningKey newKey() {
        return SigningKey.generate("key-" + System.nanoTime());
    }

    /** From now on there is another key, and the one before is no longer valid. */
    public SigningKey rotate() {
        key = newKey();
        return key;
    }

    @Override
    public void handle(HttpServerRequest request) {
        String realm = "http://" + request.getHeader("Host") + REALM;
        switch (request.path()) {
            case REALM + "/.well-known/openid-configuration" ->
                json(
                        request,
                        new JsonObject()
                                .put("issuer", realm)
                                .put("jwks_uri", realm + "/keys")
                                .put("token_endpoint", realm + "/token")
                                .put("introspection_endpoint", realm + "/introspection"));
            case REALM + "/keys" -> json(request, new JsonObject().put("keys", new JsonArray().add(key.publicJwk())));
            // An introspection that calls everything valid: nobody may ask it.
            case REALM + "/introspection" -> json(request, new JsonObject().put("active", true));
            default -> request.response().setStatusCode(404).end();
        }
    }

    private static void json(HttpServerRequest request, JsonObject body) {
        request.response().putHeader("Content-Type", "application/json").end(body.toBuffer());
    }

    /** A key pair with its name. */
    public record SigningKey(String id, KeyPair pair) {

        static SigningKey generate(String id) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                return new SigningKey(id, generator.generateKeyPair());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        public JsonObject publicJwk() {
            RSAPublicKey rsa = (RSAPublicKey) pair.getPublic();
            return new JsonObject()
                    .put("kty", "RSA")
                    .put("kid", id)
                    .put("use", "sig")
                    .put("alg", "RS256")
                    .put("n", base64(rsa.getModulus()))
                    .put("e", base64(rsa.getPublicExponent()));
        }

        private static String base64(BigInteger number) {
            byte[] bytes = number.toByteArray();
            int sign = bytes[0] == 0 ? 1 : 0;
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOfRange(bytes, sign, bytes.length));
        }
    }
}
