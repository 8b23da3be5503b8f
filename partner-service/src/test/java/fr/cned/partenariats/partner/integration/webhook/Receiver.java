package fr.cned.partenariats.partner.integration.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/** A receiver of webhooks on loopback. It answers as the test decides and keeps the requests, except for challenges. */
final class Receiver implements AutoCloseable {

    /** A request, with headers as the public library reads them. */
    record Request(HttpHeaders headers, String body) {

        String id() {
            return headers.firstValue("webhook-id").orElse("");
        }

        String type() {
            return JsonPath.from(body).getString("type");
        }

        long sequence() {
            return JsonPath.from(body).getLong("data.sequence");
        }

        String objectId() {
            return JsonPath.from(body).getString("data.id");
        }

        /** Whether the public library of the specification accepts the request with this secret. */
        boolean isSignedWith(String secret) {
            try {
                new com.standardwebhooks.Webhook(secret).verify(body, headers);
                return true;
            } catch (com.standardwebhooks.exceptions.WebhookVerificationException e) {
                return false;
            }
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Request> challenges = new CopyOnWriteArrayList<>();
    private volatile ToIntFunction<Request> answer = request -> 204;
    private volatile UnaryOperator<String> repeat = challenge -> challenge;

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Request request = new Request(
                HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        if (request.type().equals("webhook.challenge")) {
            challenges.add(request);
            byte[] text = repeat.apply(JsonPath.from(request.body()).getString("challenge"))
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
            return;
        }
        requests.add(request);
        int status = answer.applyAsInt(request);
        if (status / 100 == 3) {
            exchange.getResponseHeaders().add("Location", url() + "elsewhere");
        } else if (status == 429) {
            exchange.getResponseHeaders().add("Retry-After", "600");
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + '/';
    }

    /** @param newAnswer the status for a request */
    void answers(ToIntFunction<Request> newAnswer) {
        answer = newAnswer;
    }

    /** @param answers what a challenge is answered with */
    void repeats(UnaryOperator<String> answers) {
        repeat = answers;
    }

    List<Request> challenges() {
        return List.copyOf(challenges);
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
