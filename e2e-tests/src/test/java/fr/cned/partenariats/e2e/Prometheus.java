package fr.cned.partenariats.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Runs Prometheus with the rules of the project. It scrapes the platform and evaluates as often as in production. */
final class Prometheus implements AutoCloseable {

    private static final Path RULES =
            Path.of("../local-platform/src/main/monitoring").toAbsolutePath();
    private static final Duration READY = Duration.ofSeconds(60);
    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final URI address;
    private final ApiClient http;

    private Prometheus(Process process, URI address) {
        this.address = address;
        this.process = process;
        this.http = new ApiClient(address);
    }

    /** @param exporter the port of the {@link InfrastructureExporter} */
    static Prometheus start(LocalPlatform platform, int exporter, Path folder) throws IOException {
        Path configuration = Files.writeString(folder.resolve("prometheus.yml"), configuration(platform, exporter));
        int port = freePort();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        Prometheus prometheus = new Prometheus(process, URI.create("http://127.0.0.1:" + port));
        await().atMost(READY).until(() -> prometheus.http.get("", "/-/ready").isSuccess());
        return prometheus;
    }

    private static String configuration(LocalPlatform platform, int exporter) {
        StringBuilder text = new StringBuilder("""
                global: { scrape_interval: 5s, evaluation_interval: 5s }
                rule_files: ["%1$s/objectives.rules.yml", "%1$s/alerts.rules.yml"]
                scrape_configs:
                  - { job_name: postgres, metrics_path: /postgres, static_configs: [{ targets: ["127.0.0.1:%2$d"] }] }
                  - { job_name: kafka, metrics_path: /kafka, static_configs: [{ targets: ["127.0.0.1:%2$d"] }] }
                """.formatted(RULES, exporter));
        for (ServiceKind kind : ServiceKind.values()) {
            text.append("""
                      - { job_name: %s, metrics_path: /q/metrics, scrape_protocols: [OpenMetricsText1.0.0],
                          static_configs: [{ targets: ["%s"] }] }
                    """.formatted(
                    kind.module(), platform.service(kind).managementUrl().getAuthority()));
        }
        return text.toString();
    }

    int port() {
        return address.getPort();
    }

    /** The names of the alerts with a severity and a state: {@code firing} or {@code pending}. */
    Set<String> alerts(String severity, String state) {
        ApiClient.Response answer = http.get("", "/api/v1/alerts");
        if (!answer.isSuccess()) {
            throw new AssertionError("Prometheus: " + answer);
        }
        Set<String> names = new TreeSet<>();
        for (JsonNode alert : answer.body().path("data").path("alerts")) {
            JsonNode labels = alert.path("labels");
            if (labels.path("severity").asText().equals(severity)
                    && alert.path("state").asText().equals(state)) {
                names.add(labels.path("alertname").asText());
            }
        }
        return names;
    }

    /** Whether a cause that is over still silences the pages of its effects. */
    boolean silencesEffects() {
        return !http.get("", "/api/v1/query?query=platform:cause")
                .body()
                .path("data")
                .path("result")
                .isEmpty();
    }

    /** Whether every target was scraped. */
    boolean scrapesEverything() {
        JsonNode targets =
                http.get("", "/api/v1/targets?state=active").body().path("data").path("activeTargets");
        return targets.size() == ServiceKind.values().length + 2
                && targets.findValuesAsText("health").stream().allMatch("up"::equals);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS)
                .join()
                .destroyForcibly();
    }
}
