package fr.cned.partenariats.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** The files of Prometheus. */
final class MonitoringFiles {

    static final Path PROJECT = Layout.enclosingProject();
    static final Path DIRECTORY = PROJECT.resolve("local-platform/src/main/monitoring");
    static final Path TESTS = PROJECT.resolve("local-platform/src/test/monitoring");

    private MonitoringFiles() {}

    /** The alerts, as they are written. */
    static List<JsonNode> alerts() {
        JsonNode groups = yaml(DIRECTORY.resolve("alerts.rules.yml")).path("groups");
        return StreamSupport.stream(groups.spliterator(), false)
                .flatMap(group -> StreamSupport.stream(group.path("rules").spliterator(), false))
                .filter(rule -> rule.has("alert"))
                .toList();
    }

    static JsonNode yaml(Path file) {
        try {
            return new YAMLMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
