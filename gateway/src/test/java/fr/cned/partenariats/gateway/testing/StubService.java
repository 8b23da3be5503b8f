package fr.cned.partenariats.gateway.testing;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stub service. The last segment of the path selects its behaviour. By default it responds with the request that it
 * received, so that a test sees what the gateway forwarded.
 */
public final class StubService implements Handler<HttpServerRequest> {

    public static final String HELD = "held";
    public static final int CHUNK = 64 * 1024;
    public static final int CHUNKS = 1024;
    private static final int SLOW_MILLIS = 300;
    private static final int SLOWER_THAN_A_PROBE_MILLIS = 1_500;

    private final Vertx vertx;
    private final String name;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final AtomicLong bytesSent = new AtomicLong();
    private final Queue<HttpServerResponse> held = new ConcurrentLinkedQueue<>();
    private final Map<String, JsonArray> reports = new ConcurrentHashMap<>();
    private final Set<String> revokedClients = ConcurrentHashMap.newKeySet();
    private volatile boolean ready = true;
    private volatile boolean takesReports = true;

    StubService(Vertx vertx, String name) {
        this.vertx = vertx;
        this.name = name;
    }

    /** The number of requests since the start, without health requests. */
    public int requests() {
        return requests.get();
    }

    /** The number of requests whose connection closed before the response. */
    public int abandoned() {
        return abandoned.get();
    }

    /** The bytes of the last download that the connection has accepted. */
    public long bytesSent() {
        return bytesSent.get();
    }

    /** Answers all held requests. */
    public void release() {
        for (HttpServerResponse response = held.poll(); response != null; response = held.poll()) {
            response.end();
        }
    }

    /** As partner-service does after the revocation of a client. */
    public void revoke(String client) {
        revokedClients.add(client);
    }

