package fr.cned.partenariats.commons.testing;

import static fr.cned.partenariats.parking.Parking.reserve;
import static fr.cned.partenariats.parking.Parking.warden;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.parking.Db;
import fr.cned.partenariats.parking.space.ManySpaces;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@link SqlCount} and states what the mechanisms cost. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class SqlCountIT {

    @Inject
    ManySpaces spaces;

    @TestHTTPResource(management = true)
    URI management;

    private static void assertCost(long statements, Runnable work) {
        Map<String, Long> counts = SqlCount.during(work);
        assertThat(SqlCount.total(counts)).as("%s", counts).isEqualTo(statements);
    }

    @Test
    void transactionControlDoesNotCount() {
        assertCost(0, () -> {});
        assertCost(3, () -> {
            Db.run("update lot set free = 0 where name = 'none'");
            Db.run("update lot set free = 0 where name = 'none'");
            Db.number("select count(*) from lot");
        });
    }

    /** Longer than the intervals of the relay (100 ms) and the sealer (1 s). */
    @Test
    void backgroundWorkDoesNotCount() {
        assertCost(0, () -> {
            RestAssured.get(management.resolve("/q/health/ready"));
            RestAssured.get(management.resolve("/q/metrics"));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2_500));
        });
    }

    /** PostgreSQL keeps constants in the text of a statement that was prepared before the reset. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select (select count(*) from changelog_reader r cross join lateral (select e.at from change_log e",
                "select pg_try_advisory_lock(7461233)",
                "select newest, writers from change_log_writers()",
                "select audit_seal_batch($1, $2)",
                "select e.id, cast(extract($1 from e.at) * $2 as bigint), e.object_type, e.object_id from change_log e where e.id >= $3 order by e.id limit $4",
                "select position, encode(hash, 'hex') from audit_seal order by position desc limit 1",
                "select 1",
                "COMMIT"
            })
    void backgroundWorkIsRecognizedWithAndWithoutConstants(String statement) {
        assertThat(SqlCount.reasonToLeaveOut(statement)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select count(*) from changelog_reader",
                "insert into changelog_reader (object_type) values ($1)",
                "select pg_try_advisory_xact_lock($1)",
                "delete from idempotency_key where key = $1",
                "select e.id from change_log e left join audit_seal s on s.entry_id = e.id",
                "select $1, $2",
                "select count(*) from setting",
                "settle($1)"
            })
    void aStatementThatOnlyResemblesBackgroundWorkCounts(String statement) {
        assertThat(SqlCount.reasonToLeaveOut(statement)).isNull();
    }

    @Test
    void readingAListIsOneStatement() {
        assertCost(SqlCount.SCOPE + 1, () -> warden().get("/v1/spaces").then().statusCode(200));
    }

    @Test
    void theKeyCostsTwoStatementsAndTheLogOfChangesOne() {
        String lot = UUID.randomUUID().toString();
        Db.lot(lot, 5);
        int business = 2; // insert the reservation, take the place
        String key = UUID.randomUUID().toString();
        assertCost(
                SqlCount.SCOPE + business + 2 + 1,
                () -> reserve(lot, key).then().statusCode(201));
        assertCost(SqlCount.SCOPE + 1, () -> reserve(lot, key).then().header("Idempotency-Replayed", "true"));
    }

    /**
     * Hibernate's batches, which the driver rewrites to statements of 2, 4, 8… rows each; and one of the log of changes.
     */
    @Test
    void tenInsertsOfOneBatchAreThreeStatements() {
        assertCost(SqlCount.SCOPE + 3, () -> spaces.createAll(10));
    }

    @Test
    void aRefusedBodyCostsNothing() {
        assertCost(0, () -> warden().body("{}").post("/v1/spaces").then().statusCode(400));
    }
}
