package fr.cned.partenariats.commons.tenancy;

import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.problem.Refusal;
import io.quarkus.arc.Arc;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Decides which tenants' rows a transaction that begins now may see and change. A request's transactions get the scope
 * of its caller; without a request there is no row, unless {@link AllTenants} says otherwise.
 */
@ApplicationScoped
class RowScope {

    static final String NO_TENANT = "";
    static final String ALL_TENANTS = "*";

    private static final ThreadLocal<Boolean> WIDENED = ThreadLocal.withInitial(() -> false);

    private final SecurityIdentity identity;
    private final Caller caller;
    private final String tenantRole;

    RowScope(
            SecurityIdentity identity,
            Caller caller,
            @ConfigProperty(name = "commons.caller.tenant-role") String tenantRole) {
        this.identity = identity;
        this.caller = caller;
        this.tenantRole = tenantRole;
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

    /** The value of the setting {@code commons.tenant}. */
    String current() {
        if (WIDENED.get()) {
            return ALL_TENANTS;
        }
        if (!Arc.container().requestContext().isActive() || identity.isAnonymous()) {
            return NO_TENANT;
        }
        return caller.has(tenantRole) ? tenant() : ALL_TENANTS;
    }

    /** Of two roles the one that is bound to a tenant counts. */
    private String tenant() {
        try {
            return caller.tenant().map(UUID::toString).orElse(NO_TENANT);
        } catch (Refusal malformedClaim) {
            return NO_TENANT;
        }
    }
}
