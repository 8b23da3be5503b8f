package fr.cned.partenariats.commons.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Records what the tests see for the contract, with {@code -Dcontract.update=true}: problem codes that
 * {@code openapi/problems.properties} lacks, and an example for each operation without one in {@code openapi/examples}.
 * It keeps the example with the most fields. Ids and times are replaced, lists are shortened to two entries.
 *
 * <p>The contract has them after the next build: run {@code ContractDriftIT} with the same switch afterwards.
 */
final class ContractRecorder {

    static final boolean UPDATE = Boolean.getBoolean("contract.update");
    static final Path RESOURCES = Path.of(System.getProperty("contract.resources", "src/test/resources/openapi"));

    private static final int MAX_EXAMPLE = 6000;
    private static final int MAX_ENTRIES = 2;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})");
    private static final Instant FIRST_TIME = Instant.parse("2026-09-14T08:30:00Z");
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path resources;
    private final boolean records;
    private final Map<String, Integer> fieldsOfBest = new HashMap<>();
    private final Set<String> kept = new HashSet<>();

    ContractRecorder(Path resources, boolean records) {
        this.resources = resources;
        this.records = records;
    }

    synchronized void recordProblem(String operation, int status, Set<String> codes, Set<String> inErrors) {
        if (codes.isEmpty() && inErrors.isEmpty()) {
            return;
        }
        Path file = resources.resolve("problems.properties");
        Map<String, Set<String>> listed = problems(file);
        add(listed, operation + '.' + status, codes);
        add(listed, operation + '.' + status + ".errors", inErrors);
        List<String> lines = new ArrayList<>();
        lines.add("# Problem codes by operation and status, and codes in errors[]. Recorded by the tests: see"
                + " ContractRecorder.");
        listed.forEach((key, values) -> lines.add(key + '=' + String.join(",", values)));
        write(file, String.join("\n", lines) + '\n');
    }

    private static void add(Map<String, Set<String>> listed, String key, Collection<String> codes) {
        if (!codes.isEmpty()) {
            listed.computeIfAbsent(key, any -> new TreeSet<>()).addAll(codes);
        }
    }

    static Map<String, Set<String>> problems(Path file) {
        Map<String, Set<String>> listed = new TreeMap<>();
        if (Files.exists(file)) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            properties
                    .stringPropertyNames()
                    .forEach(key ->
                            add(listed, key, List.of(properties.getProperty(key).split(",", -1))));
        }
        return listed;
    }

    synchronized void recordExample(ContractDocument.Operation operation, String path, Object sent, JsonNode answer) {
        if (!records || !answer.isContainerNode() || operation.id().isEmpty()) {
            return;
        }
        Path file = resources.resolve("examples").resolve(operation.id() + ".json");
        if (!fieldsOfBest.containsKey(operation.id()) && Files.exists(file)) {
            kept.add(operation.id());
        }
        if (kept.contains(operation.id())) {
            return;
        }
        try {
            String example = example(operation, path, sent, answer);
            int fields = fieldsOf(JSON.readTree(example), "", new HashSet<>()).size();
            if (example.length() <= MAX_EXAMPLE && fields > fieldsOfBest.getOrDefault(operation.id(), 0)) {
                fieldsOfBest.put(operation.id(), fields);
                write(file, example + '\n');
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String example(ContractDocument.Operation operation, String path, Object sent, JsonNode answer)
            throws JsonProcessingException {
        ObjectNode example = JSON.createObjectNode();
        Map<String, String> parameters = operation.pathParameters(path);
        if (!parameters.isEmpty()) {
            example.set("path", JSON.valueToTree(parameters));
        }
        if (operation.node().has("requestBody") && sent instanceof String text && !text.isBlank()) {
            example.set("request", shortened(JSON.readTree(text)));
        }
        example.set("answer", shortened(answer));
        return withFixedTimes(withFixedIds(JSON.writeValueAsString(example)));
    }

    private static JsonNode shortened(JsonNode node) {
        if (node instanceof ArrayNode list) {
            while (list.size() > MAX_ENTRIES) {
                list.remove(list.size() - 1);
            }
        }
        node.forEach(ContractRecorder::shortened);
        return node;
    }

    private static String withFixedIds(String text) {
        Map<String, String> known = new HashMap<>();
        return ID.matcher(text)
                .replaceAll(id -> known.computeIfAbsent(
                        id.group(), any -> "01997b5a-5c00-7000-8000-%012x".formatted(known.size() + 1)));
    }

    private static String withFixedTimes(String text) {
        Map<String, String> known = new HashMap<>();
        TIME.matcher(text)
                .results()
                .map(time -> time.group())
                .sorted()
                .forEach(time -> known.computeIfAbsent(
                        time, any -> FIRST_TIME.plusSeconds(60L * known.size()).toString()));
        return TIME.matcher(text).replaceAll(time -> known.getOrDefault(time.group(), time.group()));
    }

    private static Set<String> fieldsOf(JsonNode node, String path, Set<String> found) {
        node.properties().forEach(field -> {
            found.add(path + '/' + field.getKey());
            fieldsOf(field.getValue(), path + '/' + field.getKey(), found);
        });
        if (node.isArray()) {
            node.forEach(entry -> fieldsOf(entry, path + "/0", found));
        }
        return found;
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
