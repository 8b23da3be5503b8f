package fr.cned.partenariats.gateway.pages.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.edge.route.AllowedMethods;
import fr.cned.partenariats.gateway.edge.route.PathTemplates;
import fr.cned.partenariats.gateway.edge.route.Service;
import fr.cned.partenariats.gateway.pages.problem.ProblemPages;
import fr.cned.partenariats.gateway.pages.web.WebFiles;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The documents that the portal shows, made at the start from the contracts that the build packages: the OpenAPI
 * documents of this installation, the events, the limits, the index for the search and the changes.
 */
@Singleton
public class DocsData {

    private static final Logger LOG = Logger.getLogger(DocsData.class);
    private static final String CONTRACTS = "contracts/";
    private static final String PUBLISHED = WebFiles.DOCS + "/" + CONTRACTS;
    private static final String DATA = WebFiles.DOCS + "/data/";

    private final ObjectMapper json = new ObjectMapper();
    private final YAMLMapper yaml = new YAMLMapper();
    private final GatewayConfig config;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<Operation> operations = new ArrayList<>();

    DocsData(GatewayConfig config, AllowedMethods methods, PathTemplates templates, ProblemPages problems) {
        this.config = config;
        for (Service service : Service.values()) {
            addContract(service.label(), methods, templates);
        }
        for (Operation operation : operations) {
            operation
                    .codes()
                    .forEach((code, status) -> problems.addOperation(code, status, operation.id(), operation.page()));
            operation
                    .errorCodes()
                    .forEach((code, status) ->
                            problems.addOperationWithError(code, status, operation.id(), operation.page()));
        }
        copy("contracts/arazzo.yaml", WebFiles.DOCS + "/arazzo.yaml");
        copy("CHANGELOG.md", DATA + "changelog.md");
        files.put(DATA + "events.json", bytes(events()));
        files.put(DATA + "limits.json", bytes(limits()));
        files.put(DATA + "search.json", bytes(index(problems)));
    }

    public void addTo(WebFiles webFiles) {
        files.forEach(webFiles::add);
    }

    private void addContract(String label, AllowedMethods methods, PathTemplates templates) {
        ObjectNode contract = read(CONTRACTS + label + "/openapi.yaml");
        if (contract == null) {
            return;
        }
        methods.add(contract);
        templates.add(contract);
        OpenApiDocument.adapt(contract, config.docs());
        files.put(PUBLISHED + label + ".json", bytes(contract));
        files.put(PUBLISHED + label + "-3.1.yaml", yamlBytes(contract));
        operations.addAll(Operation.in(label, contract));
        OpenApiDocument.downgrade(contract);
        files.put(PUBLISHED + label + ".yaml", yamlBytes(contract));
    }

    /** The AsyncAPI document of each service with the schemas that it names. */
    private ObjectNode events() {
        ObjectNode events = json.createObjectNode();
        for (Service service : Service.values()) {
            String folder = CONTRACTS + service.label() + "/";
            ObjectNode document = read(folder + "asyncapi.yaml");
            if (document == null) {
                continue;
            }
            copy(folder + "asyncapi.yaml", PUBLISHED + service.label() + "/asyncapi.yaml");
            ObjectNode entry = events.putObject(service.label());
            entry.set("document", document);
            ObjectNode schemas = entry.putObject("schemas");
            for (JsonNode message : document.path("components").path("messages")) {
                String reference = message.path("payload").path("$ref").asText();
                String file = reference.replaceFirst("^\\./", "");
                JsonNode schema = file.isEmpty() ? null : read(folder + file);
                if (schema != null) {
                    schemas.set(reference, schema);
                    copy(folder + file, PUBLISHED + service.label() + "/" + file);
                }
            }
        }
        return events;
    }

    /** The limits of the gateway that concern a client. */
    private ObjectNode limits() {
        GatewayConfig.Concurrency concurrency = config.concurrency();
        return json.createObjectNode()
                .put("requestsPerSecond", config.rateLimit().requestsPerSecond())
                .put("burst", config.rateLimit().burst())
                .put("requestsInProgress", concurrency.perClient())
                .put("importsInProgress", concurrency.importsPerClient())
                .put("exportsInProgress", concurrency.exportsPerClient())
                .put("bodyBytes", config.bodyLimit().standard().asLongValue())
                .put("importBytes", config.bodyLimit().imports().asLongValue())
                .put("answerSeconds", config.timeout().response().toSeconds())
                .put("importAnswerSeconds", config.timeout().importsResponse().toSeconds())
                .put("addressRequestsPerSecond", config.addressLimit().requestsPerSecond())
                .put("addressBurst", config.addressLimit().burst())
                .put("lockoutFailures", config.lockout().failures())
                .put("lockoutWithinSeconds", config.lockout().within().toSeconds())
                .put("lockoutSeconds", config.lockout().lasts().toSeconds());
    }

    private ObjectNode index(ProblemPages problems) {
        ObjectNode index = json.createObjectNode();
        var entries = index.putArray("operations");
        operations.forEach(operation -> entries.addObject()
                .put("service", operation.service())
                .put("id", operation.id())
                .put("method", operation.method())
                .put("path", operation.path())
                .put("tag", operation.tag())
                .put("summary", operation.summary()));
        var codes = index.putArray("problems");
        problems.titles((code, english, french) ->
                codes.addObject().put("code", code).put("en", english).put("fr", french));
        return index;
    }

    private @Nullable ObjectNode read(String resource) {
        byte[] packaged = resource(resource);
        if (packaged == null) {
            LOG.warnf("The build does not contain %s: /docs does not show it", resource);
            return null;
        }
        try {
            // JSON is YAML, too.
            return (ObjectNode) yaml.readTree(packaged);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(resource, unreadable);
        }
    }

    private void copy(String resource, String path) {
        byte[] packaged = resource(resource);
        if (packaged == null) {
            throw new IllegalStateException("The build does not contain " + resource);
        }
        files.put(path, packaged);
    }

    private static byte @Nullable [] resource(String name) {
        try (InputStream packaged =
                Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
            return packaged == null ? null : packaged.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name, unreadable);
        }
    }

    private byte[] bytes(JsonNode document) {
        try {
            return json.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] yamlBytes(JsonNode document) {
        try {
            return yaml.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
