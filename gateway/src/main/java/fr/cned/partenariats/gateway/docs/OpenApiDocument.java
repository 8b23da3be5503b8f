package fr.cned.partenariats.gateway.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.gateway.GatewayConfig;

/**
 * Adapts a service's OpenAPI document to this installation: the server is this gateway, and the security schemes name
 * this installation's identity provider.
 */
final class OpenApiDocument {

    private static final String OAUTH = "oauth2";
    private static final String BEARER = "bearer";

    private OpenApiDocument() {}

    static void adapt(ObjectNode contract, GatewayConfig.Docs docs) {
        contract.putArray("servers").addObject().put("url", "/").put("description", "This gateway");
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
