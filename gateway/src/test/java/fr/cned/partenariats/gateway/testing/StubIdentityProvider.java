package fr.cned.partenariats.gateway.testing;

import fr.cned.partenariats.commons.testing.SigningKey;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves the discovery document and the keys of an OpenID Connect provider. */
public final class StubIdentityProvider implements Handler<HttpServerRequest> {

    static final String REALM = "/realms/cned";

    private final AtomicInteger keyFetches = new AtomicInteger();
    private volatile SigningKey key = SigningKey.generate("key-1");

    public SigningKey key() {
        return key;
    }

    /** The number of requests for the keys. */
    public int keyFetches() {
        return keyFetches.get();
    }

    /** Creates a key that is not published. */
    public SigningKey newKey() {
        return SigningKey.generate("key-" + System.nanoTime());
    }

    /** Replaces the published key. Tokens of the previous key become invalid. */
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
            case REALM + "/keys" -> {
                keyFetches.incrementAndGet();
                json(request, new JsonObject().put("keys", new JsonArray().add(key.publicJwk())));
            }
            // Declares every token valid. The gateway must never call it.
            case REALM + "/introspection" -> json(request, new JsonObject().put("active", true));
            default -> request.response().setStatusCode(404).end();
        }
    }

    private static void json(HttpServerRequest request, JsonObject body) {
        request.response().putHeader("Content-Type", "application/json").end(body.toBuffer());
    }
}
