package fr.cned.partenariats.catalog;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.open;
import static fr.cned.partenariats.catalog.training.TrainingMother.MERGE_PATCH;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.draft;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Arc;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads that the service answers from memory: they are correct, and every check of the slow path still holds. */
@CatalogIT
class AnswerCacheIT {

    /** JAX-RS answers a request with a weight. */
    private static final String NOT_FROM_MEMORY = "application/json;q=0.9";

    /** A token is known from its second request on. */
    private final String reader = Tokens.withRole(Roles.CATALOG_READER);

    private final String manager = Tokens.withRole(Roles.CATALOG_MANAGER);
    private String training;
    private String offering;
    private String facets;
    private String page;
    private String search;
    private String offerings;

    @BeforeEach
    void aTrainingAndAnOffering() {
        String id = published(bts("BTS (mémoire)"));
        training = "/v1/trainings/" + id;
        offering = "/v1/offerings/" + open(ofTraining(id));
        facets = "/v1/trainings/facets?family=BTS&q=" + id;
        page = "/v1/trainings?family=BTS&limit=2";
        search = "/v1/trainings?q=m%C3%A9moire&limit=2";
        offerings = "/v1/offerings?trainingId=" + id;
        warm();
    }

    private void warm() {
        for (String path : List.of(training, offering, facets, page, search, offerings)) {
            awaitFromMemory(reader, path);
        }
    }

    private static double fromMemory() {
        return Arc.container()
                .instance(MeterRegistry.class)
                .get()
                .counter("answers.from.memory")
                .count();
    }

    /** This instance forgets an answer twice: after its own commit, and when it reads the entry in the log. */
    private static Response awaitFromMemory(String token, String path) {
        return await().until(
                        () -> {
                            double before = fromMemory();
                            Response answer = Api.as(token).get(path);
                            assertThat(answer.statusCode()).isEqualTo(200);
                            return fromMemory() > before ? answer : null;
                        },
                        Objects::nonNull);
    }

    @Test
    void anAnswerFromMemoryIsTheSameAnswer() {
        for (String path : List.of(training, offering, facets, page, search, offerings)) {
            Response slow = Api.as(reader).accept(NOT_FROM_MEMORY).get(path);
            Response fast = awaitFromMemory(reader, path);
            assertThat(fast.asByteArray()).isEqualTo(slow.asByteArray());
            assertThat(names(fast)).containsExactlyInAnyOrderElementsOf(names(slow));
            for (String known : List.of(slow.header("ETag"), "\"0\", " + slow.header("ETag"), "*")) {
                Api.as(reader)
                        .header("If-None-Match", known)
                        .get(path)
                        .then()
                        .statusCode(304)
                        .header("ETag", slow.header("ETag"))
                        .header("Cache-Control", "private, no-cache")
                        .body(blankOrNullString());
            }
            Api.as(reader).header("If-None-Match", "\"0\"").get(path).then().statusCode(200);
        }
    }

    /** Without the processor time, which an answer from memory does not report. */
    private static List<String> names(Response answer) {
        return answer.headers().asList().stream()
                .filter(header -> !header.getName().equalsIgnoreCase("X-Processor-Micros"))
                .map(header -> header.getName().toLowerCase(Locale.ROOT) + ": " + header.getValue())
                .toList();
    }

    @Test
    void anAnswerFromMemoryNeedsNoStatement() {
        for (String path : List.of(training, offering, facets, page, search, offerings)) {
            assertThat(SqlCount.least(() -> Api.as(reader).get(path).then().statusCode(200)))
                    .isEmpty();
        }
    }

    @Test
    void theWriterSeesItsChangeAtOnce() {
        awaitFromMemory(manager, training);
        for (int i = 0; i < 20; i++) {
            String title = "BTS (mémoire " + i + ")";
            Api.as(manager)
                    .contentType(MERGE_PATCH)
                    .header("If-Match", "*")
                    .body("{\"title\": \"" + title + "\"}")
                    .patch(training)
                    .then()
                    .statusCode(200);
            Api.as(manager).get(training).then().body("title", equalTo(title));
            Api.as(reader).get(training).then().body("title", equalTo(title));
        }
        Api.as(manager).post(offering + "/closure").then().statusCode(200);
        Api.as(reader).get(offering).then().body("state", equalTo("CLOSED"));
        Api.as(reader).get(offerings).then().body("items[0].state", equalTo("CLOSED"));
    }

    @Test
    void countsFollowAChangeAtOnce() {
        String all = "/v1/trainings/facets?family=BTS";
        awaitFromMemory(reader, all);
        int before = Api.as(reader).get(all).path("facets.family.find { it.value == 'BTS' }.count");
        published(bts("BTS (un de plus)"));
        int after = Api.as(reader).get(all).path("facets.family.find { it.value == 'BTS' }.count");
        assertThat(after).isEqualTo(before + 1);
    }

    @Test
    void aListFollowsAChangeAtOnce() {
        String latest = "/v1/trainings?q=" + UUID.randomUUID().toString().substring(0, 8);
        awaitFromMemory(reader, latest);
        Api.as(reader).get(latest).then().body("items.size()", equalTo(0));
        String word = latest.substring(latest.indexOf('=') + 1);
        published(bts("BTS " + word));
        Api.as(reader).get(latest).then().body("items.size()", equalTo(1));
    }

