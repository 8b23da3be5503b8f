package fr.cned.partenariats.partner.integration.apiclient;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.eclipse.microprofile.config.ConfigProvider;

/** Looks at {@link StubKeycloak} and breaks it. */
final class KeycloakControl {

    private KeycloakControl() {}

    static void mode(StubKeycloak.Mode mode) {
        RestAssured.given().body(mode.name()).post(url("mode")).then().statusCode(200);
    }

    static boolean has(String id) {
        return read(id).statusCode() == 200;
    }

    static JsonPath client(String id) {
        return read(id).then().statusCode(200).extract().jsonPath();
    }

    /** An administrator deletes the client. */
    static void delete(String id) {
        RestAssured.given().delete(url(id)).then().statusCode(200);
    }

    static void login(String clientId, Instant at) {
        RestAssured.given()
                .body(new JsonObject()
                        .put("type", "CLIENT_LOGIN")
                        .put("clientId", clientId)
                        .put("time", at.toEpochMilli())
                        .encode())
                .post(url("events"))
                .then()
                .statusCode(200);
    }

    private static Response read(String id) {
        return RestAssured.given().get(url(id));
    }

    private static String url(String name) {
        return ConfigProvider.getConfig().getValue(StubKeycloak.URL, String.class) + "/control/" + name;
    }
}
