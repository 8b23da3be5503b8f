package fr.cned.partenariats.gateway.pages.docs;

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

    /**
     * Turns the document into OpenAPI 3.0.3, for tools that do not know 3.1: a type with null becomes nullable, the list of
     * examples of a schema its first example, and there are no webhooks.
     */
    static void downgrade(ObjectNode contract) {
        contract.put("openapi", "3.0.3");
        contract.remove("webhooks");
        downgradeSchemas(contract);
    }

    private static void downgradeSchemas(JsonNode node) {
        if (node instanceof ObjectNode object) {
            JsonNode types = object.path("type");
            if (types.isArray()) {
                object.put("type", types.path(0).asText());
                object.put("nullable", true);
            }
            if (object.path("examples").isArray()) {
                object.set("example", object.remove("examples").path(0));
            }
        }
        // The fields of an example are no schemas.
        node.properties().stream()
                .filter(entry -> !entry.getKey().equals("example"))
                .forEach(entry -> downgradeSchemas(entry.getValue()));
        if (node.isArray()) {
            node.forEach(OpenApiDocument::downgradeSchemas);
        }
    }

    /** Each operation names the service's security scheme, which no longer exists in the document. A public one needs none. */
    private static void removeOwnRequirements(JsonNode path) {
        for (JsonNode operation : path) {
            if (operation instanceof ObjectNode object) {
                object.remove("security");
                if (object.path("x-public").asBoolean()) {
                    object.putArray("security");
                }
            }
        }
    }
}
