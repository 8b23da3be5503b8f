package fr.cned.partenariats.commons.http.idempotency;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.parking.Parking.newLabel;
import static fr.cned.partenariats.parking.Parking.reservation;
import static fr.cned.partenariats.parking.Parking.reserve;
import static fr.cned.partenariats.parking.Parking.space;
import static fr.cned.partenariats.parking.Parking.warden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.parking.Db;
import fr.cned.partenariats.parking.Parking;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class IdempotencyIT {

    private static final String REPLAYED = "Idempotency-Replayed";
    private static final UUID TENANT = UUID.randomUUID();

    private final String lot = "lot-" + UUID.randomUUID();
    private final String key = UUID.randomUUID().toString();

    private long reservations() {
        return Db.number("select count(*) from reservation where lot = ?", lot);
    }

    private long recordedChanges() {
        return Db.number(
                "select count(*) from change_log e join reservation r on e.object_id = cast(r.id as text) where r.lot = ?",
                lot);
    }

    private long storedKeys() {
        return Db.number("select count(*) from idempotency_key where key = ?", key);
    }

    private static void assertReplay(Response first, Response second) {
        assertThat(first.header(REPLAYED)).isNull();
        assertThat(second.header(REPLAYED)).isEqualTo("true");
        assertThat(second.statusCode()).isEqualTo(first.statusCode());
        assertThat(second.asByteArray()).isEqualTo(first.asByteArray());
        for (String header : List.of("Content-Type", "Location", "ETag", "Content-Language")) {
            assertThat(second.header(header)).as(header).isEqualTo(first.header(header));
        }
    }

    @Test
    void aRepeatedRequestGetsTheFirstAnswerByteForByte() {
        Db.lot(lot, 5);
        Response first = reserve(lot, key);
        Response second = reserve(lot, key);
        assertThat(first.statusCode()).isEqualTo(201);
        assertReplay(first, second);
        assertThat(reservations()).isEqualTo(1);
    }

    @Test
    void theEntityTagIsReplayed() {
        String body = space(newLabel());
        Response first = warden().header("Idempotency-Key", key).body(body).post("/v1/spaces");
        assertThat(first.header("ETag")).isEqualTo("\"0\"");
        assertReplay(first, warden().header("Idempotency-Key", key).body(body).post("/v1/spaces"));
    }

    @Test
    void whiteSpaceAndFieldOrderDoNotChangeARequest() {
        Db.lot(lot, 5);
        Response first = reserve(lot, key);
        Response second = Parking.driver()
                .header("Idempotency-Key", key)
                .body("{ \"plate\": \"AA-123-BB\",\n  \"lot\": \"" + lot + "\" }")
                .post("/v1/reservations");
        assertReplay(first, second);
    }

    @Test
    void aKeyReusedWithAnotherBodyIs422AndChangesNothing() {
        Db.lot(lot, 5);
        reserve(lot, key).then().statusCode(201);
        Parking.driver()
                .header("Idempotency-Key", key)
                .body(reservation(lot).replace("123", "124"))
                .post("/v1/reservations")
                .then()
                .spec(problem(422, "idempotency-key-reused"))
                .header(REPLAYED, nullValue());
        assertThat(reservations()).isEqualTo(1);
    }

    @Test
    void aKeyReusedForAnotherOperationIs422() {
        Db.lot(lot, 5);
        Api.as(Tokens.withRole("warden"))
                .header("Idempotency-Key", key)
                .body(reservation(lot))
                .post("/v1/reservations")
                .then()
                .statusCode(201);
        warden().header("Idempotency-Key", key)
                .body(space(newLabel()))
                .post("/v1/spaces")
                .then()
                .spec(problem(422, "idempotency-key-reused"));
    }

    @Test
    void theSameKeyOfAnotherClientIsAnotherKey() {
        Db.lot(lot, 5);
        reserve(lot, key).then().statusCode(201);
        Api.as(Tokens.withRole("warden"))
                .header("Idempotency-Key", key)
                .body(reservation(lot))
                .post("/v1/reservations")
                .then()
                .statusCode(201)
                .header(REPLAYED, nullValue());
        assertThat(reservations()).isEqualTo(2);
    }

    /** Two persons of one client, of one tenant or of two, and one person with fewer roles than before. */
    static Stream<Arguments> otherCallersOfTheSameClient() {
        UUID other = UUID.randomUUID();
        return Stream.of(
                arguments("another person", portal("bob", TENANT, "driver", "warden")),
                arguments("another person of another tenant", portal("bob", other, "driver", "warden")),
                arguments("the same person, moved to another tenant", portal("alice", other, "driver", "warden")),
                arguments("the same person without a role it had", portal("alice", TENANT, "driver")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherCallersOfTheSameClient")
    void theSameKeyOfAnotherCallerIsAnotherKey(String who, String other) {
        Db.lot(lot, 5);
        String first = portal("alice", TENANT, "driver", "warden");
        Response given = reserveAs(first);
        given.then().statusCode(201);

        Response others = reserveAs(other);

        others.then().statusCode(201).header(REPLAYED, nullValue());
        assertThat(others.<String>path("id")).as(who).isNotEqualTo(given.path("id"));
        assertThat(reservations()).isEqualTo(2);
        assertReplay(given, reserveAs(first));
    }

    @Test
    void aCallerWhoseRoleWasRemovedGetsNoReplay() {
        Db.lot(lot, 5);
        reserveAs(portal("alice", TENANT, "driver")).then().statusCode(201);
        reserveAs(portal("alice", TENANT, "visitor")).then().spec(problem(403, "forbidden"));
        assertThat(reservations()).isEqualTo(1);
    }

    @Test
    void aRequestDoesNotWaitForAnotherCallerWithTheSameKey() throws Exception {
        Db.lot(lot, 5);
        String free = "free-" + lot;
        Db.lot(free, 5);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        AtomicReference<Future<Response>> running = new AtomicReference<>();
        try {
            Db.holding(
                    () -> {
                        running.set(pool.submit(() -> reserveAs(portal("alice", TENANT, "driver"))));
                        Db.awaitBlocked();
                        Api.as(portal("bob", TENANT, "driver"))
                                .header("Idempotency-Key", key)
                                .body(reservation(free))
                                .post("/v1/reservations")
                                .then()
                                .statusCode(201);
                    },
                    "select 1 from lot where name = ? for update",
                    lot);
            assertThat(running.get().get().statusCode()).isEqualTo(201);
        } finally {
            pool.shutdown();
        }
    }

    private Response reserveAs(String token) {
        return Api.as(token)
                .header("Idempotency-Key", key)
                .body(reservation(lot))
                .post("/v1/reservations");
    }

    private static String portal(String person, UUID tenant, String... roles) {
        return Tokens.sign(Tokens.claims("portal", roles[0])
                .subject(person)
                .claim("preferred_username", person)
                .claim("partner_id", tenant.toString())
                .claim("realm_access", Map.of("roles", List.of(roles))));
    }

    @Test
    void fiftyConcurrentRequestsHaveOneEffect() throws Exception {
        Db.lot(lot, 50);
        ExecutorService pool = Executors.newFixedThreadPool(50);
        try {
            List<Callable<Response>> requests = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                requests.add(() -> reserve(lot, key));
            }
            List<byte[]> created = new ArrayList<>();
            int first = 0;
            for (Future<Response> future : pool.invokeAll(requests)) {
                Response answer = future.get();
                if (answer.statusCode() == 201) {
                    created.add(answer.asByteArray());
                    first += answer.header(REPLAYED) == null ? 1 : 0;
                } else {
                    answer.then().spec(problem(409, "request-in-progress")).header("Retry-After", "1");
                }
            }
            assertThat(first).isEqualTo(1);
            assertThat(created).allSatisfy(body -> assertThat(body).isEqualTo(created.get(0)));
        } finally {
            pool.shutdown();
        }
        assertThat(reservations()).isEqualTo(1);
        assertThat(Db.number("select free from lot where name = ?", lot)).isEqualTo(49);
        assertThat(reserve(lot, key).header(REPLAYED)).isEqualTo("true");
    }

    @Test
    void aDuplicateOfARunningRequestIs409WithRetryAfter() throws Exception {
        Db.lot(lot, 5);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        AtomicReference<Future<Response>> running = new AtomicReference<>();
        try {
            Db.holding(
                    () -> {
                        running.set(pool.submit(() -> reserve(lot, key)));
                        Db.awaitBlocked();
                        reserve(lot, key)
                                .then()
                                .spec(problem(409, "request-in-progress"))
                                .header("Retry-After", "1");
                    },
                    "select 1 from lot where name = ? for update",
                    lot);
            assertThat(running.get().get().statusCode()).isEqualTo(201);
        } finally {
            pool.shutdown();
        }
        assertThat(reserve(lot, key).header(REPLAYED)).isEqualTo("true");
    }

    /** The duplicate commits between our lookup and our insert: our work is rolled back and its answer is returned. */
    @Test
    void aDuplicateThatCommitsFirstHasTheOnlyEffect() throws Exception {
        Db.lot(lot, 5);
        String otherKey = UUID.randomUUID().toString();
        Response twin = reserve(lot, otherKey);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        AtomicReference<Future<Response>> running = new AtomicReference<>();
        try {
            Db.holding(
                    () -> {
                        running.set(pool.submit(() -> reserve(lot, key)));
                        Db.awaitBlocked();
                        Db.run("""
                                insert into idempotency_key
                                  (client, subject, scope, key, request_hash, status, headers, body)
                                select client, subject, scope, ?, request_hash, status, headers, body
                                from idempotency_key where key = ?""", key, otherKey);
                    },
                    "select 1 from lot where name = ? for update",
                    lot);
            assertReplay(twin, running.get().get());
        } finally {
            pool.shutdown();
        }
        assertThat(reservations()).isEqualTo(1);
        assertThat(Db.number("select free from lot where name = ?", lot)).isEqualTo(4);
    }

    @Test
    void aRefusalEndsWithItsCauseUnderTheSameKey() {
        Db.lot(lot, 0);
        for (int attempt = 0; attempt < 2; attempt++) {
            reserve(lot, key).then().spec(problem(409, "no-place-left")).header(REPLAYED, nullValue());
        }
        assertThat(storedKeys()).isZero();
        assertThat(recordedChanges()).isZero();
        Db.run("update lot set free = 5 where name = ?", lot);
        Response accepted = reserve(lot, key);
        assertThat(accepted.statusCode()).isEqualTo(201);
        Db.run("update lot set free = 0 where name = ?", lot);
        assertReplay(accepted, reserve(lot, key));
        assertThat(reservations()).isEqualTo(1);
    }

    /** After a refusal the key is free: the client may correct the request. */
    @Test
    void aRefusedRequestMayBeCorrectedUnderItsKey() {
        Db.lot(lot, 0);
        String other = "lot-" + UUID.randomUUID();
        Db.lot(other, 1);
        reserve(lot, key).then().spec(problem(409, "no-place-left"));
        assertThat(reserve(other, key).statusCode()).isEqualTo(201);
    }

    @Test
    void aRefusalThatAnEarlierVersionStoredIsForgotten() {
        Db.lot(lot, 5);
        String accepted = UUID.randomUUID().toString();
        reserve(lot, accepted);
        Db.run("""
                insert into idempotency_key (client, subject, scope, key, request_hash, status, headers, body)
                select client, subject, scope, ?, request_hash, 409, headers, body
                from idempotency_key where key = ?""", key, accepted);
        Response first = reserve(lot, key);
        assertThat(first.statusCode()).isEqualTo(201);
        assertReplay(first, reserve(lot, key));
        assertThat(reservations()).isEqualTo(2);
    }

    @Test
    void aBadRequestIsNotStored() {
        Db.lot(lot, 5);
        Parking.driver()
                .header("Idempotency-Key", key)
                .body(reservation(lot).replace("AA-123-BB", "nonsense"))
                .post("/v1/reservations")
                .then()
                .spec(invalid("/plate", "invalid-plate"));
        assertThat(storedKeys()).isZero();
        assertThat(reserve(lot, key).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken-", "contended-"})
    void afterAFailureOrALostRaceTheSameKeyMayBeRetried(String trouble) {
        String troubled = trouble + lot;
        for (int attempt = 0; attempt < 2; attempt++) {
            Response answer = reserve(troubled, key);
            answer.then()
                    .spec(
                            trouble.startsWith("broken")
                                    ? problem(500, "internal-error")
                                    : problem(409, "concurrent-change"))
                    .header(REPLAYED, nullValue());
        }
        assertThat(storedKeys()).isZero();
        assertThat(Db.number("select count(*) from reservation where lot = ?", troubled))
                .isZero();
        assertThat(recordedChanges()).isZero();
    }

    @Test
    void aRequiredKeyThatIsMissingIsRefused() {
        Db.lot(lot, 5);
        Parking.driver()
                .body(reservation(lot))
                .post("/v1/reservations")
                .then()
                .spec(problem(400, "missing-idempotency-key"));
        assertThat(reservations()).isZero();
    }

    @Test
    void requestsWithoutAnOptionalKeyAreIndependent() {
        warden().body(space(newLabel())).post("/v1/spaces").then().statusCode(201);
        warden().body(space(newLabel())).post("/v1/spaces").then().statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "clé", "tab\tbed"})
    void anInvalidKeyIsRefused(String invalid) {
        Db.lot(lot, 5);
        reserve(lot, invalid).then().spec(problem(400, "invalid-idempotency-key"));
        reserve(lot, "x".repeat(201)).then().spec(problem(400, "invalid-idempotency-key"));
        assertThat(reservations()).isZero();
    }
}
