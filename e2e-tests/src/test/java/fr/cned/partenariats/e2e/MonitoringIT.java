package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.cned.partenariats.commons.testing.RequiredPrograms;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each query of the boards and rules asks for metrics and labels that the running platform has. */
class MonitoringIT {

    private static final Path FILES = Path.of("../local-platform/src/main/monitoring");
    private static final Pattern SERIES = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? \\S+");
    private static final Pattern CLOCK = Pattern.compile("(?m)^process_clock_seconds(?:\\{.*})? (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"(?:[^\"\\\\]|\\\\.)*\"");

    /** Prometheus itself, and the exporters of PostgreSQL, Kafka, machines and volumes. */
    private static final Map<String, Set<String>> OTHERS = Map.of(
            "up", Set.of(),
            "pg_up", Set.of(),
            "kafka_brokers", Set.of(),
            "node_filesystem_avail_bytes", Set.of("device", "fstype", "mountpoint"),
            "node_filesystem_size_bytes", Set.of("device", "fstype", "mountpoint"),
            "node_filesystem_readonly", Set.of("device", "fstype", "mountpoint"),
            "kubelet_volume_stats_available_bytes", Set.of("namespace", "persistentvolumeclaim"),
            "kubelet_volume_stats_capacity_bytes", Set.of("namespace", "persistentvolumeclaim"));

    /** The metrics of libraries have findings: no help, or "count" in the name of a gauge. */
    private static final Pattern LIBRARIES =
            Pattern.compile("(agroal|executor|http_server|jvm|kafka|netty|process|system|worker)_");

    /** The exit code of promtool when there are findings. */
    private static final int LINT = 3;

    /** Prometheus adds these labels to what it scrapes, and the rules the last one. */
    private static final Set<String> ADDED = Set.of("job", "instance", "slo");

    private static final Map<String, Set<String>> LABELS = new TreeMap<>();

    @BeforeAll
    static void usePlatformAndScrape() {
        Fixture fixture = Fixture.with(2, 2);
        String partner = Platform.partnerToken(fixture.partner());
        Platform.http().create(partner, "/v1/enrollments", """
                {"agreementId":"%s","offeringId":"%s","student":{"familyName":"Mesure","givenNames":"Ada",
                 "birthDate":"2001-02-03","birthPlace":"Quimperlé"}}""".formatted(fixture.agreement(), fixture.offering()));
        assertThat(Platform.http().get(partner, "/v1/trainings").status()).isEqualTo(200);
        LABELS.putAll(OTHERS);
        // Micrometer looks for new metrics of a Kafka client each minute
        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            for (ServiceKind kind : ServiceKind.values()) {
                read(scrape(kind));
            }
            assertThat(LABELS)
                    .containsKeys("kafka_consumer_fetch_manager_records_lag", "jobs_last_success_timestamp_seconds");
        });
    }

    @Test
    void everyQueryAsksForMetricsAndLabelsThatExist() throws IOException {
        Map<String, String> queries = queries();
        Set<String> recorded = recorded();
        assertThat(queries).hasSizeGreaterThan(60);

        queries.forEach((place, query) -> {
            PromQuery read = PromQuery.of(query);
            Set<String> known = new TreeSet<>(ADDED);
            for (PromQuery.Selector selector : read.selectors()) {
                if (recorded.contains(selector.metric())) {
                    continue;
                }
                assertThat(LABELS).as("%s: %s", place, query).containsKey(selector.metric());
                Set<String> labels = LABELS.getOrDefault(selector.metric(), Set.of());
                assertThat(selector.labels().stream().filter(label -> !ADDED.contains(label)))
                        .as("%s: %s", place, query)
                        .isSubsetOf(labels);
                known.addAll(labels);
            }
            assertThat(known).as("%s: %s", place, query).containsAll(read.groupings());
        });
    }

    @Test
    void promtoolFindsNothingInTheMetricsOfThePlatform() throws IOException, InterruptedException {
        RequiredPrograms.ofThisMachine().require("the metrics with promtool", List.of("promtool"));
        for (ServiceKind kind : ServiceKind.values()) {
            File page = Files.writeString(Path.of("target", kind.module() + ".metrics"), scrape(kind))
                    .toFile();
            Process check = new ProcessBuilder("promtool", "check", "metrics")
                    .redirectInput(page)
                    .redirectErrorStream(true)
                    .start();
            String found = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(check.waitFor()).as(found).isIn(0, LINT);
            assertThat(found.lines().filter(line -> !LIBRARIES.matcher(line).lookingAt()))
                    .as(kind.module())
                    .isEmpty();
        }
    }

    /** The machine of the tests has one clock, so the parts and the test agree. */
    @Test
    void eachPartShowsItsClock() {
        for (ServiceKind kind : ServiceKind.values()) {
            double before = System.currentTimeMillis() / 1000.0;
            Matcher clock = CLOCK.matcher(scrape(kind));

            assertThat(clock.find()).as(kind.module()).isTrue();
            assertThat(Double.parseDouble(clock.group(1)))
                    .as(kind.module())
                    .isBetween(before - 0.001, System.currentTimeMillis() / 1000.0);
        }
    }

    private static String scrape(ServiceKind kind) {
        return new ApiClient(Platform.get().service(kind).managementUrl())
                .send("GET", "/q/metrics", "", Map.of("Accept", "text/plain; version=0.0.4"))
                .text();
    }

    private static void read(String page) {
        Matcher series = SERIES.matcher(page);
        while (series.find()) {
            Set<String> labels = LABELS.computeIfAbsent(series.group(1), unseen -> new TreeSet<>());
            if (series.group(2) != null) {
                Matcher label = LABEL.matcher(series.group(2));
                while (label.find()) {
                    labels.add(label.group(1));
                }
            }
        }
    }

    /** By the place where they are written. */
    private static Map<String, String> queries() throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        try (Stream<Path> boards = Files.list(FILES.resolve("grafana/boards"))) {
            for (Path board : boards.sorted().toList()) {
                for (JsonNode panel :
                        new ObjectMapper().readTree(board.toFile()).path("panels")) {
                    for (JsonNode target : panel.path("targets")) {
                        queries.put(
                                board.getFileName() + ", " + panel.path("title").asText() + ", "
                                        + target.path("refId").asText(),
                                target.path("expr").asText());
                    }
                }
            }
        }
        for (JsonNode rule : rules()) {
            queries.put("rule " + queries.size(), rule.path("expr").asText());
        }
        return queries;
    }

    private static Set<String> recorded() throws IOException {
        Set<String> names = new TreeSet<>();
        rules().forEach(rule -> names.add(rule.path("record").asText()));
        return names;
    }

    private static List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        for (String file : List.of("objectives.rules.yml", "alerts.rules.yml")) {
            for (JsonNode group :
                    new YAMLMapper().readTree(FILES.resolve(file).toFile()).path("groups")) {
                group.path("rules").forEach(rules::add);
            }
        }
        return rules;
    }
}
