package fr.cned.partenariats.partner.integration.webhook;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.commons.testing.Problems.violates;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.PATH;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.created;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.read;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.request;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.webhook;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The officer and the partner itself keep the webhooks of a partner. */
@PartnerIT
class WebhookIT {

    private UUID partner;
    private Receiver receiver;

    @BeforeEach
    void aPartnerWithAReceiver() {
        partner = registered();
        receiver = new Receiver();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private RequestSpecification program() {
        return Api.as(Tokens.partnerWithScopes(partner, "webhooks:manage"));
    }

    @Test
    void aPartnerCreatesReadsAndListsItsWebhooks() {
        Map<String, Object> request = request(partner, receiver.url(), "enrollment.changed", "agreement.changed");
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
                .body("url", equalTo(receiver.url()))
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
        Response first = post("/v1/webhooks", request(partner, receiver.url(), "enrollment.changed"), key);
        Response replay = post("/v1/webhooks", request(partner, receiver.url(), "enrollment.changed"), key);
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
        for (String table : List.of("idempotency_key", "change_log", "webhook")) {
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
                                request(partner, receiver.url(), "enrollment.changed"),
                                "filter",
                                Map.of("agreementIds", List.of(UUID.randomUUID().toString()))))
                .getString("id");

        patching(program(), "\"0\"")
                .body("{\"url\":\"" + receiver.url() + "new\",\"filter\":null,\"description\":\"Nouveau\"}")
                .patch(PATH + id)
                .then()
                .statusCode(200)
                .body("url", equalTo(receiver.url() + "new"))
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
                .body(request(partner, receiver.url(), "webhook.ping"))
                .post("/v1/webhooks")
                .then()
                .statusCode(400);
        program()
                .body(with(
                        request(partner, receiver.url(), "enrollment.changed"),
                        "filter",
                        Map.of("enrollmentStates", List.of("HAPPY"))))
                .post("/v1/webhooks")
                .then()
                .statusCode(400);
        officer()
                .body(request(UUID.randomUUID(), receiver.url(), "enrollment.changed"))
                .post("/v1/webhooks")
                .then()
                .spec(violates("/partnerId", "unknown-partner"));
    }

    @Test
    void aPartnerHasAtMost20Webhooks() {
        String first = created(partner, receiver.url(), "enrollment.changed").getString("id");
        OwnerDatabase.execute(
                "insert into webhook select (jsonb_populate_record(w, jsonb_build_object('id', gen_random_uuid()))).*"
                        + " from webhook w, generate_series(1, 19) where w.id = ?",
                UUID.fromString(first));
        program()
                .body(request(partner, receiver.url(), "enrollment.changed"))
                .post("/v1/webhooks")
                .then()
                .spec(problem(409, "too-many-webhooks"));

        program().delete(PATH + first).then().statusCode(204);
        created(program(), request(partner, receiver.url(), "enrollment.changed"));
    }

    @Test
    void aDeletedWebhookDoesNotExist() {
        String id = created(partner, receiver.url(), "enrollment.changed").getString("id");

        program().delete(PATH + id).then().statusCode(204);

        program().get(PATH + id).then().spec(problem(404, "not-found"));
        program().delete(PATH + id).then().spec(problem(404, "not-found"));
    }

    @Test
    void aClosedPartnerGetsNoWebhookAndAnActiveOneIsNotResumed() {
        String id = created(partner, receiver.url(), "enrollment.changed").getString("id");
        program().post(PATH + id + "/resumption").then().spec(problem(409, "illegal-transition"));
        assertThat(read(id).getString("state")).isEqualTo("ACTIVE");

        UUID closed = registered();
        officer().post("/v1/partners/" + closed + "/closure").then().statusCode(200);
        officer()
                .body(request(closed, receiver.url(), "enrollment.changed"))
                .post("/v1/webhooks")
                .then()
                .spec(problem(409, "partner-closed"));
    }

