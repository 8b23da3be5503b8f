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
import org.jboss.logging.Logger;

/**
 * A service's checked-in OpenAPI document, made to fit where it is shown: its server is this gateway, and one
 * can log in at the identity provider of this installation, whose address the service did not know.
 */
final class Contract {

    private static final Logger LOG = Logger.getLogger(Contract.class);
    private static final String OAUTH = "oauth2";
    private static final String BEARER = "bearer";

    private final YAMLMapper yaml = new YAMLMapper();
    private final GatewayConfig.Docs docs;

    Contract(GatewayConfig.Docs docs) {
        this.docs = docs;
    }

    /** The document in YAML; empty when the gateway was built without it. */
    Optional<String> read(Service service) {
        String file = "contracts/" + service.label() + "/openapi.yaml";
        try (InputStream packaged =
                Thread.currentThread().getContextClassLoader().getResourceAsStream(file)) {
            if (packaged == null) {
                LOG.warnf("built without %s, so /docs does not show it", file);
                return Optional.empty();
            }
            ObjectNode contract = (ObjectNode) yaml.readTree(packaged);
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
        code.putObject("scopes").put("openid", "Who you are");
        ObjectNode credentials = flows.putObject("clientCredentials");
        credentials.put("tokenUrl", docs.tokenUrl().toString());
        credentials.putObject("scopes");
        schemes.putObject(BEARER).put("type", "http").put("scheme", "bearer").put("bearerFormat", "JWT");

        contract.remove("security");
        contract.putArray("security").addObject().putArray(OAUTH);
        contract.withArray("security").addObject().putArray(BEARER);
        contract.path("paths").forEach(Contract::dropOwnRequirements);
    }

    /** Operations name the scheme of the service's document, which is no longer there; the common one applies. */
    private static void dropOwnRequirements(JsonNode path) {
        for (JsonNode operation : path) {
            if (operation instanceof ObjectNode object) {
                object.remove("security");
            }
        }
    }
}
