package fr.cned.partenariats.partner.integration.apiclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** Looks at {@link StubKeycloak} and breaks it. */
public final class KeycloakControl {

    private KeycloakControl() {}

    public static void mode(StubKeycloak.Mode mode) {
        RestAssured.given().body(mode.name()).post(url("mode")).then().statusCode(200);
    }

    static boolean has(String id) {
        return read(id).statusCode() == 200;
    }

    static JsonPath client(String id) {
        return read(id).then().statusCode(200).extract().jsonPath();
    }

    /** An administrator deletes the client or the account. */
    public static void delete(String id) {
        RestAssured.given().delete(url(id)).then().statusCode(200);
    }

    static void login(String clientId, Instant at) {
        event(new JsonObject()
                .put("type", "CLIENT_LOGIN")
                .put("clientId", clientId)
                .put("time", at.toEpochMilli()));
    }

    /** Whether Keycloak has a mail server. */
    public static void mails(boolean mails) {
        RestAssured.given()
                .body(Boolean.toString(mails))
                .post(url("mails"))
                .then()
                .statusCode(200);
    }

    /** The account with this address. */
    public static Map<String, Object> account(String email) {
        List<Map<String, Object>> accounts = RestAssured.given()
                .get(url("users"))
                .then()
                .extract()
                .path("findAll { it.email == '%s' }".formatted(email));
        assertThat(accounts).hasSize(1);
        return accounts.get(0);
    }

    /** A person signs in. */
    public static void signIn(String account, Instant at) {
        event(new JsonObject().put("type", "LOGIN").put("userId", account).put("time", at.toEpochMilli()));
    }

    private static void event(JsonObject event) {
        event.put("id", UUID.randomUUID().toString())
                .put("realmId", "cned")
                .put("ipAddress", "127.0.0.1")
                .put(
                        "details",
                        new JsonObject()
                                .put("token_id", UUID.randomUUID().toString())
                                .put("grant_type", "client_credentials")
                                .put("scope", "profile")
                                .put("client_auth_method", "client-secret")
                                .put("username", "someone")
                                .put("auth_method", "openid-connect"));
        RestAssured.given().body(event.encode()).post(url("events")).then().statusCode(200);
    }

    private static Response read(String id) {
        return RestAssured.given().get(url(id));
    }

    private static String url(String name) {
        return ConfigProvider.getConfig().getValue(StubKeycloak.URL, String.class) + "/control/" + name;
    }
}
