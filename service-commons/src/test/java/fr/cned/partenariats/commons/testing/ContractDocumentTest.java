package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractDocumentTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SPACE = """
            openapi: 3.1.0
            components:
              schemas:
                Kind:
                  type: string
                  enum: [COVERED, OPEN]
                Space:
                  type: object
                  required: [id, label]
                  properties:
                    id: {type: string, format: uuid}
                    label: {type: string, maxLength: 20}
                    kind:
                      description: The kind.
                      allOf:
                      - $ref: '#/components/schemas/Kind'
                    note: {type: [string, "null"]}
                    size:
                      type: object
                      properties:
                        length: {type: integer, minimum: 1}
            paths:
              /v1/spaces/{id}:
                get:
                  operationId: getSpace
                  responses:
                    '200':
                      content:
                        application/json:
                          schema: {$ref: '#/components/schemas/Space'}
              /v1/spaces/changes:
                get:
                  operationId: listChanges
                  responses: {}
            """;

    @TempDir
    Path directory;

    private ContractDocument contract;
    private ContractDocument.Operation getSpace;

    @BeforeEach
    void read() throws IOException {
        contract = ContractDocument.read(Files.writeString(directory.resolve("openapi.yaml"), SPACE));
        getSpace = contract.find("GET", "/v1/spaces/17").orElseThrow();
    }

    @Test
    void theOperationWithTheFewestPathParametersIsFound() {
        assertThat(getSpace.id()).isEqualTo("getSpace");
        assertThat(getSpace.pathParameters("/v1/spaces/17")).containsEntry("id", "17");
        assertThat(contract.find("GET", "/v1/spaces/changes").orElseThrow().id())
                .isEqualTo("listChanges");
        assertThat(contract.find("DELETE", "/v1/spaces/17")).isEmpty();
    }

    @Test
    void aDescribedAnswerHasNoFault() throws IOException {
        assertThat(faults("""
                {"id": "01997b5a-5c00-7000-8000-000000000001", "label": "A1", "kind": "OPEN", "note": null,
                 "size": {"length": 5}}""")).isEmpty();
    }

    @Test
    void anAdditionalFieldIsAFaultAlsoInside() throws IOException {
        assertThat(faults("{\"id\": \"01997b5a-5c00-7000-8000-000000000001\", \"label\": \"A1\", \"colour\": 1}"))
                .anyMatch(fault -> fault.contains("colour"));
        assertThat(faults("""
                {"id": "01997b5a-5c00-7000-8000-000000000001", "label": "A1", "size": {"width": 1}}""")).anyMatch(fault -> fault.contains("width"));
    }

    @Test
    void aMissingFieldAWrongTypeAndAWrongValueAreFaults() throws IOException {
        assertThat(faults("{\"label\": \"A1\"}")).anyMatch(fault -> fault.contains("id"));
        assertThat(faults("{\"id\": \"17\", \"label\": \"A1\"}")).anyMatch(fault -> fault.contains("id"));
        assertThat(faults("""
                {"id": "01997b5a-5c00-7000-8000-000000000001", "label": "A1", "kind": "ROOF", "size": {"length": "5"}}""")).hasSize(2);
        assertThat(faults("{\"id\": \"01997b5a-5c00-7000-8000-000000000001\", \"label\": null}"))
                .isNotEmpty();
    }

    @Test
    void anExampleIsRecordedOnceWithFixedIdsAndTimesAndShortLists() throws IOException {
        Path resources = directory.resolve("openapi");
        Files.createDirectories(resources);
        ContractRecorder recorder = new ContractRecorder(resources, true);
        recorder.recordExample(getSpace, "/v1/spaces/0b6e2c1e-2f9e-4a55-b1f5-3d5f6a7b8c9d", null, JSON.readTree("""
                        {"id": "0b6e2c1e-2f9e-4a55-b1f5-3d5f6a7b8c9d", "at": "2031-01-01T10:00:00.123Z",
                         "list": [1, 2, 3]}"""));
        JsonNode example =
                JSON.readTree(resources.resolve("examples/getSpace.json").toFile());
        assertThat(example.at("/answer/id").asText()).isEqualTo("01997b5a-5c00-7000-8000-000000000001");
        assertThat(example.at("/path/id").asText()).isEqualTo("01997b5a-5c00-7000-8000-000000000001");
        assertThat(example.at("/answer/at").asText()).isEqualTo("2026-09-14T08:30:00Z");
        assertThat(example.at("/answer/list")).hasSize(2);

        new ContractRecorder(resources, true)
                .recordExample(getSpace, "/v1/spaces/17", null, JSON.readTree("{\"a\":1,\"b\":2,\"c\":3,\"d\":4}"));
        assertThat(JSON.readTree(resources.resolve("examples/getSpace.json").toFile()))
                .isEqualTo(example);
    }

    @Test
    void aNewProblemCodeIsAddedToTheListedOnes() throws IOException {
        Path file = directory.resolve("problems.properties");
        Files.writeString(file, "getSpace.409=space-taken\n");
        ContractRecorder recorder = new ContractRecorder(directory, true);
        recorder.recordProblem("getSpace", 409, Set.of("level-full"), Set.of());
        recorder.recordProblem("getSpace", 400, Set.of(), Set.of("required"));
        assertThat(ContractRecorder.problems(file))
                .containsEntry("getSpace.409", Set.of("level-full", "space-taken"))
                .containsEntry("getSpace.400.errors", Set.of("required"));
    }

    private Set<String> faults(String answer) throws IOException {
        JsonNode schema =
                ContractDocument.bodyOf(contract.response(getSpace, 200).path("content"));
        return contract.faults("getSpace200", schema, JSON.readTree(answer));
    }
}
