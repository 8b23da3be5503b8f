package fr.cned.partenariats.partner.webhook;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.commons.testing.Problems.violates;
import static fr.cned.partenariats.partner.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.partner.PartnerMother.with;
import static fr.cned.partenariats.partner.webhook.WebhookMother.PATH;
import static fr.cned.partenariats.partner.webhook.WebhookMother.created;
import static fr.cned.partenariats.partner.webhook.WebhookMother.read;
import static fr.cned.partenariats.partner.webhook.WebhookMother.request;
import static fr.cned.partenariats.partner.webhook.WebhookMother.webhook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The officer and the partner itself keep the webhooks of a partner. */
@PartnerIT
class WebhookIT {

    private static final String URL = "https://lycee.example.fr/cned";

    private UUID partner;

    @BeforeEach
    void aPartner() {
        partner = registered();
    }

    private RequestSpecification program() {
        return Api.as(Tokens.partnerWithScopes(partner, "webhooks:manage"));
    }

    @Test
    void aPartnerCreatesReadsAndListsItsWebhooks() {
        Map<String, Object> request = request(partner, URL, "enrollment.changed", "agreement.changed");
        request.remove("partnerId");
        request.put("description", "Vie scolaire");
        request.put("filter", Map.of("enrollmentStates", List.of("CONFIRMED", "ACTIVE")));

        JsonPath webhook = created(program(), request);

        assertThat(webhook.getString("secret")).startsWith("whsec_");
        program()
                .get(PATH + webhook.getString("id"))
                .then()
                .statusCode(200)
                .header("ETag", "\"0\"")
                .body("partnerId", equalTo(partner.toString()))
                .body("url", equalTo(URL))
                .body("eventTypes", contains("agreement.changed", "enrollment.changed"))
                .body("filter.enrollmentStates", contains("CONFIRMED", "ACTIVE"))
                .body("description", equalTo("Vie scolaire"))
                .body("state", equalTo("ACTIVE"));
        registered();
        webhook(registered());
        program().get("/v1/webhooks").then().statusCode(200).body("items.id", contains(webhook.getString("id")));
        officer()
                .get("/v1/webhooks?partnerId=" + partner)
                .then()
                .statusCode(200)
                .body("items.id", contains(webhook.getString("id")));
    }

    @Test
    void theSecretIsShownOnceAndStoredEncrypted() {
        String key = UUID.randomUUID().toString();
        Response first = post("/v1/webhooks", request(partner, URL, "enrollment.changed"), key);
        Response replay = post("/v1/webhooks", request(partner, URL, "enrollment.changed"), key);
        String id = first.path("id");

        replay.then().statusCode(201).body("id", equalTo(id)).body("secret", nullValue());
        officer().get(PATH + id).then().statusCode(200).body("secret", nullValue());
        officer().get("/v1/webhooks?partnerId=" + partner).then().body("items[0].secret", nullValue());
        assertStoredNowhere(first.path("secret"));

        String rotationKey = UUID.randomUUID().toString();
        String rotation = PATH + id + "/secret-rotation";
        Response rotated = post(rotation, Map.of("overlapHours", 1), rotationKey);
        String secret = rotated.then().statusCode(200).extract().path("secret");
        assertThat(secret).startsWith("whsec_").isNotEqualTo(first.path("secret"));
        post(rotation, Map.of("overlapHours", 1), rotationKey)
                .then()
                .statusCode(200)
                .body("secret", nullValue());
        assertStoredNowhere(secret);
    }

    private static Response post(String path, Object body, String key) {
        return officer().header("Idempotency-Key", key).body(body).post(path);
    }

    private static void assertStoredNowhere(String secret) {
        String base64 = secret.substring("whsec_".length());
        String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
        for (String table : List.of("idempotency_key", "audit_entry", "outbox", "webhook")) {
            String rows = table.equals("idempotency_key") ? "convert_from(t.body, 'UTF8')" : "cast(t as text)";
            for (String form : List.of(base64, hex)) {
                assertThat(OwnerDatabase.number(
                                "select count(*) from " + table + " t where position(? in " + rows + ") > 0", form))
                        .as(table)
                        .isZero();
            }
        }
    }

