package fr.cned.partenariats.commons.security.tenancy;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import io.quarkus.arc.Arc;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides which rows a transaction that begins now may see and change: those of {@link Caller#scope()} within a
 * request, those of all tenants within {@link AllTenants}, otherwise none.
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
            return text(caller.scope());
        } catch (Refusal noValidTenantInToken) {
            return NO_TENANT;
        }
    }

    /** The tenant, then its sites when they limit the caller. */
    private static String text(TenantScope scope) {
        return scope.restrictedTo()
                .map(tenant -> Stream.concat(Stream.of(tenant), scope.sites().stream())
                        .map(UUID::toString)
                        .collect(Collectors.joining(" ")))
                .orElse(ALL_TENANTS);
    }

    /** The tenant without its sites. */
    static String wholeTenant(String scope) {
        return scope.split(" ", 2)[0];
    }
}
