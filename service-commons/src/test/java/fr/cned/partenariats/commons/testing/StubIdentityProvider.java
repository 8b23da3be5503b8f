package fr.cned.partenariats.commons.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Serves the discovery document and the keys of a realm. It keeps its port while it is stopped. */
public final class StubIdentityProvider {

    /** Counts the requests for the keys. */
    public static final String KEY_FETCHES = "/key-fetches";

    private static final String REALM = "/realms/cned";

    private final ReservedPort port = new ReservedPort();
    private final SigningKey key = SigningKey.generate("test");
    private final AtomicInteger keyFetches = new AtomicInteger();
    private @Nullable HttpServer server;
    private @Nullable ServerSocket silence;

    /** The address for {@code quarkus.oidc.auth-server-url}. */
    public String url() {
        return "http://localhost:" + port.number() + REALM;
    }

    public SigningKey key() {
        return key;
    }

    public void start() {
        stop();
        HttpServer fresh = newServer();
        fresh.createContext(
                REALM + "/.well-known/openid-configuration",
                exchange -> answer(
                        exchange,
                        new JsonObject()
                                .put("issuer", TestInfrastructure.ISSUER)
                                .put("jwks_uri", url() + "/certs")
                                .put("token_endpoint", url() + "/token")));
        fresh.createContext(REALM + "/certs", exchange -> {
            keyFetches.incrementAndGet();
            answer(exchange, new JsonObject().put("keys", new JsonArray().add(key.publicJwk())));
        });
        fresh.createContext(
                REALM + KEY_FETCHES, exchange -> answer(exchange, new JsonObject().put("count", keyFetches.get())));
        fresh.start();
        server = fresh;
    }

    /** Accepts connections and never answers. */
    public void stopAnswering() {
        stop();
        try {
            silence = new ServerSocket(port.number(), 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
        if (silence != null) {
            try {
                silence.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            silence = null;
        }
    }

    private HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, JsonObject json) throws IOException {
        byte[] body = json.encode().getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
