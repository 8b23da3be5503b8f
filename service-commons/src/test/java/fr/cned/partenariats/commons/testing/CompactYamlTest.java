package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CompactYamlTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void whatLooksLikeAnotherTypeIsReadBackAsItWas() throws IOException {
        JsonNode document = JSON.readTree("""
                {"200": {"texts": ["true", "null", "", "2026-09-14", "12:30", "017", "1.5", "#/a", "a: b", "- c", "é’\\u00a0!"],
                 "others": [true, null, 1.5, 99999999.99, 17, 9007199254740991, {}, []],
                 "pattern": "^[^\\\\x00-\\\\x1f\\\\u2028]*$", "lines": "One.\\n\\nTwo `three`.\\n", "quoted": "it's \\"so\\""}}""");
        assertThat(new YAMLMapper().readTree(CompactYaml.write(document))).isEqualTo(document);
        assertThat(CompactYaml.write(document)).contains("99999999.99");
    }

    @Test
    void aFieldAListAndAnExampleAreShortAndOtherPartsHaveALineForEachKey() throws IOException {
        String sentence = "A sentence that is long enough to make the object longer than two lines of text. ".repeat(2);
        JsonNode document = JSON.readTree("""
                {"Space": {"type": "object", "required": ["id", "label"], "properties": {
                  "id": {"type": "string", "format": "uuid"}, "label": {"type": "string", "description": "%1$s"}},
                  "description": "%1$s", "example": {"id": "17", "label": "%1$s"}}}""".formatted(sentence));
        assertThat(CompactYaml.write(document).lines())
                .contains(
                        "Space:",
                        "  type: object",
                        "  required: [id, label]",
                        "  properties:",
                        "    id: {type: string, format: uuid}")
                .anyMatch(line -> line.startsWith("    label: {type: string, description: "))
                .anyMatch(line -> line.startsWith("  example: {id: '17', label: "))
                .hasSizeLessThan(16)
                .allMatch(line -> line.length() < 140);
    }
}
