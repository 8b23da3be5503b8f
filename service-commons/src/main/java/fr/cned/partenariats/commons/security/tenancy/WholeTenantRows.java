package fr.cned.partenariats.commons.security.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.util.function.Supplier;
import org.hibernate.Session;

/**
 * Lets a part of a transaction see the rows of the caller's whole tenant, when sites limit the caller: a rule may depend
 * on rows of other sites, such as the weekly hours of one person. The caller must not learn of them. A test of each
 * service lists the classes that use it. For other callers it does nothing.
 */
@ApplicationScoped
public class WholeTenantRows {

    private final RowScope scope;
    private final TransactionSynchronizationRegistry transaction;
    private final EntityManager em;

    WholeTenantRows(RowScope scope, TransactionSynchronizationRegistry transaction, EntityManager em) {
        this.scope = scope;
        this.transaction = transaction;
        this.em = em;
    }

    /** When the work throws, the transaction must be rolled back. */
    @Transactional(Transactional.TxType.MANDATORY)
    public <T> T call(Supplier<T> work) {
        String limited = scope.current();
        String whole = RowScope.wholeTenant(limited);
        if (whole.equals(limited) || Boolean.TRUE.equals(transaction.getResource(this))) {
            return work.get();
        }
        transaction.putResource(this, true);
        set(whole);
        T result = work.get();
        em.flush(); // while the policies admit what the work has written
        set(limited);
        transaction.putResource(this, false);
        return result;
    }

    private void set(String rows) {
        em.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement set = connection.prepareStatement(RowScopeInterceptor.SET)) {
                set.setString(1, rows);
                set.execute();
            }
        });
    }
}
