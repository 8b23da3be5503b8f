package fr.cned.partenariats.benchmarks.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.benchmarks.process.ChildProcess;
import fr.cned.partenariats.benchmarks.process.Programs;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One page of a headless Chromium with an empty profile, which a scenario drives by the DevTools protocol. Playwright
 * would add 200 MB to the libraries of the benchmarks.
 */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Without a sandbox, because a container runs as root; without the requests that Chromium sends for itself. */
    private static final List<String> FLAGS = List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,900",
            "--remote-debugging-port=0");

    private final ChildProcess process;
    private final WebSocket socket;
    private final BlockingQueue<String> messages;
    private int commands;

    private Browser(ChildProcess process, WebSocket socket, BlockingQueue<String> messages) {
        this.process = process;
        this.socket = socket;
        this.messages = messages;
    }

    static Browser open(Path folder, URI address) {
        Path profile = folder.resolve("profile-" + UUID.randomUUID());
        Path log = folder.resolve("chromium.log");
        List<String> line = new ArrayList<>(List.of(Programs.require("chromium")));
        line.addAll(FLAGS);
        line.add("--user-data-dir=" + profile);
        line.add(address.toString());
        ChildProcess process = ChildProcess.start(folder, log, line, Map.of());
        Path port = profile.resolve("DevToolsActivePort");
        process.awaitReady(
                "chromium", log, () -> Files.exists(port) && pageOf(port).isPresent());
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(pageOf(port).orElseThrow(), new Collector(messages))
                .join();
        return new Browser(process, socket, messages);
    }

    /** The address of the page's socket, when the page is there. */
    private static Optional<URI> pageOf(Path port) {
        try {
            String number = Files.readString(port).lines().findFirst().orElse("");
            HttpRequest list = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + number + "/json/list"))
                    .build();
            String answer = HttpClient.newHttpClient()
                    .send(list, HttpResponse.BodyHandlers.ofString())
                    .body();
            for (JsonNode target : JSON.readTree(answer)) {
                if (target.path("type").asText().equals("page")) {
                    return Optional.of(
                            URI.create(target.path("webSocketDebuggerUrl").asText()));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // Chromium still starts
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformFailure("The run was interrupted.", e);
        }
    }

    /** Runs a script in the page and waits for its promise. Fails with its error. */
    JsonNode evaluate(String script) {
        int id = ++commands;
        try {
            socket.sendText(
                            JSON.writeValueAsString(Map.of(
                                    "id",
                                    id,
                                    "method",
                                    "Runtime.evaluate",
                                    "params",
                                    Map.of("expression", script, "awaitPromise", true, "returnByValue", true))),
                            true)
                    .join();
            while (true) {
                String message = messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (message == null) {
                    throw new PlatformFailure("The page did not finish the script: " + script);
                }
                JsonNode answer = JSON.readTree(message);
                if (answer.path("id").asInt() == id) {
                    return resultOf(answer);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformFailure("The run was interrupted.", e);
        }
    }

    private static JsonNode resultOf(JsonNode answer) {
        JsonNode fault = answer.path("error").isMissingNode()
                ? answer.path("result").path("exceptionDetails")
                : answer.path("error");
        if (!fault.isMissingNode()) {
            throw new PlatformFailure("A script of the page failed: " + fault);
        }
        return answer.path("result").path("result").path("value");
    }

    /** Waits for a condition. While the page changes its address, a script fails, which counts as false. */
    void await(String condition) {
        boolean became = Await.quietly(
                () -> {
                    try {
                        return evaluate("Boolean(" + condition + ")").asBoolean();
                    } catch (PlatformFailure changing) {
                        return false;
                    }
                },
                PATIENCE);
        if (!became) {
            throw new PlatformFailure("The page never had: " + condition);
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.close();
    }

    /** Puts the parts of a message together. */
    private static final class Collector implements WebSocket.Listener {

        private final BlockingQueue<String> messages;
        private final StringBuilder parts = new StringBuilder();

        Collector(BlockingQueue<String> messages) {
            this.messages = messages;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            parts.append(text);
            if (last) {
                messages.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