    /** Another instance commits to the same database and does not tell this one. The answer stays in use. */
    @Test
    void aChangeOfAnotherInstanceIsFound() {
        UUID id = UUID.fromString(training.substring(training.lastIndexOf('/') + 1));
        OwnerDatabase.execute("update training set title = 'BTS (ailleurs)', version = version + 1 where id = ?", id);
        log("training", id);
        await().pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> Api.as(reader).get(training).then().body("title", equalTo("BTS (ailleurs)")));
        UUID offeringId = UUID.fromString(offering.substring(offering.lastIndexOf('/') + 1));
        awaitFromMemory(reader, offering);
        awaitFromMemory(reader, offerings);
        OwnerDatabase.execute(
                "insert into offering_places (offering_id, revision, requested, granted, used, waiting, as_of)"
                        + " values (?, 7, 20, 20, 9, 0, now())",
                offeringId);
        log("offering-places", offeringId);
        await().pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            Api.as(reader).get(offering).then().body("places.used", equalTo(9));
            Api.as(reader).get(offerings).then().body("items[0].places.used", equalTo(9));
        });
    }

    private static void log(String type, UUID id) {
        OwnerDatabase.execute(
                "insert into change_log (client, subject, roles, operation, object_type, object_id, changed_fields)"
                        + " values ('test', 'test', '{}', 'test', ?, ?, '{}')",
                type,
                id.toString());
    }

    @Test
    void placesThatThisInstanceConsumedAreShown() {
        String id = offering.substring(offering.lastIndexOf('/') + 1);
        TestTopics.publish("enrollment.places.v1", id, "fr.cned.partenariats.places.changed.v1", """
                {"id": "%s", "revision": 1, "requested": 20, "granted": 20, "used": 12, "waiting": 0,
                 "asOf": "2026-11-24T10:00:00Z"}""".formatted(id));
        await().untilAsserted(() -> Api.as(reader).get(offering).then().body("places.used", equalTo(12)));
    }

    @Test
    void aTokenIsNeeded() {
        for (String path : List.of(training, offering, facets, page, search, offerings)) {
            Api.anonymous().get(path).then().spec(problem(401, "unauthenticated"));
            Api.as(reader + "x").get(path).then().spec(problem(401, "invalid-token"));
            Api.as(Tokens.expired(Roles.CATALOG_READER)).get(path).then().spec(problem(401, "invalid-token"));
        }
    }

    @Test
    void aRoleIsNeeded() {
        String stranger = Tokens.withRole("passer-by");
        for (int i = 0; i < 3; i++) {
            Api.as(stranger).get(training).then().spec(problem(403, "forbidden"));
        }
    }

    @Test
    void aDraftIsForItsManagersOnly() {
        String path = "/v1/trainings/" + draft(bts("BTS (brouillon)"));
        awaitFromMemory(manager, path);
        for (int i = 0; i < 3; i++) {
            Api.as(reader).get(path).then().spec(problem(404, "not-found"));
        }
    }

    @Test
    void anUnknownParameterIsRefused() {
        for (int i = 0; i < 3; i++) {
            RestAssured.given() // not in the contract of an operation without parameters
                    .header("Authorization", "Bearer " + reader)
                    .get(training + "?nope=1")
                    .then()
                    .spec(problem(400, "unknown-parameter"));
        }
    }

    @Test
    void aRevisionThatHasNotArrivedIsRefused() {
        Api.as(reader)
                .header("If-Revision-At-Least", "agreement/" + UUID.randomUUID() + "=3")
                .get(training)
                .then()
                .statusCode(409);
    }

    @Test
    void anotherMediaTypeIsRefused() {
        Api.as(reader).accept("application/xml").get(training).then().statusCode(406);
    }

    /** A state is known for two seconds. Then a statement reads it and its row scope, and nothing else. */
    @Test
    void aPartnerThatWasSilentIsAnsweredFromMemory() {
        String token = Tokens.partner(UUID.randomUUID());
        awaitFromMemory(token, training);
        await().pollInterval(Duration.ofMillis(2_500))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    double before = fromMemory();
                    Map<String, Long> statements = SqlCount.during(
                            () -> Api.as(token).get(training).then().statusCode(200));
                    assertThat(fromMemory()).isEqualTo(before + 1);
                    assertThat(SqlCount.total(statements)).isEqualTo(SqlCount.SCOPE + 1);
                    assertThat(statements.keySet()).anyMatch(statement -> statement.contains("from partner_view"));
                });
    }

    @Test
    void aClosedPartnerIsRefused() {
        UUID partner = UUID.randomUUID();
        String token = Tokens.partner(partner);
        awaitFromMemory(token, training);
        TestTopics.publish(
                "partner.partners.v1", partner.toString(), "fr.cned.partenariats.partner.changed.v1", """
                {"id": "%s", "revision": 1, "kind": "THIRD_PLACE", "legalName": "Campus connecté (test)",
                 "identifiers": {}, "relation": "AGREEMENT", "state": "CLOSED"}""".formatted(
                                partner));
        await().untilAsserted(() -> Api.as(token).get(training).then().spec(problem(403, "partner-closed")));
        Api.as(token).get(training).then().spec(problem(403, "partner-closed"));
    }
}
