package fr.cned.partenariats.partner.registry.partner;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@PartnerIT
class PartnerContactsIT {

    @Test
    void aPartnerSeesOnlyItselfAndReplacesItsContacts() {
        UUID own = registered();
        UUID other = registered();
        String token = Tokens.partner(own);
        Map<String, Object> contacts = Map.of(
                "contacts", List.of(Map.of("role", "Direction", "name", "Secrétariat", "phone", "+33 1 64 70 00 00")));

        Api.as(token).get("/v1/partners").then().body("items.id", contains(own.toString()));
        Api.as(token).get("/v1/partners/" + own).then().statusCode(200);
        Api.as(token).get("/v1/partners/" + other).then().statusCode(404).body("code", equalTo("not-found"));
        Api.as(token)
                .header("If-Match", "\"0\"")
                .body(contacts)
                .put("/v1/partners/" + own + "/contacts")
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"");
        Api.as(token).get("/v1/partners/" + own).then().body("contacts[0].name", equalTo("Secrétariat"));
        Api.as(token)
                .header("If-Match", "\"0\"")
                .body(contacts)
                .put("/v1/partners/" + other + "/contacts")
                .then()
                .statusCode(404)
                .body("code", equalTo("not-found"));
        officer().get("/v1/partners/" + other).then().body("contacts", hasSize(0));
    }

    @Test
    void theContactsOfAClosedPartnerCanOnlyBeErased() {
        List<Map<String, String>> contacts = List.of(Map.of("role", "Direction", "name", "Secrétariat"));
        UUID id = registered(with(partner("COMPANY", "Entreprise fermée"), "contacts", contacts));
        officer().post("/v1/partners/" + id + "/closure").then().statusCode(200);

        putContacts(id, 1, contacts).then().spec(problem(409, "partner-closed"));
        putContacts(id, 1, List.of()).then().statusCode(200).body("contacts", hasSize(0));
    }

    @Test
    void aRetryDoesNotShowContactsThatWereReplaced() {
        Map<String, Object> body = with(
                partner("COMPANY", "Entreprise (test)"),
                "contacts",
                List.of(Map.of("role", "Direction", "name", "Camille Canari", "email", "canari@example.org")));
        String key = UUID.randomUUID().toString();
        Response first = keyed(key, body);
        String federation = UUID.randomUUID().toString();
        Map<String, Object> member = with(body, "parentId", first.path("id"));
        keyed(federation, member).then().statusCode(201);

        putContacts(UUID.fromString(first.path("id")), 0, List.of()).then().statusCode(200);

        Response again = keyed(key, body);
        again.then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .body("legalName", equalTo("Entreprise (test)"));
        assertThat(again.asString()).doesNotContain("anari");
        assertThat(keyed(federation, member).asString()).contains("Camille Canari");
    }

    @Test
    void aRetryDoesNotShowContactsThatAPatchRemoved() {
        Map<String, Object> body = with(
                partner("COMPANY", "Entreprise (test)"),
                "contacts",
                List.of(Map.of("role", "Direction", "name", "Camille Canari")));
        String key = UUID.randomUUID().toString();
        Response first = keyed(key, body);

        patching(officer(), "\"0\"")
                .body(Map.of("contacts", List.of()))
                .patch("/v1/partners/" + first.path("id"))
                .then()
                .statusCode(200);

        assertThat(keyed(key, body).asString()).doesNotContain("Canari");
    }

    private static Response keyed(String key, Map<String, Object> body) {
        return officer().header("Idempotency-Key", key).body(body).post("/v1/partners");
    }

    private static Response putContacts(UUID id, int revision, List<?> contacts) {
        return officer()
                .header("If-Match", "\"" + revision + "\"")
                .body(Map.of("contacts", contacts))
                .put("/v1/partners/" + id + "/contacts");
    }
}
