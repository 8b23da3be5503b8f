package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Lists what a client's developer misses in a contract: texts, types, bounds, required fields, roles, problem codes and
 * examples. Also lists unused entries in the files in {@code openapi/} and examples that violate their schema.
 */
public final class ContractCompleteness {

    private static final String ANY_VALUE = "any JSON value";
    private static final List<String> BOUNDED_FORMATS = List.of("date", "date-time", "uuid");

    private final ContractDocument contract;
    private final Path resources;
    private final Set<String> findings = new TreeSet<>();
    private final Set<String> fields = new HashSet<>();
    private final Set<String> parameters = new HashSet<>();

    private ContractCompleteness(Path contract, Path resources) {
        this.contract = ContractDocument.read(contract);
        this.resources = resources;
    }

    /** Checks the checked-in contract. */
    public static void check() {
        assumeFalse(ContractRecorder.UPDATE, "the contract is being updated");
        assertThat(findings(ContractDrift.CONTRACT, ContractRecorder.RESOURCES))
                .as("gaps of the contract. Write texts in src/test/resources/openapi, record problem codes and"
                        + " examples with -Dcontract.update=true, then update the contract with ContractDriftIT")
                .isEmpty();
    }

    static Set<String> findings(Path contract, Path resources) {
        ContractCompleteness completeness = new ContractCompleteness(contract, resources);
        completeness.collect();
        return completeness.findings;
    }

    private void collect() {
        Set<String> answers = new TreeSet<>();
        Set<String> requests = new TreeSet<>();
        for (ContractDocument.Operation operation : contract.operations()) {
            checkOperation(operation, answers, requests);
        }
        contract.schemas().properties().forEach(schema -> {
            checkSchema(schema.getKey(), schema.getValue());
            if (answers.contains(schema.getKey()) && !requests.contains(schema.getKey())) {
                checkRequired(schema.getKey(), schema.getValue());
            }
        });
        checkUnused("fields.properties", fields);
        checkUnused("parameters.properties", parameters);
        checkUnusedProblems();
        checkUnusedExamples();
    }

    private void checkOperation(ContractDocument.Operation operation, Set<String> answers, Set<String> requests) {
        String id = operation.id();
        JsonNode node = operation.node();
        expect(!id.isEmpty(), "%s %s: no operationId".formatted(operation.method(), operation.template()));
        expect(node.path("summary").asText().length() > 5, id + ": no summary");
        expect(node.path("description").asText().length() > 5, id + ": no description");
        expect(
                node.path("x-public").asBoolean()
                        || !node.path("x-required-roles").isEmpty(),
                id + ": no x-required-roles; set @RolesAllowed");
        node.path("parameters").forEach(parameter -> checkParameter(id, parameter));
        if (node.has("requestBody")) {
            JsonNode content = node.path("requestBody").path("content");
            collectNames(ContractDocument.bodyOf(content), requests);
            checkExample(id + " request", content);
            // openapi-generator reads the first media type only.
            expect(
                    !content.path(content.fieldNames().next()).path("example").isContainerNode(),
                    id + " request: the example is not in the schema; openapi-generator warns that it ignores it");
        }
        boolean success = false;
        for (var response : node.path("responses").properties()) {
            JsonNode content = response.getValue().path("content");
            if (response.getKey().startsWith("2")) {
                success = true;
                collectNames(ContractDocument.bodyOf(content), answers);
                if (!content.isMissingNode()) {
                    checkExample(id + " answer " + response.getKey(), content);
                }
            } else if (response.getKey().matches("[45]\\d\\d")) {
                expect(
                        !response.getValue().path("x-problem-codes").isEmpty(),
                        id + ' ' + response.getKey() + ": no problem code");
            }
        }
        expect(success, id + ": no 2xx answer");
    }

    private void checkParameter(String operation, JsonNode parameter) {
        String name = parameter.path("name").asText();
        parameters.add("*." + name);
        parameters.add(operation + '.' + name);
        expect(parameter.has("description"), "parameter %s.%s: no description".formatted(operation, name));
        checkType("parameter " + operation + '.' + name, parameter.path("schema"));
    }

    private void checkSchema(String name, JsonNode schema) {
        fields.add(name);
        expect(!name.matches(".*View|Page.+"), "schema " + name + ": see SchemaNames");
        if (schema.has("enum")) {
            expect(schema.path("description").asText().contains(". "), "enum " + name + ": no description");
        }
        checkFields(name, schema);
    }

