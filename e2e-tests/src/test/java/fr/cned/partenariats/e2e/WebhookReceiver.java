package fr.cned.partenariats.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program of a receiver of webhooks. It runs in a process of its own, so that a test can kill it. It verifies each
 * request with the public library of Standard Webhooks, and appends a line to a file before it answers: time, status,
 * {@code webhook-id} and body, separated by tabs. It answers challenges, without a line.
 */
final class WebhookReceiver {

    static final int ACCEPTED = 204;
    static final int FAILED = 500;
    static final int NOT_SIGNED = 401;

    /** A delivery fails 0, 1 or 2 times, by its id. So half of the requests fail, and none for hours. */
    private static final int FAILURES_BELOW = 3;

    private static final Pattern CHALLENGE =
            Pattern.compile("\\{\"type\":\"webhook.challenge\",\"challenge\":\"([A-Za-z0-9_-]{43})\"}");

    private final Webhook library;
    private final FileChannel file;
    private final boolean failing;
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    private WebhookReceiver(String secret, Path file, boolean failing) throws IOException {
        this.library = new Webhook(secret);
        this.file = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.failing = failing;
    }

    /** @param arguments the port on loopback, the secret, the file, and whether half of the requests fail */
    public static void main(String[] arguments) throws IOException {
        WebhookReceiver receiver =
                new WebhookReceiver(arguments[1], Path.of(arguments[2]), Boolean.parseBoolean(arguments[3]));
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        HttpServer server = HttpServer.create(address, 200);
        server.createContext("/", receiver::handle);
        server.setExecutor(Executors.newFixedThreadPool(16));
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        HttpHeaders headers = HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true);
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (answersChallenge(exchange, body)) {
            return;
        }
        String id = headers.firstValue("webhook-id").orElse("");
        int status = status(id, body, headers);
        byte[] line = (Instant.now() + "\t" + status + '\t' + id + '\t' + body + '\n').getBytes(UTF_8);
        synchronized (file) {
            file.write(ByteBuffer.wrap(line));
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** Answers a challenge. False for another body. */
    static boolean answersChallenge(HttpExchange exchange, String body) throws IOException {
        Matcher challenge = CHALLENGE.matcher(body);
        if (!challenge.matches()) {
            return false;
        }
        byte[] text = challenge.group(1).getBytes(UTF_8);
        exchange.getResponseHeaders().add("content-type", "text/plain");
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
        return true;
    }

    private int status(String id, String body, HttpHeaders headers) {
        try {
            library.verify(body, headers);
        } catch (WebhookVerificationException e) {
            return NOT_SIGNED;
        }
        boolean fails = failing && failures.merge(id, 1, Integer::sum) <= Math.floorMod(id.hashCode(), FAILURES_BELOW);
        return fails ? FAILED : ACCEPTED;
    }
}
