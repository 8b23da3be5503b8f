package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the standard requires of publiccode.yml: https://yml.publiccode.tools/schema.core.html. */
class PublicCodeTest {

    private static final Path PROJECT = Layout.enclosingProject();

    private static JsonNode description;

    @BeforeAll
    static void read() throws IOException {
        description =
                new YAMLMapper().readTree(PROJECT.resolve("publiccode.yml").toFile());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/publiccodeYmlVersion",
                "/name",
                "/url",
                "/platforms/0",
                "/categories/0",
                "/developmentStatus",
                "/softwareType",
                "/legal/license",
                "/maintenance/type",
                "/maintenance/contacts/0/name",
                "/localisation/localisationReady",
                "/localisation/availableLanguages/0"
            })
    void everyRequiredKeyHasAValue(String pointer) {
        assertThat(description.at(pointer).asText()).isNotBlank();
    }

    @Test
    void valuesAreThoseOfTheStandard() {
        assertThat(description.path("url").asText()).startsWith("https://");
        assertThat(description.path("developmentStatus").asText())
                .isIn("concept", "development", "beta", "stable", "obsolete");
        assertThat(description.path("softwareType").asText()).matches("standalone/(web|backend|other)");
        assertThat(description.at("/maintenance/type").asText()).isIn("internal", "contract", "community", "none");
        assertThat(description.at("/localisation/localisationReady").isBoolean())
                .isTrue();
    }

    @Test
    void eachDescriptionHasFeaturesAndTheLengthThatCataloguesShow() {
        assertThat(description.path("description").properties()).hasSize(2);
        for (Map.Entry<String, JsonNode> language :
                description.path("description").properties()) {
            assertThat(language.getValue().path("shortDescription").asText().length())
                    .as(language.getKey())
                    .isBetween(1, 150);
            assertThat(language.getValue().path("longDescription").asText().length())
                    .as(language.getKey())
                    .isBetween(150, 10_000);
            assertThat(language.getValue().path("features"))
                    .as(language.getKey())
                    .hasSizeGreaterThan(2)
                    .allSatisfy(feature -> assertThat(feature.asText()).isNotBlank());
        }
    }

    @Test
    void everyScreenshotExists() {
        assertThat(description.at("/description/fr/screenshots"))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(PROJECT.resolve(file.asText())).isRegularFile());
    }
}
