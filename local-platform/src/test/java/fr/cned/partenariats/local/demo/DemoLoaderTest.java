package fr.cned.partenariats.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses a fake gateway with prepared answers. */
class DemoLoaderTest {

    @TempDir
    Path folder;

    private final List<String> keys = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final Deque<String> jobs = new ArrayDeque<>();
    private HttpServer gateway;
    private DemoLoader loader;

    private record Answer(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/v1/imports", exchange -> {
            if (exchange.getRequestMethod().equals("POST")) {
                keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
                assertThat(exchange.getRequestHeaders().getFirst("Content-Type"))
                        .isEqualTo("text/csv");
                assertThat(new String(exchange.getRequestBody().readAllBytes(), UTF_8))
                        .isEqualTo("nom\na\nb");
                answer(exchange, answers.remove());
            } else {
                answer(exchange, new Answer(200, jobs.remove()));
            }
        });
        gateway.start();
        GatewayClient office = new GatewayClient(
                URI.create("http://localhost:" + gateway.getAddress().getPort()), () -> "token");
        loader = new DemoLoader(
                new DemoLoader.Offices(office, office, office),
                (id, name, partner, role) -> office,
                Progress.silent(),
                folder.resolve("record"));
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    @Test
    void theFileIsSentAgainUntilNoRowIsRefused() {
        answers.add(new Answer(200, ended(1, 0, 1)));
        answers.add(new Answer(200, ended(1, 1, 0)));

        loader.importFile("/v1/imports", "nom\na\nb");

        assertThat(keys).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void anImportThatLostARaceIsRepeatedWithTheSameKeyAndAnOpenJobIsReadUntilItsEnd() {
        answers.add(new Answer(503, "{}"));
        answers.add(new Answer(202, "{\"id\":\"7\"}"));
        jobs.add("{\"id\":\"7\",\"counts\":{\"rows\":2,\"accepted\":1}}");
        jobs.add(ended(2, 0, 0));

        loader.importFile("/v1/imports", "nom\na\nb");

        assertThat(keys).hasSize(2);
        assertThat(keys.get(0)).isEqualTo(keys.get(1));
        assertThat(jobs).isEmpty();
    }

    @Test
    void trainingsAreCreatedAfterThePartnersThatTheyName() {
        List<String> paths = Collections.synchronizedList(new ArrayList<>());
        gateway.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            paths.add(path);
            JsonNode request = JsonApi.JSON.readTree(exchange.getRequestBody());
            ObjectNode view = JsonApi.JSON.createObjectNode().put("eligible", true);
            view.put("id", UUID.randomUUID().toString());
            request.properties().forEach(field -> {
                if (path.endsWith("/batches")) {
                    field.getValue()
                            .forEach(item -> view.withArray(field.getKey())
                                    .addObject()
                                    .put("id", UUID.randomUUID().toString()));
                }
            });
            answer(exchange, new Answer(200, view.toString()));
        });

        loader.load(DemoSize.SMALL);

        assertThat(paths.indexOf("/v1/trainings/batches")).isGreaterThan(paths.lastIndexOf("/v1/partners"));
    }

    @Test
    void anEntryNamesWhatItFindsForLaterEntriesAndNothingIsSentTwice() throws IOException {
        String found = UUID.randomUUID().toString();
        List<String> requests = Collections.synchronizedList(new ArrayList<>());
        gateway.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            answer(exchange, new Answer(200, "{\"items\":[{\"id\":\"" + found + "\"}]}"));
        });
        List<JsonNode> entries = new ArrayList<>();
        JsonApi.JSON.readTree("""
                        [{"name": "find", "as": "enrollments", "path": "/v1/enrollments?limit=1",
                          "values": {"found": "/items/0/id"}},
                         {"name": "adaptation", "as": "enrollments", "path": "/v1/enrollments/@found/adaptations",
                          "body": {"code": "A"}},
                         {"name": "file", "path": "/v1/files", "file": ["a;b", "@found;1"]}]""").forEach(entries::add);

        loader.create("", entries);
        loader.create("", entries);

        assertThat(requests)
                .containsExactly(
                        "GET /v1/enrollments?limit=1 ",
                        "POST /v1/enrollments/" + found + "/adaptations {\"code\":\"A\"}",
                        "POST /v1/files a;b\n" + found + ";1");
    }

    @Test
    void anEntryThatFindsNothingStopsTheLoad() throws IOException {
        gateway.createContext("/", exchange -> answer(exchange, new Answer(200, "{\"items\":[]}")));
        List<JsonNode> entries = List.of(JsonApi.JSON.readTree(
                "{\"name\": \"find\", \"path\": \"/v1/partners\", \"values\": {\"found\": \"/items/0/id\"}}"));

        assertThatThrownBy(() -> loader.create("", entries))
                .isInstanceOf(PlatformFailure.class)
                .hasMessageContaining("/items/0/id");
    }

    private static String ended(int accepted, int repeated, int refused) {
        return "{\"id\":\"7\",\"endedAt\":\"2026-09-14T08:30:00Z\",\"counts\":{\"rows\":2,\"accepted\":%d,\"repeated\":%d,\"refused\":%d}}"
                .formatted(accepted, repeated, refused);
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = answer.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
