package fr.cned.partenariats.commons.security.tenancy;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.Caller;
import io.quarkus.arc.Arc;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * Decides which tenants' rows a transaction that begins now may see and change: those of {@link Caller#scope()} within
 * a request, all within {@link AllTenants}, otherwise none.
 */
@ApplicationScoped
class RowScope {

    static final String NO_TENANT = "";
    static final String ALL_TENANTS = "*";

    private static final ThreadLocal<Boolean> WIDENED = ThreadLocal.withInitial(() -> false);

    private final SecurityIdentity identity;
    private final Caller caller;

    RowScope(SecurityIdentity identity, Caller caller) {
        this.identity = identity;
        this.caller = caller;
    }

    static <T> T ofAllTenants(Callable<T> work) throws Exception {
        boolean before = WIDENED.get();
        WIDENED.set(true);
        try {
            return work.call();
        } finally {
            WIDENED.set(before);
        }
    }

    /** The value for the database setting {@code commons.tenant}, which the row-level security policies read. */
    String current() {
        if (WIDENED.get()) {
            return ALL_TENANTS;
        }
        if (!Arc.container().requestContext().isActive() || identity.isAnonymous()) {
            return NO_TENANT;
        }
        try {
            return caller.scope().restrictedTo().map(UUID::toString).orElse(ALL_TENANTS);
        } catch (Refusal noValidTenantInToken) {
            return NO_TENANT;
        }
    }
}
