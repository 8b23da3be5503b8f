package fr.cned.partenariats.partner.integration.people;

import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;

import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Invites people for tests. */
public final class PersonMother {

    static final String PATH = "/v1/people/";

    private PersonMother() {}

    /** @param partner null for the caller's own office, or its own partner */
    public static Map<String, Object> request(UUID partner, String role) {
        Map<String, Object> request = new LinkedHashMap<>();
        if (partner != null) {
            request.put("partnerId", partner.toString());
        }
        request.put("firstName", "Anne");
        request.put("lastName", "Martin");
        request.put("email", "anne-" + UUID.randomUUID() + "@campus.example");
        request.put("role", role);
        return request;
    }

    public static JsonPath created(RequestSpecification caller, Map<String, Object> request) {
        return caller.body(request)
                .post("/v1/people")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    /** The id of a new person of the partner. */
    public static UUID person(UUID partner) {
        return UUID.fromString(created(officer(), request(partner, "REGISTERS")).getString("id"));
    }
}
