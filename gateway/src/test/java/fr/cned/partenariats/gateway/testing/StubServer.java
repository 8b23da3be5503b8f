package fr.cned.partenariats.gateway.testing;

import fr.cned.partenariats.commons.testing.ReservedPort;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** An HTTP server on a reserved port, which a test can stop and restart. */
public final class StubServer {

    private final Vertx vertx;
    private final ReservedPort port = new ReservedPort();
    private final Handler<HttpServerRequest> handler;
    private @Nullable HttpServer server;

    StubServer(Vertx vertx, Handler<HttpServerRequest> handler) {
        this.vertx = vertx;
        this.handler = handler;
    }

    public int port() {
        return port.number();
    }

    public String url() {
        return "http://localhost:" + port.number();
    }

    public void start() {
        if (server == null) {
            HttpServer fresh = vertx.createHttpServer(
                            new HttpServerOptions().setHost("localhost").setHandle100ContinueAutomatically(true))
                    .requestHandler(handler);
            await(fresh.listen(port.number()));
            server = fresh;
        }
    }

    /** Stops the server and closes its connections. */
    public void stop() {
        if (server != null) {
            await(server.close());
            server = null;
            // The port may accept connections for a moment after close() has completed.
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(this::refuses);
        }
    }

    private boolean refuses() {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port.number()).close();
            return false;
        } catch (ConnectException refused) {
            return true;
        } catch (SocketException accepted) {
            return false; // and reset
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> void await(io.vertx.core.Future<T> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