    @Test
    void theTargetRepeatsAChallengeBeforeAWebhookIsStored() {
        receiver.repeats(challenge -> ' ' + challenge + '\n');
        created(program(), request(partner, receiver.url(), "enrollment.changed"));

        assertThat(receiver.challenges()).hasSize(1);
        JsonPath body = JsonPath.from(receiver.challenges().get(0).body());
        assertThat(body.<Map<String, Object>>get("$")).containsOnlyKeys("type", "challenge");
        assertThat(body.getString("challenge")).matches("[A-Za-z0-9_-]{43}");
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void aTargetThatDoesNotRepeatTheChallengeIsNotStored() {
        for (UnaryOperator<String> answer : List.<UnaryOperator<String>>of(
                challenge -> "",
                challenge -> challenge.substring(1),
                challenge -> challenge + challenge,
                challenge -> "{\"challenge\":\"" + challenge + "\"}",
                challenge -> challenge + " ".repeat(2_000) + 'x')) {
            receiver.repeats(answer);
            refused(receiver.url());
        }
        UUID gone = webhook(registered());
        refused(read(gone.toString()).getString("url"));
        refused("https://10.0.0.1/");
        program().get("/v1/webhooks").then().statusCode(200).body("items", hasSize(0));
    }

    private void refused(String url) {
        program()
                .body(request(partner, url, "enrollment.changed"))
                .post("/v1/webhooks")
                .then()
                .spec(violates("/url", "webhook-challenge-failed"));
    }

    @Test
    void aNewUrlHasNotFailedYet() {
        String id = created(partner, receiver.url(), "enrollment.changed").getString("id");
        OwnerDatabase.execute("update webhook set failing_since = now() where id = ?", UUID.fromString(id));
        patching(program(), "*")
                .body("{\"description\":\"x\"}")
                .patch(PATH + id)
                .then()
                .statusCode(200);
        assertThat(read(id).getString("failingSince")).isNotNull();

        patching(program(), "*")
                .body("{\"url\":\"" + receiver.url() + "new\"}")
                .patch(PATH + id)
                .then()
                .statusCode(200)
                .body("failingSince", nullValue());
    }

    @Test
    void aNewUrlIsAskedAndOtherChangesAreNot() {
        String id = created(partner, receiver.url(), "enrollment.changed").getString("id");
        patching(program(), "*")
                .body("{\"url\":\"" + receiver.url() + "\",\"description\":\"x\"}")
                .patch(PATH + id)
                .then()
                .statusCode(200);
        assertThat(receiver.challenges()).hasSize(1);

        receiver.repeats(challenge -> "");
        patching(program(), "*")
                .body("{\"url\":\"" + receiver.url() + "new\"}")
                .patch(PATH + id)
                .then()
                .spec(violates("/url", "webhook-challenge-failed"));
        assertThat(read(id).getString("url")).isEqualTo(receiver.url());
        assertThat(receiver.challenges()).hasSize(2);
    }

    @Test
    void refusedAndReplayedRequestsAskNobody() {
        String key = UUID.randomUUID().toString();
        Map<String, Object> request = request(partner, receiver.url(), "enrollment.changed");
        post("/v1/webhooks", request, key).then().statusCode(201);
        receiver.repeats(challenge -> "");
        post("/v1/webhooks", request, key).then().statusCode(201);
        UUID closed = registered();
        officer().post("/v1/partners/" + closed + "/closure").then().statusCode(200);
        officer()
                .body(request(closed, receiver.url(), "enrollment.changed"))
                .post("/v1/webhooks")
                .then()
                .spec(problem(409, "partner-closed"));

        assertThat(receiver.challenges()).hasSize(1);
    }

    @Test
    void noTransactionIsOpenWhileTheTargetIsAsked() {
        List<Long> open = new CopyOnWriteArrayList<>();
        receiver.repeats(challenge -> {
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            open.add(OwnerDatabase.number("select count(*) from pg_stat_activity where datname = current_database()"
                    + " and state = 'idle in transaction' and clock_timestamp() - state_change > interval '0.2 s'"));
            return challenge;
        });
        post(
                        "/v1/webhooks",
                        request(partner, receiver.url(), "enrollment.changed"),
                        UUID.randomUUID().toString())
                .then()
                .statusCode(201);

        assertThat(open).containsExactly(0L);
    }

    @Test
    void thePartnerSendsAtMostTenChallengesInAMinute() {
        receiver.repeats(challenge -> "");
        for (int i = 0; i < 10; i++) {
            refused(receiver.url());
        }
        program()
                .body(request(partner, receiver.url(), "enrollment.changed"))
                .post("/v1/webhooks")
                .then()
                .spec(problem(429, "too-many-pings"))
                .header("Retry-After", "60");
        assertThat(receiver.challenges()).hasSize(10);
        webhook(registered());
    }
}
