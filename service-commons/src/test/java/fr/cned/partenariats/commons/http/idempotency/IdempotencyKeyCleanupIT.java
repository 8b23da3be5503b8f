package fr.cned.partenariats.commons.http.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.base.database.OldRows;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.parking.Db;
import fr.cned.partenariats.parking.Parking;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class IdempotencyKeyCleanupIT {

    @Inject
    IdempotencyKeyCleanup cleanup;

    private static void givenKey(String key, String age) {
        Db.run("""
                insert into idempotency_key (client, key, request_hash, status, headers, body, created_at)
                values ('forgetful', ?, '', 201, '{}', '', now() - cast(? as interval))""", key, age);
    }

    @Test
    void keysExpireAfterSevenDays() {
        givenKey("old", "7 days 1 minute");
        givenKey("older", "30 days");
        givenKey("young", "6 days 20 hours");
        cleanup.run();
        assertThat(Db.number("select count(*) from idempotency_key where client = 'forgetful'"))
                .isEqualTo(1);
        assertThat(Db.number("select count(*) from idempotency_key where key = 'young'"))
                .isEqualTo(1);
    }

    /** The clock of this process may be wrong, and that of a test is on another day. */
    @Test
    void theClockOfTheDatabaseDecidesWhatIsExpired() {
        Db.run("""
                insert into idempotency_key (client, key, request_hash, status, headers, body, created_at)
                values ('punctual', 'of yesterday', '', 201, '{}', '', now() - interval '1 day')""");
        QuarkusMock.installMockForType(Clock.offset(Clock.systemUTC(), Duration.ofDays(8)), Clock.class);
        cleanup.run();
        assertThat(Db.number("select count(*) from idempotency_key where client = 'punctual'"))
                .isEqualTo(1);
    }

    @Test
    void everyBatchOfExpiredKeysIsDeleted() {
        givenKeys("many", 2 * OldRows.BATCH + 1);
        cleanup.run();
        assertThat(Db.number("select count(*) from idempotency_key where client = 'many'"))
                .isZero();
    }

    @Test
    void rowsThatAnotherInstanceHasLockedAreSkipped() {
        givenKeys("shared", OldRows.BATCH + 1);
        Db.holding(
                () -> {
                    cleanup.run();
                    assertThat(Db.number("select count(*) from idempotency_key where client = 'shared'"))
                            .isEqualTo(1);
                },
                "select 1 from idempotency_key where client = 'shared' and key = '1' for update");
    }

    /** It runs each minute, also while a test counts. Its transaction has a scope. */
    @Test
    void itIsNotCountedWithTheStatementsOfARequest() {
        assertThat(SqlCount.during(cleanup::run)).isEmpty();
        assertThat(SqlCount.during(() -> {
                    cleanup.run();
                    Parking.warden().get("/v1/spaces").then().statusCode(200);
                }))
                .as("the list and its scope")
                .hasSize(2)
                .containsValues(1L)
                .doesNotContainValue(2L);
    }

    private static void givenKeys(String client, int count) {
        Db.run("""
                insert into idempotency_key (client, key, request_hash, status, headers, body, created_at)
                select ?, n, '', 201, '{}', '', now() - interval '8 days' from generate_series(1, ?) n""", client, count);
    }
}
