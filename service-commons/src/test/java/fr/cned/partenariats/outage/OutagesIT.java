package fr.cned.partenariats.outage;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.parking.Parking.givenSpace;
import static fr.cned.partenariats.parking.Parking.warden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SigningKey;
import fr.cned.partenariats.commons.testing.StubIdentityProvider;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.parking.Db;
import fr.cned.partenariats.parking.space.SpaceChanged;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Outages of database, Kafka and identity provider. Ordered: the service starts without Kafka and identity provider.
 */
@QuarkusTest
@TestProfile(OutagesIT.OutageProfile.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("nightly")
class OutagesIT {

    public static class OutageProfile implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(OutageInfrastructure.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    private static final SigningKey UNKNOWN = SigningKey.generate("unknown");

    @OutageInfrastructure.Switches
    Map<String, Runnable> switches;

    @TestHTTPResource(value = "/health/", management = true)
    URI health;

    private void turn(String name) {
        switches.get(name).run();
    }

    private int health(String kind) {
        return RestAssured.get(health.resolve(kind)).statusCode();
    }

    /** With repeated deliveries. */
    private static List<Long> sentRevisions(String id) {
        return TestTopics.deliveries(SpaceChanged.TOPIC, id).stream()
                .map(message -> Long.parseLong(message.value().replaceAll(".*\"revision\":(\\d+).*", "$1")))
                .toList();
    }

    /** Readers see a transaction that Kafka has accepted a moment later. */
    private static void awaitSentInOrder(String id, long last) {
        await().untilAsserted(() -> assertThat(sentRevisions(id)).isSorted().endsWith(last));
    }

    private static void changeFloor(String id, int version) {
        warden().contentType("application/merge-patch+json")
                .header("If-Match", "\"" + version + "\"")
                .body("{\"floor\":" + (version + 2) + "}")
                .patch("/v1/spaces/" + id)
                .then()
                .statusCode(200);
    }

    @Test
    @Order(1)
    void withoutKafkaAndIdentityProviderTheServiceIsLiveButNotReady() {
        assertThat(health("live")).isEqualTo(200);
        assertThat(health("started")).isEqualTo(200);
        assertThat(health("ready")).isEqualTo(503);
        Api.anonymous().get("/v1/spaces").then().spec(problem(401, "unauthenticated"));
    }

    /** No connection, lock or transaction may be held without end. */
    @ParameterizedTest
    @CsvSource({"statement_timeout, 5000", "lock_timeout, 3000", "idle_in_transaction_session_timeout, 10000"})
    @Order(1)
    void everyConnectionHasItsTimeouts(String setting, long millis) {
        assertThat(Db.number("select cast(setting as bigint) from pg_settings where name = ?", setting))
                .isEqualTo(millis);
    }

    @Test
    @Order(2)
    void aTokenIs503UntilTheKeysAreAvailable() {
        warden().get("/v1/spaces")
                .then()
                .spec(problem(503, "service-unavailable"))
                .header("Retry-After", "2");
        turn("identity provider on");
        await().untilAsserted(() -> warden().get("/v1/spaces").then().statusCode(200));
    }

    @Test
    @Order(3)
    void withoutKafkaChangesAreAcceptedAndTheirEventsWaitInOrder() {
        String id = givenSpace();
        for (int version = 0; version < 10; version++) {
            changeFloor(id, version);
        }
        assertThat(Db.unsentChanges()).isGreaterThanOrEqualTo(11);
        assertThat(health("live")).isEqualTo(200);

        turn("kafka on");
        await().until(() -> Db.unsentChanges() == 0);
        awaitSentInOrder(id, 10);
        await().until(() -> health("ready") == 200);
    }

    @Test
    @Order(4)
    void aKafkaOutageLosesNothingAndTheServiceStaysReady() {
        String id = givenSpace();
        changeFloor(id, 0);
        turn("kafka off");
        List<Integer> states = new ArrayList<>();
        for (int version = 1; version < 6; version++) {
            changeFloor(id, version);
            states.add(health("live"));
            states.add(health("ready"));
        }
        assertThat(states).containsOnly(200);
        await().pollDelay(Duration.ofSeconds(2)).until(() -> health("live") == 200 && health("ready") == 200);
        assertThat(Db.unsentChanges()).isGreaterThanOrEqualTo(5);

        turn("kafka on");
        await().until(() -> Db.unsentChanges() == 0);
        awaitSentInOrder(id, 6);
    }

    @Test
    @Order(5)
    void consumersContinueAfterAKafkaOutage() {
        UUID id = UUID.randomUUID();
        publishLevel(id, 1);
        await().until(() -> Db.number("select revision from level_view where id = ?", id) == 1);
    }

    @Test
    @Order(6)
    void withoutDatabaseTheServiceAnswers503AndRecovers() {
        String id = givenSpace();
        turn("database off");
        try {
            for (int i = 0; i < 3; i++) {
                warden().get("/v1/spaces/" + id)
                        .then()
                        .spec(problem(503, "service-unavailable"))
                        .header("Retry-After", "2");
            }
            warden().header("Idempotency-Key", UUID.randomUUID())
                    .body("{\"lot\":\"any\",\"plate\":\"AA-123-BB\"}")
                    .post("/v1/reservations")
                    .then()
                    .spec(problem(503, "service-unavailable"));
            assertThat(health("live")).isEqualTo(200);
            assertThat(health("ready")).isEqualTo(503);
        } finally {
            turn("database on");
        }
        await("in ten seconds, and in as many that the machine may stand still")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> warden().get("/v1/spaces/" + id).then().statusCode(200));
        await().until(() -> health("ready") == 200);
    }

    @Test
    @Order(7)
    void eventsWaitForTheDatabaseAndAreHandledOnce() {
        UUID id = UUID.randomUUID();
        turn("database off");
        try {
            publishLevel(id, 1);
            publishLevel(id, 2);
            await().pollDelay(Duration.ofSeconds(2)).until(() -> health("live") == 200);
        } finally {
            turn("database on");
        }
        await().ignoreExceptions().until(() -> Db.number("select revision from level_view where id = ?", id) == 2);
        assertThat(Db.number("select applied from level_view where id = ?", id)).isLessThanOrEqualTo(2);
        String created = givenSpace();
        await().until(() -> sentRevisions(created).contains(0L));
    }

    @Test
    @Order(8)
    void aKafkaThatLostItsDataGetsTopicsAndEventsAgain() {
        turn("kafka off");
        turn("kafka data lost");
        turn("kafka on");
        String id = givenSpace();
        await().until(() -> Db.unsentChanges() == 0);
        awaitSentInOrder(id, 0);
        UUID level = UUID.randomUUID();
        publishLevel(level, 1);
        await().until(() -> Db.number("select revision from level_view where id = ?", level) == 1);
    }

    /** Any caller can invent key ids. */
    @Test
    @Order(9)
    void unknownKeysAreFetchedAtMostOnceInThreeSeconds() throws Exception {
        warden().get("/v1/spaces").then().statusCode(200);
        int before = keyFetches();
        long began = System.nanoTime();
        assertThat(answersToUnknownKeys(400)).containsOnlyKeys(401);
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        assertThat(keyFetches() - before).isBetween(1, (int) (1 + (seconds + 2) / 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity provider off", "identity provider silent"})
    @Order(10)
    void withoutIdentityProviderKnownKeysWorkAndUnknownOnesAreRefusedAtOnce(String outage) throws Exception {
        warden().get("/v1/spaces").then().statusCode(200);
        turn(outage);
        try {
            await("the keys may be fetched again")
                    .pollDelay(Duration.ofMillis(3_100))
                    .until(() -> warden().get("/v1/spaces").statusCode() == 200);
            Map<Integer, Duration> slowest = answersToUnknownKeys(200);
            assertThat(slowest).containsOnlyKeys(401, 503);
            assertThat(slowest.values()).allMatch(duration -> duration.compareTo(Duration.ofSeconds(5)) < 0);
            warden().get("/v1/spaces").then().statusCode(200);
        } finally {
            turn("identity provider on");
        }
    }

    @Test
    @Order(11)
    void aTokenThatCannotBeVerifiedIsNotCalledInvalid() {
        turn("identity provider off");
        try {
            await("the time in which the keys are not asked for again")
                    .until(() -> ofUnknownKey().get("/v1/spaces").statusCode() == 503);
            await().untilAsserted(() -> ofUnknownKey()
                    .get("/v1/spaces")
                    .then()
                    .spec(problem(503, "service-unavailable"))
                    .header("Retry-After", "2"));
        } finally {
            turn("identity provider on");
        }
    }

    private static RequestSpecification ofUnknownKey() {
        SigningKey unknown = new SigningKey(UUID.randomUUID().toString(), UNKNOWN.pair());
        return Api.as(Tokens.sign(Tokens.claims("intake", "warden"), unknown));
    }

    /** The time of the slowest answer for each status. */
    private static Map<Integer, Duration> answersToUnknownKeys(int requests) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try {
            List<Future<Map.Entry<Integer, Duration>>> answers = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                RequestSpecification request = ofUnknownKey();
                answers.add(clients.submit(() -> {
                    long began = System.nanoTime();
                    int status = request.get("/v1/spaces").statusCode();
                    return Map.entry(status, Duration.ofNanos(System.nanoTime() - began));
                }));
            }
            Map<Integer, Duration> slowest = new HashMap<>();
            for (Future<Map.Entry<Integer, Duration>> answer : answers) {
                slowest.merge(answer.get().getKey(), answer.get().getValue(), (a, b) -> a.compareTo(b) > 0 ? a : b);
            }
            return slowest;
        } finally {
            clients.shutdown();
        }
    }

    private static int keyFetches() {
        String provider = ConfigProvider.getConfig().getValue("quarkus.oidc.auth-server-url", String.class);
        return RestAssured.get(provider + StubIdentityProvider.KEY_FETCHES).path("count");
    }

    private static void publishLevel(UUID id, long revision) {
        TestTopics.publish(
                "garage.levels.v1",
                id.toString(),
                "garage.level.changed.v1",
                "{\"id\":\"%s\",\"revision\":%d,\"name\":\"L\",\"free\":3}".formatted(id, revision));
    }
}
