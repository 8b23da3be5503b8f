package fr.cned.partenariats.parking;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/** Frequent requests of the tests. */
public final class Parking {

    private Parking() {}

    public static RequestSpecification warden() {
        return Api.as(Tokens.withRole("warden"));
    }

    public static RequestSpecification driver() {
        return Api.as(Tokens.withRole("driver"));
    }

    public static String space(String label) {
        return "{\"label\":\"%s\",\"kind\":\"CAR\",\"floor\":1}".formatted(label);
    }

    public static String newLabel() {
        return UUID.randomUUID().toString().substring(0, 18);
    }

    /** The id of a new space. */
    public static String givenSpace() {
        return warden().body(space(newLabel()))
                .post("/v1/spaces")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    public static String reservation(String lot) {
        return "{\"lot\":\"%s\",\"plate\":\"AA-123-BB\"}".formatted(lot);
    }

    public static Response reserve(String lot, String key) {
        return driver().header("Idempotency-Key", key).body(reservation(lot)).post("/v1/reservations");
    }
}
