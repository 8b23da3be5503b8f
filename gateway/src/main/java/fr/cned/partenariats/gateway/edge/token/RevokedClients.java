package fr.cned.partenariats.gateway.edge.token;

import fr.cned.partenariats.gateway.GatewayConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The clients that were revoked while a token of theirs can still be valid, read from the management port of
 * partner-service every second. While partner-service does not answer, the last list holds.
 */
@Singleton
public class RevokedClients {

    static final String PATH = "/api-clients/revoked";

    private static final Logger LOG = Logger.getLogger(RevokedClients.class);
    private static final int OK = 200;
    private static final int TIMEOUT_MILLIS = 3_000;

    private final Vertx vertx;
    private final long everyMillis;
    private final HttpClient http;
    private final RequestOptions address;
    private volatile Set<String> clients = Set.of();
    private boolean isAnswering = true;
    private long timer;

    RevokedClients(GatewayConfig config, Vertx vertx) {
        this.vertx = vertx;
        everyMillis = config.revokedClients().readEvery().toMillis();
        http = vertx.createHttpClient(new HttpClientOptions());
        address = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(
                        config.services().partner().healthUrl().resolve(PATH).toString())
                .setTimeout(TIMEOUT_MILLIS);
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(1, everyMillis, tick -> read());
    }

    void stop(@Observes ShutdownEvent stopped) {
        vertx.cancelTimer(timer);
    }

    /** Whether the client of the token was revoked. A revoked client never comes back. */
    public boolean contains(VerifiedToken token) {
        return clients.contains(token.client());
    }

    private void read() {
        http.request(address)
                .compose(connected -> connected.send())
                .compose(RevokedClients::body)
                .map(body -> new JsonObject(body)
                        .getJsonArray("clients").stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet()))
                .onSuccess(list -> {
                    clients = list;
                    isAnswering = true;
                })
                .onFailure(this::keep);
    }

    private static Future<Buffer> body(HttpClientResponse answer) {
        return answer.statusCode() == OK
                ? answer.body()
                : Future.failedFuture("it answered with status " + answer.statusCode());
    }

    private void keep(Throwable failure) {
        if (isAnswering) {
            LOG.warnf(
                    "partner-service does not tell the revoked clients: %s. The last list holds", failure.getMessage());
        }
        isAnswering = false;
    }
}
