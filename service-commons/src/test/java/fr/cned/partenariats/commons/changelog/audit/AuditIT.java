package fr.cned.partenariats.commons.changelog.audit;

import static fr.cned.partenariats.parking.Parking.driver;
import static fr.cned.partenariats.parking.Parking.givenSpace;
import static fr.cned.partenariats.parking.Parking.newLabel;
import static fr.cned.partenariats.parking.Parking.reserve;
import static fr.cned.partenariats.parking.Parking.warden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.parking.Db;
import fr.cned.partenariats.parking.space.ManySpaces;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The audit entry of a write, and the access to the list. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class AuditIT {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    @Inject
    ChangeRecorder recorder;

    @Inject
    ManySpaces spaces;

    private static ValidatableResponse entriesOf(String objectId) {
        return warden().queryParam("objectId", objectId)
                .get("/v1/audit/parking")
                .then()
                .statusCode(200);
    }

    private static void rename(String space, String token) {
        Api.as(token)
                .contentType(MERGE_PATCH)
                .header("If-Match", "\"0\"")
                .body("{\"label\":\"%s\",\"note\":\"of Jane Doe\"}".formatted(newLabel()))
                .patch("/v1/spaces/" + space)
                .then()
                .statusCode(200);
    }

    @Test
    void aCreationAndAChangeHaveOneEntryEachWithoutValues() {
        String space = givenSpace();
        rename(space, Tokens.withRole("warden"));

        String entries = entriesOf(space)
                .body("items", hasSize(2))
                .body("items[0].operation", equalTo("updateSpace"))
                .body("items[0].client", equalTo("test-warden"))
                .body("items[0].subject", equalTo("test-warden"))
                .body("items[0].roles", contains("warden"))
                .body("items[0].objectType", equalTo("space"))
                .body("items[0].revisionBefore", equalTo(0))
                .body("items[0].revisionAfter", equalTo(1))
                .body("items[0].changedFields", contains("label", "note"))
                .body("items[0].traceId", notNullValue())
                .body("items[1].operation", equalTo("createSpace"))
                .body("items[1].revisionBefore", nullValue())
                .body("items[1].revisionAfter", equalTo(0))
                .body("items[1].changedFields", empty())
                .extract()
                .asString();
        assertThat(entries).doesNotContain("Jane");
    }

    @Test
    void aPersonIsRecordedAsTheSubjectOfTheToken() {
        String space = givenSpace();
        UUID subject = UUID.randomUUID();
        UUID tenant = UUID.randomUUID();
        rename(
                space,
                Tokens.sign(Tokens.claims("portal", "warden")
                        .subject(subject.toString())
                        .claim("preferred_username", "jane.doe")
                        .claim("partner_id", tenant.toString())));

        String entries = entriesOf(space)
                .body("items[0].client", equalTo("portal"))
                .body("items[0].subject", equalTo(subject.toString()))
                .body("items[0].tenant", equalTo(tenant.toString()))
                .extract()
                .asString();
        assertThat(entries).doesNotContain("jane.doe");
    }

    @Test
    void aProgramIsRecordedAsItsClientAndAccountId() {
        String space = givenSpace();
        String account = UUID.randomUUID().toString();
        rename(
                space,
                Tokens.sign(Tokens.claims("robot", "warden")
                        .subject(account)
                        .claim("preferred_username", "service-account-robot")));

        entriesOf(space).body("items[0].client", equalTo("robot")).body("items[0].subject", equalTo(account));
    }

    @Test
    void aRefusedRolledBackOrReplayedRequestHasNoEntry() {
        String space = givenSpace();
        warden().contentType(MERGE_PATCH)
                .header("If-Match", "\"7\"")
                .body("{\"floor\":3}")
                .patch("/v1/spaces/" + space)
                .then()
                .statusCode(412);
        String lot = UUID.randomUUID().toString();
        Db.lot(lot, 1);
        String key = UUID.randomUUID().toString();
        reserve(lot, key).then().statusCode(201);
        long before = entries();
        reserve(lot, key).then().statusCode(201).header("Idempotency-Replayed", "true");
        reserve(lot, UUID.randomUUID().toString()).then().statusCode(409); // the lot is full: the insert is rolled back

        assertThat(entries()).isEqualTo(before);
        entriesOf(space).body("items", hasSize(1));
    }

    private static long entries() {
        return Db.number("select count(*) from change_log where client in ('test-warden', 'test-driver')");
    }

    @Test
    void aJobIsRecordedAsTheServiceEvenWithinARequest() {
        String object = UUID.randomUUID().toString();
        QuarkusTransaction.requiringNew().run(() -> {
            recorder.actAsService("calendar");
            recorder.record(ChangeRecord.next("lot", object, 4, "free"), ChangeRecord.next("lot", object, 5, "name"));
        });

        entriesOf(object)
                .body("items", hasSize(1))
                .body("items[0].client", equalTo("parking"))
                .body("items[0].subject", equalTo("parking"))
                .body("items[0].operation", equalTo("calendar"))
                .body("items[0].revisionBefore", equalTo(3))
                .body("items[0].revisionAfter", equalTo(5))
                .body("items[0].changedFields", contains("free", "name"));
    }

    @Test
    void theEntriesOfOneTransactionAreInsertedInOneStatement() {
        long before = Db.number("select count(*) from change_log");
        spaces.createAll(10);
        assertThat(Db.number("select count(*) from change_log")).isGreaterThanOrEqualTo(before + 10);
    }

    @Test
    void theListHasFiltersAndPages() {
        String space = givenSpace();
        rename(space, Tokens.withRole("warden"));
        String next = warden().queryParam("objectId", space)
                .queryParam("limit", 1)
                .get("/v1/audit/parking")
                .then()
                .body("items.revisionAfter", contains(1))
                .extract()
                .path("next");
        warden().queryParam("objectId", space)
                .queryParam("limit", 1)
                .queryParam("cursor", next)
                .get("/v1/audit/parking")
                .then()
                .body("items.revisionAfter", contains(0))
                .body("next", nullValue());

        String at = entriesOf(space).extract().path("items[0].at");
        for (var filter : List.of(
                List.of("from", at),
                List.of("operation", "updateSpace"),
                List.of("operation", "updateSpace", "client", "test-warden", "subject", "test-warden"))) {
            var request = warden().queryParam("objectId", space).queryParam("objectType", "space");
            for (int i = 0; i < filter.size(); i += 2) {
                request.queryParam(filter.get(i), filter.get(i + 1));
            }
            request.get("/v1/audit/parking").then().body("items.revisionAfter", contains(1));
        }
        warden().queryParam("objectId", space)
                .queryParam("to", at)
                .get("/v1/audit/parking")
                .then()
                .body("items.revisionAfter", contains(0));
        warden().queryParam("objectId", space)
                .queryParam("client", "nobody")
                .get("/v1/audit/parking")
                .then()
                .body("items", empty());
    }

    @Test
    void theListRefusesOtherRolesAndForeignCursors() {
        driver().get("/v1/audit/parking").then().statusCode(403);
        Api.anonymous().get("/v1/audit/parking").then().statusCode(401);
        for (String cursor : List.of("x", "eyJrIjp7ImF0IjoieCIsImlkIjoxfSwiZiI6MX0")) {
            warden().queryParam("cursor", cursor)
                    .get("/v1/audit/parking")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("invalid-cursor"));
        }
        for (String filter : List.of("client", "subject", "objectType", "objectId", "operation")) {
            warden().queryParam(filter, "x".repeat(256))
                    .get("/v1/audit/parking")
                    .then()
                    .statusCode(400);
        }
        warden().queryParam("from", "yesterday")
                .get("/v1/audit/parking")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-parameter"));
        warden().queryParam("limit", 101).get("/v1/audit/parking").then().statusCode(400);
    }
}
