package fr.cned.partenariats.commons.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An OpenAPI 3.1 document whose schemas validate strictly: a field that a schema does not list is a fault. Shared
 * parameters, responses and headers are where the document refers to them.
 */
final class ContractDocument {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final JsonNode document;
    private final JsonNode strictComponents;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    /** @param path matches the paths of the operation; a group for each path parameter */
    record Operation(String method, String template, Pattern path, List<String> parameters, JsonNode node) {

        String id() {
            return node.path("operationId").asText();
        }

        Map<String, String> pathParameters(String requested) {
            Map<String, String> values = new LinkedHashMap<>();
            Matcher matcher = path.matcher(requested);
            if (matcher.matches()) {
                for (int i = 0; i < parameters.size(); i++) {
                    values.put(parameters.get(i), matcher.group(i + 1));
                }
            }
            return values;
        }
    }

    private ContractDocument(JsonNode document) {
        this.document = document;
        JsonNode components = document.path("components").deepCopy();
        makeStrict(components.path("schemas"));
        this.strictComponents = components;
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .forEach(operation ->
                                operations.add(operation(operation.getKey(), path.getKey(), operation.getValue()))));
    }

    static ContractDocument read(Path file) {
        try {
            JsonNode document = new YAMLMapper().readTree(file.toFile());
            return new ContractDocument(withSharedParts(document, document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode withSharedParts(JsonNode node, JsonNode document) {
        String reference = node.path("$ref").asText();
        if (reference.startsWith("#/components/") && !reference.startsWith("#/components/schemas/")) {
            return withSharedParts(document.at(reference.substring(1)), document);
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> entry.setValue(withSharedParts(entry.getValue(), document)));
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, withSharedParts(list.get(i), document));
            }
        }
        return node;
    }

    /** For the parser of Swagger, which does not follow references to shared parts. */
    OpenAPI parsed() {
        return new OpenAPIV3Parser().readContents(document.toString()).getOpenAPI();
    }

    private static Operation operation(String method, String template, JsonNode node) {
        List<String> parameters = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(template);
        StringBuilder regex = new StringBuilder();
        int end = 0;
        while (matcher.find()) {
            regex.append(Pattern.quote(template.substring(end, matcher.start())))
                    .append("([^/]+)");
            parameters.add(matcher.group(1));
            end = matcher.end();
        }
        regex.append(Pattern.quote(template.substring(end)));
        return new Operation(method, template, Pattern.compile(regex.toString()), parameters, node);
    }

    List<Operation> operations() {
        return operations;
    }

    JsonNode schemas() {
        return document.path("components").path("schemas");
    }

    /** The operation of a request; among several matches the one with the fewest path parameters. */
    Optional<Operation> find(String method, String path) {
        return operations.stream()
                .filter(operation -> operation.method().equalsIgnoreCase(method)
                        && operation.path().matcher(path).matches())
                .min((left, right) -> Integer.compare(
                        left.parameters().size(), right.parameters().size()));
    }

    /** The response of this status, or a missing node. */
    JsonNode response(Operation operation, int status) {
        return operation.node().path("responses").path(Integer.toString(status));
    }

    /** The schema of the first media type; a missing node if there is no content. */
    static JsonNode bodyOf(JsonNode content) {
        return content.isEmpty()
                ? content.path("none")
                : content.iterator().next().path("schema");
    }

    /** What is wrong with a value. */
    Set<String> faults(String key, JsonNode schema, JsonNode value) {
        Set<String> faults = new TreeSet<>();
        JsonSchema compiled = schemas.computeIfAbsent(key, any -> compile(schema));
        Set<ValidationMessage> messages = compiled.validate(
                value, execution -> execution.getExecutionConfig().setFormatAssertionsEnabled(true));
        messages.forEach(message -> faults.add(message.getMessage()));
        return faults;
    }

    private JsonSchema compile(JsonNode schema) {
        JsonNode strict = schema.deepCopy();
        makeStrict(strict);
        ObjectNode root = YAMLMapper.builder().build().createObjectNode();
        ArrayNode parts = root.putArray("allOf");
        parts.add(strict);
        root.set("components", strictComponents);
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root);
    }

    /** Forbids fields that are not listed. */
    private static void makeStrict(JsonNode node) {
        node.forEach(ContractDocument::makeStrict);
        if (node instanceof ObjectNode schema) {
            if (schema.path("properties").isObject() && !schema.has("additionalProperties") && !isProperty(schema)) {
                schema.put("additionalProperties", false);
            }
            if (schema.path("example").isValueNode()) {
                schema.remove("example");
            }
        }
    }

    /** Whether this is a list of fields in which one is named "properties". */
    private static boolean isProperty(ObjectNode schema) {
        JsonNode type = schema.path("properties").path("type");
        return type.isTextual() || type.isArray();
    }
}
