package fr.cned.partenariats.commons.testing;

import static fr.cned.partenariats.parking.Parking.reserve;
import static fr.cned.partenariats.parking.Parking.warden;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.parking.Db;
import fr.cned.partenariats.parking.space.ManySpaces;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Also says what the mechanisms cost. */
@QuarkusTest
@QuarkusTestResource(RealParts.class)
class SqlCountTest {

    @Inject
    ManySpaces spaces;

    private static void assertCost(long statements, Runnable work) {
        Map<String, Long> counts = SqlCount.during(work);
        assertThat(SqlCount.total(counts)).as("%s", counts).isEqualTo(statements);
    }

    @Test
    void everyStatementCountsAndTransactionBoundariesDoNot() {
        assertCost(0, () -> {});
        assertCost(3, () -> {
            Db.run("update lot set free = 0 where name = 'none'");
            Db.run("update lot set free = 0 where name = 'none'");
            Db.number("select count(*) from lot");
        });
    }

    @Test
    void readingAListIsOneStatementInItsScope() {
        assertCost(SqlCount.SCOPE + 1, () -> warden().get("/v1/spaces").then().statusCode(200));
    }

    @Test
    void theKeyCostsTwoStatementsTheOutboxOneAndTheAuditTrailOne() {
        String lot = UUID.randomUUID().toString();
        Db.lot(lot, 5);
        int business = 2; // insert the reservation, take the place
        String key = UUID.randomUUID().toString();
        assertCost(
                SqlCount.SCOPE + business + 2 + 1 + 1,
                () -> reserve(lot, key).then().statusCode(201));
        assertCost(SqlCount.SCOPE + 1, () -> reserve(lot, key).then().header("Idempotency-Replayed", "true"));
    }

    /** Hibernate's batches, which the driver rewrites to statements of 2, 4, 8… rows each; and one of the audit trail. */
    @Test
    void tenInsertsOfOneBatchAreThreeStatements() {
        assertCost(SqlCount.SCOPE + 3, () -> spaces.createAll(10));
    }

    @Test
    void aRefusedBodyCostsNothing() {
        assertCost(0, () -> warden().body("{}").post("/v1/spaces").then().statusCode(400));
    }
}
