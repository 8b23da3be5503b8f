package fr.cned.partenariats.commons.base.problem;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "08006, true, false",
        "25P03, true, false",
        "25P02, false, false",
        "53300, true, false",
        "57P01, true, false",
        "40001, true, true",
        "55P03, true, true",
        "23505, false, false",
        "42601, false, false"
    })
    void theSqlStateDecidesWhetherARetryMaySucceed(String state, boolean isTransient, boolean isLostRace) {
        RuntimeException thrown = new IllegalStateException(new SQLException("x", state));
        assertThat(DatabaseFailures.isTransient(thrown)).isEqualTo(isTransient);
        assertThat(DatabaseFailures.isLostRace(thrown)).isEqualTo(isLostRace);
    }

    /** The transaction manager adds the reason as a suppressed exception, not as the cause. */
    @Test
    void theCauseOfAFailedCommitIsFound() {
        assertThat(DatabaseFailures.isTransient(brokenCommit("08006"))).isTrue();
        assertThat(DatabaseFailures.isLostRace(brokenCommit("40001"))).isTrue();
        assertThat(DatabaseFailures.refusedContent(brokenCommit("23503"))).contains("23503");
    }

    @Test
    void otherExceptionsAreNotDatabaseFailures() {
        RuntimeException loop = new IllegalStateException("x");
        loop.addSuppressed(new IllegalStateException(loop));
        assertThat(DatabaseFailures.isTransient(loop)).isFalse();
        assertThat(DatabaseFailures.isLostRace(loop)).isFalse();
    }

    private static RuntimeException brokenCommit(String state) {
        Exception commit = new XAException(XAException.XA_RBROLLBACK);
        commit.initCause(new SQLException("x", state));
        Exception rollback = new RollbackException("Could not commit transaction.");
        rollback.addSuppressed(commit);
        return new IllegalStateException("Error invoking subclass method", rollback);
    }
}
