package fr.cned.partenariats.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The resources of the Kustomize base. */
public final class KubernetesFiles {

    public static final Path DIRECTORY = Layout.enclosingProject().resolve("local-platform/src/main/kubernetes");

    private KubernetesFiles() {}

    static List<JsonNode> resources() {
        try (Stream<Path> files = Files.list(DIRECTORY.resolve("base"))) {
            return files.filter(file -> file.toString().endsWith(".yaml") && !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<JsonNode> ofKind(String kind) {
        return resources().stream()
                .filter(resource -> resource.path("kind").asText().equals(kind))
                .toList();
    }

    static List<JsonNode> read(Path file) {
        List<JsonNode> resources = new ArrayList<>();
        YAMLMapper yaml = new YAMLMapper();
        try (MappingIterator<JsonNode> documents =
                yaml.readerFor(JsonNode.class).readValues(file.toFile())) {
            while (documents.hasNext()) {
                resources.add(documents.next());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
        return resources;
    }

    public static String name(JsonNode resource) {
        return resource.at("/metadata/name").asText();
    }
}
