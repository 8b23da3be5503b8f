package fr.cned.partenariats.commons.database;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.RealParts;
import fr.cned.partenariats.parking.Db;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing holds a connection, a lock or a transaction for ever. */
@QuarkusTest
@QuarkusTestResource(RealParts.class)
class DatabaseLimitsTest {

    @ParameterizedTest
    @CsvSource({"statement_timeout, 5000", "lock_timeout, 3000", "idle_in_transaction_session_timeout, 10000"})
    void everyConnectionOfThePoolHasItsLimits(String setting, long millis) {
        assertThat(Db.number("select cast(setting as bigint) from pg_settings where name = ?", setting))
                .isEqualTo(millis);
    }
}
