package fr.cned.partenariats.enrollment.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.transaction.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A system outside of the platform that can be slow, or wants to be left alone. */
public abstract class OutsideServer implements AutoCloseable {

    /** How long each answer takes. */
    public volatile long pauseMillis;

    public volatile String retryAfter = "";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    protected OutsideServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.start();
    }

    protected final void on(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    public final String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public static ConnectionClient http(Duration deadline) {
        return new ConnectionClient(deadline);
    }

    /** @param inTransaction gets for each request whether its thread has a transaction */
    public static ConnectionClient http(List<Boolean> inTransaction) {
        return new ConnectionClient(Duration.ofSeconds(20)) {
            @Override
            public JsonNode send(HttpRequest request) throws NoAnswer {
                inTransaction.add(QuarkusTransaction.getStatus() == Status.STATUS_ACTIVE);
                return super.send(request);
            }
        };
    }

    /** The pause is in the middle of the answer: its head comes at once. */
    protected final void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getRequestBody().readAllBytes();
        if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes, 0, 1);
        exchange.getResponseBody().flush();
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.getResponseBody().write(bytes, 1, bytes.length - 1);
        exchange.close();
    }

    @Override
    public final void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
