package fr.cned.partenariats.commons.security.tenancy;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Sets the row scope as the first statement of each transaction, until its end. Every statement of a transaction uses
 * one connection, so it has the scope. Outside of a transaction no scope is set and no protected row is visible.
 */
@ApplicationScoped
class RowScopeInterceptor implements AgroalPoolInterceptor {

    static final String SET = "select set_config('commons.tenant', ?, true)";

    private final RowScope scope;
    private final TransactionSynchronizationRegistry transactions;

    RowScopeInterceptor(RowScope scope, TransactionSynchronizationRegistry transactions) {
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

    /** Closes the connection; the pool would give it to the next caller with its transaction open. */
    private static void discard(Connection connection, SQLException cause) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static class ScopeNotSet extends RuntimeException {
        ScopeNotSet(SQLException cause) {
            super("cannot set the row scope of the transaction", cause);
        }
    }
}
