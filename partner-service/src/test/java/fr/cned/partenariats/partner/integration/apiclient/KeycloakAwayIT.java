package fr.cned.partenariats.partner.integration.apiclient;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.PATH;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.apiClient;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.apiClientWithKey;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.created;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.request;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.rotated;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.rsa;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.site.SiteMother.registeredSite;
import static fr.cned.partenariats.partner.registry.site.SiteMother.site;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.partner.PartnerIT;
import fr.cned.partenariats.partner.integration.apiclient.StubKeycloak.Mode;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keycloak is away, or the service crashes between its own database and Keycloak. */
@PartnerIT
class KeycloakAwayIT {

    @Inject
    ApiClientReconciler reconciler;

    private UUID partner;

    @BeforeEach
    void aPartner() {
        KeycloakControl.mode(Mode.UP);
        partner = registered();
    }

    @AfterEach
    void keycloakIsBack() {
        KeycloakControl.mode(Mode.UP);
    }

    @Test
    void readsAnswerAndChangesAre503WhileKeycloakIsAway() {
        JsonPath client = created(partner, "catalog:read");
        String id = client.getString("id");
        KeycloakControl.mode(Mode.AWAY);

        officer().get(PATH + id).then().statusCode(200);
        officer()
                .get("/v1/api-clients?partnerId=" + partner)
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1));
        unavailable(create()).header("Retry-After", equalTo("5"));
        unavailable(rotated(id, "overlapHours", 1));
        unavailable(officer().post(PATH + id + "/revocation").then());

        KeycloakControl.mode(Mode.UP);
        assertThat(rows()).isEqualTo(1);
        assertThat(KeycloakControl.client(id).getString("secret")).isEqualTo(client.getString("secret"));
        officer().get(PATH + id).then().body("state", equalTo("ACTIVE")).body("previousSecretValidUntil", nullValue());
        rotated(id, "overlapHours", 1).statusCode(200);
        officer().post(PATH + id + "/revocation").then().statusCode(200);
        create().statusCode(201);
    }

    /** The same as a crash after Keycloak has made the change: the row has its intent, and nobody has the secret. */
    @Test
    void aCreationWithoutAConfirmationIsUndoneOnBothSides() {
        KeycloakControl.mode(Mode.LOSES_ANSWERS);
        unavailable(create()).header("Retry-After", equalTo("60"));
        KeycloakControl.mode(Mode.UP);
        String id = idIn("id");
        assertThat(KeycloakControl.has(id)).isTrue();
        officer().get(PATH + id).then().spec(problem(404, "not-found"));
        officer().get("/v1/api-clients?partnerId=" + partner).then().body("items.size()", equalTo(0));

        reconciler.run();
        assertThat(KeycloakControl.has(id)).as("the request may still run").isTrue();
        aMinutePasses();
        reconciler.run();
        assertThat(KeycloakControl.has(id)).isFalse();
        assertThat(rows()).isZero();
    }

    @Test
    void aCreationThatKeycloakNeverGotIsUndone() {
        KeycloakControl.mode(Mode.LOSES_REQUESTS);
        unavailable(create());
        KeycloakControl.mode(Mode.UP);
        aMinutePasses();
        reconciler.run();
        assertThat(rows()).isZero();
    }

    @Test
    void aRevocationIsWhatKeycloakSays() {
        String done = apiClient(partner).toString();
        String lost = apiClient(partner).toString();
        KeycloakControl.mode(Mode.LOSES_ANSWERS);
        unavailable(officer().post(PATH + done + "/revocation").then());
        KeycloakControl.mode(Mode.LOSES_REQUESTS);
        unavailable(officer().post(PATH + lost + "/revocation").then());
        KeycloakControl.mode(Mode.UP);

        officer().post(PATH + lost + "/revocation").then().spec(problem(409, "api-client-busy"));
        aMinutePasses();
        reconciler.run();
        officer().get(PATH + done).then().body("state", equalTo("REVOKED"));
        officer().get(PATH + lost).then().body("state", equalTo("ACTIVE"));
        officer().post(PATH + lost + "/revocation").then().statusCode(200);
    }

    /** Some of the clients of a rotation may have the new sites already: the change is made to the end. */
    @Test
    void aChangeOfSitesWithoutAConfirmationIsMade() {
        UUID site = registeredSite(site(partner));
        String id = apiClient(partner).toString();
        KeycloakControl.mode(Mode.LOSES_REQUESTS);
        unavailable(limit(id, site));
        KeycloakControl.mode(Mode.UP);
        limit(id, site).spec(problem(409, "api-client-busy"));
        officer().get(PATH + id).then().body("siteIds", nullValue());

        aMinutePasses();
        reconciler.run();
        officer().get(PATH + id).then().body("siteIds", contains(site.toString()));
        assertThat(KeycloakControl.client(id).<String>getList("protocolMappers.name"))
                .contains("site_ids");
    }

    @Test
    void aChangeOfSitesThatKeycloakRefusedIsWithdrawn() {
        UUID site = registeredSite(site(partner));
        String id = apiClient(partner).toString();
        KeycloakControl.mode(Mode.AWAY);
        unavailable(limit(id, site));
        KeycloakControl.mode(Mode.UP);
        officer().get(PATH + id).then().body("siteIds", nullValue());
        limit(id, site).statusCode(200).body("siteIds", contains(site.toString()));
    }

    @Test
    void aRetryOfARefusedChangeNeedsNoNewRevision() {
        UUID site = registeredSite(site(partner));
        String id = apiClient(partner).toString();
        String tag = officer().get(PATH + id).header("ETag");
        KeycloakControl.mode(Mode.AWAY);
        unavailable(renameAndLimit(id, tag, site));
        KeycloakControl.mode(Mode.UP);
        officer()
                .get(PATH + id)
                .then()
                .header("ETag", equalTo(tag))
                .body("name", equalTo("Progiciel (test)"))
                .body("siteIds", nullValue());
        renameAndLimit(id, tag, site)
                .statusCode(200)
                .body("name", equalTo("Autre nom"))
                .body("siteIds", contains(site.toString()));
    }

    @Test
    void aChangeWithoutAConfirmationIsMadeWithItsName() {
        UUID site = registeredSite(site(partner));
        String id = apiClient(partner).toString();
        KeycloakControl.mode(Mode.LOSES_ANSWERS);
        unavailable(renameAndLimit(id, officer().get(PATH + id).header("ETag"), site));
        KeycloakControl.mode(Mode.UP);
        officer().get(PATH + id).then().body("name", equalTo("Progiciel (test)"));

        aMinutePasses();
        reconciler.run();
        officer().get(PATH + id).then().body("name", equalTo("Autre nom")).body("siteIds", contains(site.toString()));
    }

    @Test
    void aRetryOfAReplacementOfKeysThatKeycloakNeverGotNeedsNoNewRevision() {
        String id = apiClientWithKey(partner).toString();
        String tag = officer().get(PATH + id).header("ETag");
        Map<String, Object> next = rsa("second", 2048);
        KeycloakControl.mode(Mode.LOSES_REQUESTS);
        unavailable(replaceKeys(id, tag, next));
        KeycloakControl.mode(Mode.UP);
        aMinutePasses();
        reconciler.run();
        replaceKeys(id, tag, next).statusCode(200).body("keyIds", contains("second"));
    }

    @Test
    void anotherKeyWithTheSameIdIsANewRevision() {
        String id = apiClientWithKey(partner).toString();
        String keyId = officer().get(PATH + id).path("keyIds[0]");
        String tag = officer().get(PATH + id).header("ETag");

        replaceKeys(id, tag, rsa(keyId, 2048)).statusCode(200).header("ETag", not(equalTo(tag)));
        replaceKeys(id, tag, rsa(keyId, 2048)).statusCode(412);
    }

    private static ValidatableResponse replaceKeys(String id, String tag, Map<String, Object> key) {
        return officer()
                .header("If-Match", tag)
                .body(Map.of("keys", List.of(key)))
                .put(PATH + id + "/public-keys")
                .then();
    }

    private static ValidatableResponse renameAndLimit(String id, String tag, UUID site) {
        return patching(officer(), tag)
                .body(Map.of("name", "Autre nom", "siteIds", List.of(site)))
                .patch(PATH + id)
                .then();
    }

    /** Keycloak has deleted the client with the current secret when the service crashes. */
    @Test
    void aHalfDoneRevocationGoesOn() {
        String id = apiClient(partner).toString();
        String current = rotated(id, "overlapHours", 48)
                .statusCode(200)
                .extract()
                .<String>path("clientId")
                .substring("api-".length());
        OwnerDatabase.execute(
                "update api_client set intent = 'REVOKE', intent_at = now() where id = ?", UUID.fromString(id));
        KeycloakControl.delete(current);
        assertThat(KeycloakControl.has(id)).isTrue();

        aMinutePasses();
        reconciler.run();
        assertThat(KeycloakControl.has(id)).as("the former secret").isFalse();
        officer().get(PATH + id).then().body("state", equalTo("REVOKED")).body("previousSecretValidUntil", nullValue());
    }

    /** The reconciliation has found the old intent, and waits for the row, when a new change begins. */
    @Test
    void aChangeThatBeganMeanwhileIsLeftAlone() throws SQLException {
        UUID id = apiClient(partner);
        OwnerDatabase.execute(
                "update api_client set intent = 'REVOKE', intent_at = now() - interval '61 seconds' where id = ?", id);
        try (Connection change = OwnerDatabase.connect()) {
            change.setAutoCommit(false);
            try (PreparedStatement lock = OwnerDatabase.prepare(
                    change, "update api_client set intent = 'REPLACE_KEYS', intent_at = now() where id = ?", id)) {
                lock.execute();
            }
            CompletableFuture<Void> run = CompletableFuture.runAsync(() -> reconciler.run());
            await().until(() -> OwnerDatabase.number("select count(*) from pg_stat_activity"
                            + " where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0")
                    > 0);
            change.commit();
            run.join();
        }
        assertThat(idIn("intent")).isEqualTo("REPLACE_KEYS");
    }

    private static ValidatableResponse limit(String id, UUID site) {
        return patching(officer(), officer().get(PATH + id).header("ETag"))
                .body(Map.of("siteIds", List.of(site)))
                .patch(PATH + id)
                .then();
    }

    @Test
    void aRotationWithoutAConfirmationIsUndoneAndTheFormerSecretStays() {
        JsonPath client = created(partner, "catalog:read");
        String id = client.getString("id");
        KeycloakControl.mode(Mode.LOSES_ANSWERS);
        unavailable(rotated(id, "overlapHours", 48));
        KeycloakControl.mode(Mode.UP);
        String next = idIn("next_keycloak_id");
        assertThat(KeycloakControl.has(next)).isTrue();
        aMinutePasses();
        reconciler.run();
        assertThat(KeycloakControl.has(next)).isFalse();
        assertThat(KeycloakControl.client(id).getString("secret")).isEqualTo(client.getString("secret"));
        officer()
                .get(PATH + id)
                .then()
                .body("clientId", equalTo(client.getString("clientId")))
                .body("previousSecretValidUntil", nullValue());
        rotated(id, "overlapHours", 48).statusCode(200).body("previousSecretValidUntil", notNullValue());
    }

    @Test
    void aClientThatAnAdministratorDeletedBecomesRevoked() {
        String id = apiClient(partner).toString();
        KeycloakControl.delete(id);
        officer().post("/v1/partners/" + partner + "/suspension").then().statusCode(200);
        reconciler.run();
        officer().get(PATH + id).then().body("state", equalTo("REVOKED"));
    }

    @Test
    void aSuspensionShutsTheClientsWhenKeycloakIsBack() {
        String id = apiClient(partner).toString();
        KeycloakControl.mode(Mode.AWAY);
        officer().post("/v1/partners/" + partner + "/suspension").then().statusCode(200);
        reconciler.run();
        KeycloakControl.mode(Mode.UP);
        assertThat(KeycloakControl.client(id).getBoolean("enabled")).isTrue();
        reconciler.run();
        assertThat(KeycloakControl.client(id).getBoolean("enabled")).isFalse();
    }

    private ValidatableResponse create() {
        return officer()
                .body(request(partner, "catalog:read"))
                .post("/v1/api-clients")
                .then();
    }

    private static ValidatableResponse unavailable(ValidatableResponse answer) {
        return answer.spec(problem(503, "service-unavailable")).header("Retry-After", notNullValue());
    }

    private long rows() {
        return OwnerDatabase.number("select count(*) from api_client where partner_id = ?", partner);
    }

    private String idIn(String column) {
        try (Connection owner = OwnerDatabase.connect();
                PreparedStatement query = OwnerDatabase.prepare(
                        owner,
                        "select " + column + " from api_client where partner_id = ? and intent is not null",
                        partner);
                ResultSet rows = query.executeQuery()) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void aMinutePasses() {
        OwnerDatabase.execute(
                "update api_client set intent_at = intent_at - interval '61 seconds' where partner_id = ?"
                        + " and intent is not null",
                partner);
    }
}
