package fr.cned.partenariats.commons.testing.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Walks through the schemas of a contract. */
final class Schemas {

    private static final String PREFIX = "#/components/schemas/";

    private final OpenAPI contract;

    Schemas(OpenAPI contract) {
        this.contract = contract;
    }

    Map<String, Schema> named() {
        Map<String, Schema> schemas = contract.getComponents().getSchemas();
        return schemas == null ? Map.of() : schemas;
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        if (contract.getPaths() != null) {
            contract.getPaths()
                    .getPathItems()
                    .values()
                    .forEach(path -> operations.addAll(path.getOperations().values()));
        }
        return operations;
    }

    static Schema reference(String name) {
        return OASFactory.createSchema().ref(PREFIX + name);
    }

    /** The name that a schema refers to, directly or by {@code allOf}; null for an inline schema. */
    static @Nullable String nameOf(@Nullable Schema schema) {
        if (schema == null) {
            return null;
        }
        if (schema.getRef() != null) {
            return schema.getRef().substring(schema.getRef().lastIndexOf('/') + 1);
        }
        List<Schema> parts = schema.getAllOf();
        return parts != null && parts.size() == 1 ? nameOf(parts.get(0)) : null;
    }

    static Map<String, Schema> propertiesOf(Schema schema) {
        return schema.getProperties() == null ? Map.of() : schema.getProperties();
    }

    static @Nullable Schema jsonOf(@Nullable Content content) {
        if (content == null || content.getMediaTypes() == null) {
            return null;
        }
        for (MediaType type : content.getMediaTypes().values()) {
            if (type.getSchema() != null) {
                return type.getSchema();
            }
        }
        return null;
    }

    static Collection<Map.Entry<String, APIResponse>> responsesOf(Operation operation) {
        return operation.getResponses() == null || operation.getResponses().getAPIResponses() == null
                ? List.of()
                : operation.getResponses().getAPIResponses().entrySet();
    }

    static List<Parameter> parametersOf(Operation operation) {
        return operation.getParameters() == null ? List.of() : operation.getParameters();
    }

    static boolean isSuccess(String status) {
        return status.startsWith("2");
    }

    /** The names of all schemas that answers contain. */
    Set<String> inAnswers() {
        Set<String> names = new LinkedHashSet<>();
        for (Operation operation : operations()) {
            responsesOf(operation)
                    .forEach(response -> collect(jsonOf(response.getValue().getContent()), names));
        }
        return names;
    }

    /** The names of all schemas that requests contain. */
    Set<String> inRequests() {
        Set<String> names = new LinkedHashSet<>();
        for (Operation operation : operations()) {
            if (operation.getRequestBody() != null) {
                collect(jsonOf(operation.getRequestBody().getContent()), names);
            }
            parametersOf(operation).forEach(parameter -> collect(parameter.getSchema(), names));
        }
        return names;
    }

    /** All schemas that refer to a named one. */
    List<Schema> references() {
        List<Schema> references = new ArrayList<>();
        named().values().forEach(schema -> addReferences(schema, references));
        if (contract.getComponents().getResponses() != null) {
            contract.getComponents()
                    .getResponses()
                    .values()
                    .forEach(response -> addReferences(response.getContent(), references));
        }
        for (Operation operation : operations()) {
            parametersOf(operation).forEach(parameter -> addReferences(parameter.getSchema(), references));
            if (operation.getRequestBody() != null) {
                addReferences(operation.getRequestBody().getContent(), references);
            }
            responsesOf(operation)
                    .forEach(response -> addReferences(response.getValue().getContent(), references));
        }
        return references;
    }

    private static void addReferences(@Nullable Content content, List<Schema> references) {
        if (content != null && content.getMediaTypes() != null) {
            content.getMediaTypes().values().forEach(type -> addReferences(type.getSchema(), references));
        }
    }

    private static void addReferences(@Nullable Schema schema, List<Schema> references) {
        if (schema == null) {
            return;
        }
        if (schema.getRef() != null) {
            references.add(schema);
        }
        propertiesOf(schema).values().forEach(property -> addReferences(property, references));
        addReferences(schema.getItems(), references);
        addReferences(schema.getAdditionalPropertiesSchema(), references);
        if (schema.getAllOf() != null) {
            schema.getAllOf().forEach(part -> addReferences(part, references));
        }
    }

    private void collect(@Nullable Schema schema, Set<String> names) {
        if (schema == null) {
            return;
        }
        if (schema.getRef() != null) {
            String name = nameOf(schema);
            if (name != null && names.add(name)) {
                collect(named().get(name), names);
            }
            return;
        }
        propertiesOf(schema).values().forEach(property -> collect(property, names));
        collect(schema.getItems(), names);
        collect(schema.getAdditionalPropertiesSchema(), names);
        if (schema.getAllOf() != null) {
            schema.getAllOf().forEach(part -> collect(part, names));
        }
    }

    /** Removes the schemas that no operation uses. */
    void removeUnused() {
        Set<String> used = inAnswers();
        used.addAll(inRequests());
        if (contract.getComponents().getResponses() != null) {
            for (APIResponse response : contract.getComponents().getResponses().values()) {
                collect(jsonOf(response.getContent()), used);
            }
        }
        List.copyOf(named().keySet()).stream()
                .filter(name -> !used.contains(name))
                .forEach(contract.getComponents()::removeSchema);
    }

    /** Replaces each schema of a field, an item, a parameter, a body or a header. */
    void replaceEach(UnaryOperator<Schema> change) {
        for (Map.Entry<String, Schema> schema : Map.copyOf(named()).entrySet()) {
            replaceInside(schema.getValue(), change);
        }
        for (Operation operation : operations()) {
            for (Parameter parameter : parametersOf(operation)) {
                if (parameter.getSchema() != null) {
                    replaceInside(parameter.getSchema(), change);
                    parameter.setSchema(change.apply(parameter.getSchema()));
                }
            }
            for (Map.Entry<String, APIResponse> response : responsesOf(operation)) {
                if (response.getValue().getHeaders() != null) {
                    for (Header header : response.getValue().getHeaders().values()) {
                        if (header.getSchema() != null) {
                            header.setSchema(change.apply(header.getSchema()));
                        }
                    }
                }
            }
        }
    }

    private static void replaceInside(Schema schema, UnaryOperator<Schema> change) {
        if (schema.getProperties() != null) {
            Map.copyOf(schema.getProperties()).forEach((name, property) -> replaceInside(property, change));
            List.copyOf(schema.getProperties().keySet()).forEach(name -> replaceProperty(schema, name, change));
        }
        if (schema.getItems() != null) {
            replaceInside(schema.getItems(), change);
            schema.setItems(change.apply(schema.getItems()));
        }
        if (schema.getAdditionalPropertiesSchema() != null) {
            replaceInside(schema.getAdditionalPropertiesSchema(), change);
            schema.setAdditionalPropertiesSchema(change.apply(schema.getAdditionalPropertiesSchema()));
        }
    }

    private static void replaceProperty(Schema schema, String name, UnaryOperator<Schema> change) {
        Map<String, Schema> properties = new LinkedHashMap<>(schema.getProperties());
        Schema before = properties.get(name);
        if (before != null) {
            properties.put(name, change.apply(before));
            schema.setProperties(properties);
        }
    }
}
