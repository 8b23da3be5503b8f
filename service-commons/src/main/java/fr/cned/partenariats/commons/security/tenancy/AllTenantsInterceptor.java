package fr.cned.partenariats.commons.security.tenancy;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** Runs before the interceptor of {@code @Transactional}, because a transaction keeps the scope that it began with. */
@AllTenants
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
class AllTenantsInterceptor {

    private final TransactionSynchronizationRegistry transactions;

    AllTenantsInterceptor(TransactionSynchronizationRegistry transactions) {
        this.transactions = transactions;
    }

    @AroundInvoke
    Object widen(InvocationContext call) throws Exception {
        if (transactions.getTransactionStatus() == Status.STATUS_ACTIVE) {
            throw new IllegalStateException("@AllTenants has no effect on a transaction that has already begun");
        }
        return RowScope.ofAllTenants(call::proceed);
    }
}