    @Test
    void aChangeReplacesTheFieldsOfThePatch() {
        String id = created(
                        program(),
                        with(
                                request(partner, URL, "enrollment.changed"),
                                "filter",
                                Map.of("agreementIds", List.of(UUID.randomUUID().toString()))))
                .getString("id");

        patching(program(), "\"0\"")
                .body("{\"url\":\"https://lycee.example.fr/new\",\"filter\":null,\"description\":\"Nouveau\"}")
                .patch(PATH + id)
                .then()
                .statusCode(200)
                .body("url", equalTo("https://lycee.example.fr/new"))
                .body("eventTypes", contains("enrollment.changed"))
                .body("filter", nullValue())
                .body("description", equalTo("Nouveau"))
                .body("revision", equalTo(1));
        patching(program(), "\"0\"").body("{}").patch(PATH + id).then().spec(problem(412, "stale-revision"));
        patching(program(), "*")
                .body("{\"url\":\"ftp://lycee.example.fr\"}")
                .patch(PATH + id)
                .then()
                .spec(violates("/url", "invalid-webhook-url"));
        patching(program(), "*")
                .body("{\"eventTypes\":[]}")
                .patch(PATH + id)
                .then()
                .statusCode(400);
    }

    @Test
    void anInvalidRequestIsRefused() {
        program()
                .body(request(partner, "https://user@lycee.example.fr", "enrollment.changed"))
                .post("/v1/webhooks")
                .then()
                .spec(violates("/url", "invalid-webhook-url"));
        program()
                .body(request(partner, URL, "webhook.ping"))
                .post("/v1/webhooks")
                .then()
                .statusCode(400);
        program()
                .body(with(
                        request(partner, URL, "enrollment.changed"),
                        "filter",
                        Map.of("enrollmentStates", List.of("HAPPY"))))
                .post("/v1/webhooks")
                .then()
                .statusCode(400);
        officer()
                .body(request(UUID.randomUUID(), URL, "enrollment.changed"))
                .post("/v1/webhooks")
                .then()
                .spec(violates("/partnerId", "unknown-partner"));
    }

    @Test
    void aPartnerHasAtMost20Webhooks() {
        String first = created(partner, URL, "enrollment.changed").getString("id");
        for (int i = 1; i < 20; i++) {
            created(partner, URL, "enrollment.changed");
        }
        program()
                .body(request(partner, URL, "enrollment.changed"))
                .post("/v1/webhooks")
                .then()
                .spec(problem(409, "too-many-webhooks"));

        program().delete(PATH + first).then().statusCode(204);
        created(program(), request(partner, URL, "enrollment.changed"));
    }

    @Test
    void aDeletedWebhookDoesNotExist() {
        String id = created(partner, URL, "enrollment.changed").getString("id");

        program().delete(PATH + id).then().statusCode(204);

        program().get(PATH + id).then().spec(problem(404, "not-found"));
        program().delete(PATH + id).then().spec(problem(404, "not-found"));
    }

    @Test
    void aClosedPartnerGetsNoWebhookAndAnActiveOneIsNotResumed() {
        String id = created(partner, URL, "enrollment.changed").getString("id");
        program().post(PATH + id + "/resumption").then().spec(problem(409, "illegal-transition"));
        assertThat(read(id).getString("state")).isEqualTo("ACTIVE");

        UUID closed = registered();
        officer().post("/v1/partners/" + closed + "/closure").then().statusCode(200);
        officer()
                .body(request(closed, URL, "enrollment.changed"))
                .post("/v1/webhooks")
                .then()
                .spec(problem(409, "partner-closed"));
    }
}
