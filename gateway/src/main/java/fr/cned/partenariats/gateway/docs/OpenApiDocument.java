package fr.cned.partenariats.gateway.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.route.Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Adapts a service's OpenAPI document to this installation: the server is this gateway, and the security schemes name
 * this installation's identity provider.
 */
final class OpenApiDocument {

    private static final Logger LOG = Logger.getLogger(OpenApiDocument.class);
    private static final String OAUTH = "oauth2";
    private static final String BEARER = "bearer";

    private final YAMLMapper yaml = new YAMLMapper();
    private final GatewayConfig.Docs docs;
    private final Consumer<JsonNode> reader;

    /** @param reader receives each contract that is read */
    OpenApiDocument(GatewayConfig.Docs docs, Consumer<JsonNode> reader) {
        this.docs = docs;
        this.reader = reader;
    }

    /** Returns the document in YAML, or empty if the gateway was built without it. */
    Optional<String> read(Service service) {
        String file = "contracts/" + service.label() + "/openapi.yaml";
        try (InputStream packaged =
                Thread.currentThread().getContextClassLoader().getResourceAsStream(file)) {
            if (packaged == null) {
                LOG.warnf("The build does not contain %s: /docs does not show it", file);
                return Optional.empty();
            }
            ObjectNode contract = (ObjectNode) yaml.readTree(packaged);
            reader.accept(contract);
            contract.putArray("servers").addObject().put("url", "/").put("description", "This gateway");
            secure(contract);
            return Optional.of(yaml.writeValueAsString(contract));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file, unreadable);
        }
    }

    private void secure(ObjectNode contract) {
        ObjectNode schemes = contract.withObjectProperty("components").putObject("securitySchemes");
        ObjectNode flows = schemes.putObject(OAUTH).put("type", "oauth2").putObject("flows");
        ObjectNode code = flows.putObject("authorizationCode");
        code.put("authorizationUrl", docs.authorizationUrl().toString());
        code.put("tokenUrl", docs.tokenUrl().toString());
        code.putObject("scopes").put("openid", "Your identity");
        ObjectNode credentials = flows.putObject("clientCredentials");
        credentials.put("tokenUrl", docs.tokenUrl().toString());
        credentials.putObject("scopes");
        schemes.putObject(BEARER).put("type", "http").put("scheme", "bearer").put("bearerFormat", "JWT");

        contract.remove("security");
        contract.putArray("security").addObject().putArray(OAUTH);
        contract.withArray("security").addObject().putArray(BEARER);
        contract.path("paths").forEach(OpenApiDocument::removeOwnRequirements);
    }

    /** Each operation names the service's security scheme, which no longer exists in the document. */
    private static void removeOwnRequirements(JsonNode path) {
        for (JsonNode operation : path) {
            if (operation instanceof ObjectNode object) {
                object.remove("security");
            }
        }
    }
}
