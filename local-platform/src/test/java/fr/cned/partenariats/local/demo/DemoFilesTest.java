package fr.cned.partenariats.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.http.JsonApi;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DemoFilesTest {

    private final DemoFiles files = DemoFiles.read();

    @Test
    void everyNameIsUniqueAndEveryReferencePointsToAnEarlierEntry() {
        References references = new References();
        Set<String> names = new HashSet<>();
        for (JsonNode file : List.of(files.partners(), files.trainings(), files.offerings(), files.agreements())) {
            assertThat(file).isNotEmpty();
            for (JsonNode entry : file) {
                references.resolve(entry.path("body"));
                assertThat(names.add(entry.path("name").asText())).isTrue();
                references.put(entry.path("name").asText(), view(UUID.randomUUID()));
            }
        }
        LoadedDemo demo = new LoadedDemo(references, List.of(), 0, null);
        assertThat(List.of(demo.examplePartner(), demo.exampleAgreement(), demo.exampleOffering()))
                .doesNotHaveDuplicates();
    }

    @Test
    void referencesAreReplacedWhereverTheyStand() throws IOException {
        UUID id = UUID.randomUUID();
        References references = new References();
        references.put("dgddi", view(id));

        JsonNode resolved =
                references.resolve(JsonApi.JSON.readTree("{\"a\":[{\"b\":\"@dgddi\"}],\"c\":\"me@example.org\"}"));

        assertThat(resolved)
                .isEqualTo(JsonApi.JSON.readTree("{\"a\":[{\"b\":\"" + id + "\"}],\"c\":\"me@example.org\"}"));
        assertThatThrownBy(() -> references.resolve(JsonApi.JSON.readTree("\"@nobody\"")))
                .hasMessageContaining("nobody");
    }

    private static ObjectNode view(UUID id) {
        return JsonApi.JSON.createObjectNode().put("id", id.toString());
    }
}