    private void checkFields(String name, JsonNode schema) {
        schema.path("properties").properties().forEach(property -> {
            String path = name + '.' + property.getKey();
            fields.add(path);
            fields.add("*." + property.getKey());
            expect(property.getValue().has("description"), "field " + path + ": no description");
            checkType("field " + path, property.getValue());
            expect(
                    !property.getValue().has("properties")
                            && !property.getValue().path("items").has("properties"),
                    "field " + path + ": an object without a schema; generators would invent a name for it");
        });
    }

    private void checkType(String what, JsonNode schema) {
        if (schema.path("description").asText().contains(ANY_VALUE)
                || schema.has("$ref")
                || schema.has("allOf")
                || schema.has("anyOf")
                || schema.has("oneOf")) {
            return;
        }
        String format = schema.path("format").asText();
        JsonNode type = schema.path("type").isArray() ? schema.path("type").path(0) : schema.path("type");
        switch (type.asText()) {
            case "string" ->
                expect(
                        schema.has("enum")
                                || schema.has("maxLength")
                                || schema.has("pattern")
                                || BOUNDED_FORMATS.contains(format),
                        what + ": text without maxLength, pattern, enum or format");
            case "integer" ->
                expect(
                        (schema.has("minimum") || schema.has("exclusiveMinimum"))
                                && (schema.has("maximum") || format.startsWith("int")),
                        what + ": number without minimum or maximum");
            case "number" ->
                expect(schema.has("minimum") && schema.has("maximum"), what + ": number without minimum or maximum");
            case "array" -> {
                checkType(what + "[]", schema.path("items"));
            }
            case "object" -> {
                if (!schema.path("additionalProperties").isEmpty()) {
                    checkType(what + "{}", schema.path("additionalProperties"));
                }
            }
            case "boolean" -> {}
            default -> findings.add(what + ": no type; a description with \"" + ANY_VALUE + "\" allows it");
        }
    }

    private void checkRequired(String name, JsonNode schema) {
        if (schema.path("properties").isEmpty()) {
            return;
        }
        expect(
                !schema.path("required").isEmpty()
                        || schema.path("description").asText().contains("all optional"),
                "answer " + name + ": no required fields; a description with \"all optional\" allows it");
    }

    private void checkExample(String what, JsonNode content) {
        JsonNode type = content.isEmpty() ? content : content.iterator().next();
        JsonNode example = type.has("example")
                ? type.path("example")
                : type.path("schema").path("examples").path(0);
        if (example.isMissingNode()) {
            findings.add(what + ": no example");
        } else {
            contract.faults(what, ContractDocument.bodyOf(content), example)
                    .forEach(fault -> findings.add(what + ": the example violates the schema: " + fault));
        }
    }

    private void collectNames(JsonNode schema, Set<String> names) {
        String reference = schema.path("$ref").asText();
        if (!reference.isEmpty()) {
            String name = reference.substring(reference.lastIndexOf('/') + 1);
            if (names.add(name)) {
                collectNames(contract.schemas().path(name), names);
            }
            return;
        }
        schema.forEach(part -> collectNames(part, names));
    }

    private void checkUnused(String file, Set<String> used) {
        for (String key : keysOf(resources.resolve(file))) {
            expect(used.contains(key), "%s: unused entry %s".formatted(file, key));
        }
    }

    private void checkUnusedProblems() {
        Set<String> operations = operationIds();
        for (String key : keysOf(resources.resolve("problems.properties"))) {
            expect(
                    operations.contains(key.substring(0, Math.max(0, key.indexOf('.')))),
                    "problems.properties: unused entry " + key);
        }
    }

    private void checkUnusedExamples() {
        Set<String> operations = operationIds();
        Path examples = resources.resolve("examples");
        if (!Files.isDirectory(examples)) {
            return;
        }
        try (Stream<Path> files = Files.list(examples)) {
            files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .filter(id -> !operations.contains(id))
                    .forEach(id -> findings.add("examples: unused file " + id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<String> operationIds() {
        Set<String> ids = new HashSet<>();
        contract.operations().forEach(operation -> ids.add(operation.id()));
        return ids;
    }

    private static Set<String> keysOf(Path file) {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return properties.stringPropertyNames();
    }

    private void expect(boolean condition, String finding) {
        if (!condition) {
            findings.add(finding);
        }
    }
}
