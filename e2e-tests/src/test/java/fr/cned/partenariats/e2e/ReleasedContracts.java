package fr.cned.partenariats.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.compare.OpenApiDiffOptions;
import org.openapitools.openapidiff.core.model.BackwardIncompatibleProp;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.output.MarkdownRender;

/** The contracts at the last tag {@code v*} of a git repository, and what is incompatible with them now. */
final class ReleasedContracts {

    private final Path repository;
    private final LocalDate today;
    private final YAMLMapper yaml = new YAMLMapper();

    ReleasedContracts(Path repository, LocalDate today) {
        this.repository = repository;
        this.today = today;
    }

    /** Empty when no tag is reachable: before the first release, in a clone without tags, or without a repository. */
    Optional<String> lastTag() throws IOException, InterruptedException {
        Output tag = git("describe", "--tags", "--abbrev=0", "--match", "v*");
        return tag.status() == 0 ? Optional.of(tag.text().strip()) : Optional.empty();
    }

    /** The report of openapi-diff for each contract that breaks clients of the tag. */
    Map<String, String> broken(String tag, List<String> contracts) throws IOException, InterruptedException {
        Map<String, String> reports = new LinkedHashMap<>();
        for (String contract : contracts) {
            Output released = git("show", tag + ":" + contract);
            if (released.status() != 0) {
                continue; // a new contract breaks nobody
            }
            Path file = repository.resolve(contract);
            if (Files.notExists(file)) {
                reports.put(contract, "the contract no longer exists");
                continue;
            }
            ChangedOpenApi changes = compare(released.text(), Files.readString(file));
            if (changes.isIncompatible()) {
                reports.put(contract, report(changes));
            }
        }
        return reports;
    }

    ChangedOpenApi compare(String released, String current) throws IOException {
        JsonNode before = yaml.readTree(released);
        JsonNode now = yaml.readTree(current);
        removeEndedOperations(before, now);
        ((ObjectNode) before).put("openapi", "3.0.3");
        ((ObjectNode) now).put("openapi", "3.0.3");
        useTypesOfOpenApi30(before);
        useTypesOfOpenApi30(now);
        // Enumerations in answers are open (x-extensible-enum).
        OpenApiDiffOptions options = OpenApiDiffOptions.builder()
                .configProperty(BackwardIncompatibleProp.RESPONSE_ENUM_INCREASED.getPropertyName(), "false")
                .build();
        return OpenApiCompare.fromContents(
                yaml.writeValueAsString(before), yaml.writeValueAsString(now), List.of(), options);
    }

    /** openapi-diff compares the types of schemas in OpenAPI 3.0 only. */
    private static void useTypesOfOpenApi30(JsonNode node) {
        JsonNode types = node.path("type");
        if (types.isArray()) {
            ((ObjectNode) node).put("type", types.path(0).asText()).put("nullable", true);
        }
        node.forEach(ReleasedContracts::useTypesOfOpenApi30);
    }

    /** An operation may go when the sunset date of its released contract has come. */
    private void removeEndedOperations(JsonNode before, JsonNode now) {
        before.path("paths").properties().forEach(path -> {
            List<String> ended = new ArrayList<>();
            path.getValue().properties().forEach(operation -> {
                String sunset = operation.getValue().path("x-sunset").asText();
                boolean exists = now.path("paths").path(path.getKey()).has(operation.getKey());
                if (!exists && !sunset.isEmpty() && !LocalDate.parse(sunset).isAfter(today)) {
                    ended.add(operation.getKey());
                }
            });
            ((ObjectNode) path.getValue()).remove(ended);
        });
    }

    private static String report(ChangedOpenApi changes) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (OutputStreamWriter writer = new OutputStreamWriter(text, UTF_8)) {
            new MarkdownRender().render(changes, writer);
        }
        return text.toString(UTF_8);
    }

    private record Output(int status, String text) {}

    private Output git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of(arguments));
        Path file = Files.createTempFile("git", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(file.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Output(process.waitFor(), Files.readString(file));
        } finally {
            Files.delete(file);
        }
    }
}
