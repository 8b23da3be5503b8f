package fr.cned.partenariats.commons.tenancy;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Sets the scope as the first statement of each transaction, until its end. A transaction has one connection, so that
 * every statement of the service passes here; outside of a transaction no scope is set and no protected row is visible.
 */
@ApplicationScoped
class RowScopeOfTransactions implements AgroalPoolInterceptor {

    private static final String SET = "select set_config('commons.tenant', ?, true)";

    private final RowScope scope;
    private final TransactionSynchronizationRegistry transactions;

    RowScopeOfTransactions(RowScope scope, TransactionSynchronizationRegistry transactions) {
        this.scope = scope;
        this.transactions = transactions;
    }

    @Override
    public void onConnectionAcquire(Connection connection) {
        if (!inTransaction()) {
            return;
        }
        try (PreparedStatement set = connection.prepareStatement(SET)) {
            set.setString(1, scope.current());
            set.execute();
        } catch (SQLException e) {
            discard(connection, e);
            throw new ScopeNotSet(e);
        }
    }

    private boolean inTransaction() {
        int status = transactions.getTransactionStatus();
        return status == Status.STATUS_ACTIVE || status == Status.STATUS_MARKED_ROLLBACK;
    }

    /** The pool would hand the connection to the next caller with the transaction still open. */
    private static void discard(Connection connection, SQLException cause) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static class ScopeNotSet extends RuntimeException {
        ScopeNotSet(SQLException cause) {
            super("the scope of the transaction could not be set", cause);
        }
    }
}