    public void setReady(boolean ready) {
        this.ready = ready;
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = request.path();
        if (path.equals("/q/health/ready")) {
            request.response().setStatusCode(ready ? 200 : 503).end("""
                            {"checks":[{"name":"jdbc:postgresql://secret"},{"name":"instance","status":"UP",
                             "data":{"version":"1.2.3","startedAt":"2026-01-02T03:04:05Z"}}]}""");
            return;
        }
        if (path.equals("/api-clients/revoked")) {
            request.response()
                    .end(new JsonObject()
                            .put("clients", new JsonArray(List.copyOf(revokedClients)))
                            .toBuffer());
            return;
        }
        if (path.equals("/transmissions/refusals")) {
            takeReport(request);
            return;
        }
        if (path.startsWith("/papers/")) {
            verify(request);
            return;
        }
        requests.incrementAndGet();
        request.response().closeHandler(closed -> {
            if (!request.response().ended()) {
                abandoned.incrementAndGet();
            }
        });
        switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "never" -> request.resume();
            case "slow" ->
                vertx.setTimer(SLOW_MILLIS, late -> request.response().end());
            case "slower-than-a-probe" ->
                vertx.setTimer(
                        SLOWER_THAN_A_PROBE_MILLIS, late -> request.response().end());
            case "stalls" -> request.response().setChunked(true).write("{");
            case "hangs-up" -> request.connection().close();
            case "download" -> download(request.response().setChunked(true), 0);
            case "document" -> document(request);
            case "created" -> created(request);
            case "costly" ->
                request.response().putHeader("X-Processor-Micros", "52000").end("{}");
            case "not-modified" ->
                request.response().setStatusCode(304).putHeader("ETag", "\"3\"").end();
            case HELD -> held.add(request.response());
            case "empty" -> request.response().setStatusCode(204).end();
            case "refuses" -> refuse(request);
            default -> echo(request);
        }
    }

    /** As enrollment-service does: the last digit of the code chooses the answer. */
    private static void verify(HttpServerRequest request) {
        switch (request.path().charAt(request.path().length() - 1)) {
            case '1' ->
                request.response()
                        .end("{\"kind\":\"ATTENDANCE\",\"issuedOn\":\"2026-11-30\",\"valid\":true,"
                                + "\"initials\":\"M. L.\",\"training\":\"BTS <MCO>\",\"academicYear\":\"2026-2027\","
                                + "\"firstDay\":\"2026-09-07\",\"lastDay\":\"2026-11-29\"}");
            case '2' ->
                request.response().end("{\"kind\":\"CERTIFICATE\",\"issuedOn\":\"2026-11-30\",\"valid\":false}");
            case '3' -> request.response().setStatusCode(503).end();
            default -> request.response().setStatusCode(404).end();
        }
    }

    /** Takes the counts of refused registrations, like enrollment-service: a report with a known id counts once. */
    private void takeReport(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            JsonObject report = new JsonObject(body);
            reports.put(report.getString("id"), report.getJsonArray("counts"));
            request.response().setStatusCode(takesReports ? 204 : 503).end();
        });
    }

    /** The number of refused registrations of the client with the code that were reported so far. */
    public long refusals(String client, String code) {
        return reports.values().stream()
                .flatMap(counts -> counts.stream().map(JsonObject.class::cast))
                .filter(count -> count.getString("client").equals(client)
                        && count.getString("code").equals(code))
                .mapToLong(count -> count.getLong("attempts"))
                .sum();
    }

    /** All reported counts of the client. */
    public List<JsonObject> refusals(String client) {
        return reports.values().stream()
                .flatMap(counts -> counts.stream().map(JsonObject.class::cast))
                .filter(count -> count.getString("client").equals(client))
                .toList();
    }

    /** Whether reports are confirmed. They are kept in any case, as when the answer is lost. */
    public void setTakesReports(boolean takes) {
        takesReports = takes;
    }

    /** A text with an entity tag. The query sets its length and headers. It repeats the conditions of the request. */
    private static void document(HttpServerRequest request) {
        HttpServerResponse response = request.response()
                .putHeader("ETag", request.getParam("tag", "\"3\""))
                .putHeader("Content-Type", request.getParam("type", "application/json"));
        if (request.getParam("cache") != null) {
            response.putHeader("Cache-Control", request.getParam("cache"));
        }
        if (request.getParam("sunset") != null) {
            response.putHeader("Deprecation", "@1767567600").putHeader("Sunset", request.getParam("sunset"));
        }
        if (request.getParam("encoding") != null) {
            response.putHeader("Content-Encoding", request.getParam("encoding"));
        }
        if ("\"3\"".equals(request.getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        String conditions = "{\"ifMatch\":\"%s\",\"text\":\"".formatted(request.getHeader("If-Match"));
        int length = Integer.parseInt(request.getParam("length", "5000"));
        String text = conditions + "x".repeat(length - conditions.length() - 2) + "\"}";
        if (request.getParam("chunked") != null) {
            response.setChunked(true);
        } else {
            response.putHeader("Content-Length", Integer.toString(length));
        }
        if (request.method().name().equals("HEAD")) {
            response.end();
        } else {
            response.end(text);
        }
    }

    private void created(HttpServerRequest request) {
        request.response()
                .setStatusCode(201)
                .putHeader(
                        "Location", "http://localhost:" + request.localAddress().port() + "/v1/partners/7")
                .putHeader("Server", "Quarkus/1.2.3")
                .putHeader("X-Powered-By", "Java")
                .putHeader("Access-Control-Allow-Origin", "*")
                .putHeader("Connection", "X-Internal")
                .putHeader("X-Internal", "yes")
                .putHeader("ETag", "\"1\"")
                .end("{}");
    }

    private static void refuse(HttpServerRequest request) {
        request.response()
                .setStatusCode(409)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"code\":\"no-place-left\"}");
    }

    private void echo(HttpServerRequest request) {
        AtomicLong length = new AtomicLong();
        JsonObject headers = new JsonObject();
        request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        request.handler(bytes -> length.addAndGet(bytes.length()));
        request.endHandler(end -> request.response()
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("service", name)
                        .put("method", request.method().name())
                        .put("uri", request.uri())
                        .put("bodyLength", length.get())
                        .put("headers", headers)
                        .toBuffer()));
    }

    private void download(HttpServerResponse response, int sent) {
        bytesSent.set((long) sent * CHUNK);
        if (sent == CHUNKS) {
            response.end();
        } else if (response.writeQueueFull()) {
            response.drainHandler(drained -> download(response, sent));
        } else {
            response.write(Buffer.buffer(new byte[CHUNK]))
                    .onSuccess(written -> vertx.runOnContext(next -> download(response, sent + 1)));
        }
    }
}
