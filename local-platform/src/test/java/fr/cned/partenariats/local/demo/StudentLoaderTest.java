package fr.cned.partenariats.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.lifecycle.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uses a fake gateway with prepared answers. */
class StudentLoaderTest {

    private static final UUID AGREEMENT = UUID.randomUUID();
    private static final GeneratedStudents STUDENTS = new GeneratedStudents("agreement", rows(500), 0);

    private final List<String> keys = new ArrayList<>();
    private final List<List<JsonNode>> imports = new ArrayList<>();
    private final Deque<Refusing> refusals = new ArrayDeque<>();
    private int enrollments;
    private HttpServer gateway;
    private StudentLoader loader;

    /** The answer to one import: an unknown agreement (404), a conflict (409), an open job (202), or the refused rows. */
    private record Refusing(int status, List<Integer> rows) {}

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/v1/statistics", exchange -> answer(exchange, 200, statistics()));
        gateway.createContext("/v1/imports", this::importRows);
        gateway.start();
        References references = new References();
        references.define("agreement", AGREEMENT.toString());
        URI address = URI.create("http://localhost:" + gateway.getAddress().getPort());
        loader = new StudentLoader(
                new GatewayClient(address, () -> "token"), references, new AtomicInteger(), Progress.silent());
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    @Test
    void onlyRefusedRowsAreSentAgain() {
        refusals.add(new Refusing(404, List.of()));
        refusals.add(new Refusing(200, List.of(0, 7)));

        loader.register(loader.missing(List.of(STUDENTS)));

        assertThat(imports).extracting(List::size).containsExactly(200, 200, 2, 200, 100);
        assertThat(imports.get(2).stream().map(row -> row.path("reference").asText()))
                .containsExactly("0", "7");
        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void anImportThatLostARaceOrIsStillOpenIsRepeatedWithTheSameKey() {
        refusals.add(new Refusing(409, List.of()));
        refusals.add(new Refusing(503, List.of()));
        refusals.add(new Refusing(202, List.of()));

        loader.register(loader.missing(List.of(STUDENTS)));

        assertThat(imports).extracting(List::size).containsExactly(200, 200, 200, 200, 200, 100);
        assertThat(keys.subList(0, 4)).containsOnly(keys.get(0));
        assertThat(keys.subList(3, 6)).doesNotHaveDuplicates();
    }

    @Test
    void anInterruptedLoadContinuesWithTheSameIdempotencyKeys() {
        loader.register(loader.missing(List.of(STUDENTS)));
        List<String> first = List.copyOf(keys);
        keys.clear();
        enrollments = 300; // the second import was not finished, or its answer was lost

        loader.register(loader.missing(List.of(STUDENTS)));

        assertThat(keys).isEqualTo(first.subList(1, 3));
    }

    @Test
    void existingStudentsAreNotLoadedAgain() {
        enrollments = 503;

        assertThat(loader.missing(List.of(STUDENTS))).isEmpty();
    }

    private void importRows(HttpExchange exchange) throws IOException {
        keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        assertThat(exchange.getRequestURI().getQuery()).isEqualTo("agreementId=" + AGREEMENT);
        List<JsonNode> sent = new ArrayList<>();
        for (String line : new String(exchange.getRequestBody().readAllBytes(), UTF_8)
                .lines()
                .toList()) {
            sent.add(JsonApi.JSON.readTree(line));
        }
        imports.add(sent);
        Refusing refusing = refusals.isEmpty() ? new Refusing(200, List.of()) : refusals.remove();
        ObjectNode answer = JsonApi.JSON.createObjectNode();
        if (refusing.status() == 409) {
            answer.put("code", "concurrent-change");
        }
        ArrayNode rows = answer.putArray("rows");
        for (int i = 0; refusing.status() == 200 && i < sent.size(); i++) {
            ObjectNode row = rows.addObject().put("number", i + 1);
            if (refusing.rows().contains(i)) {
                row.putArray("errors").addObject().put("code", "not-found");
            } else {
                row.put("enrollmentId", UUID.randomUUID().toString());
            }
        }
        answer(exchange, refusing.status(), answer);
    }

    private ObjectNode statistics() {
        ObjectNode statistics = JsonApi.JSON.createObjectNode();
        statistics
                .putArray("items")
                .addObject()
                .put("key", AGREEMENT.toString())
                .put("enrollments", enrollments);
        return statistics;
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static List<JsonNode> rows(int count) {
        return IntStream.range(0, count)
                .<JsonNode>mapToObj(i -> JsonApi.JSON.createObjectNode().put("reference", Integer.toString(i)))
                .toList();
    }
}
