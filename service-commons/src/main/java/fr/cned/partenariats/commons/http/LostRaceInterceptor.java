package fr.cned.partenariats.commons.http;

import fr.cned.partenariats.commons.base.database.Backoff;
import fr.cned.partenariats.commons.base.problem.Bulk;
import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import jakarta.annotation.Priority;
import jakarta.annotation.security.RolesAllowed;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Repeats an operation that lost a race for rows (serialization failure, deadlock, unique index), a few times and with
 * jitter, before it is answered 409 {@code concurrent-change}. Nothing of a lost attempt is stored. Bound to every
 * operation, because each has {@link RolesAllowed}. It runs after validation and around {@code @Idempotent}: each
 * attempt has its own transaction.
 */
@RolesAllowed("")
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_AFTER + 850)
class LostRaceInterceptor {

    static final int ATTEMPTS = 5;

    /** No attempt begins later. The answer must come before the timeouts of the gateway. */
    private static final Duration LATEST = Duration.ofSeconds(3);

    private static final Duration LATEST_BULK = Duration.ofSeconds(20);

    private final TransactionSynchronizationRegistry transactions;

    LostRaceInterceptor(TransactionSynchronizationRegistry transactions) {
        this.transactions = transactions;
    }

    @AroundInvoke
    @Nullable
    Object repeat(InvocationContext call) throws Exception {
        if (transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION) {
            return call.proceed();
        }
        Duration latest = call.getMethod().isAnnotationPresent(Bulk.class) ? LATEST_BULK : LATEST;
        long began = System.nanoTime();
        Backoff backoff = new Backoff(20, 300);
        for (int attempt = 1; ; attempt++) {
            try {
                return call.proceed();
            } catch (Exception e) {
                if (attempt == ATTEMPTS
                        || System.nanoTime() - began > latest.toNanos()
                        || !DatabaseFailures.isConcurrentChange(e)) {
                    throw e;
                }
            }
            backoff.pause();
        }
    }
}
