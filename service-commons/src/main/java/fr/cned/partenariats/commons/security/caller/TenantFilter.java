package fr.cned.partenariats.commons.security.caller;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.LIMITED_TO_SITES;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.PARTNER_CLOSED;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.PARTNER_SUSPENDED;

import fr.cned.partenariats.commons.base.problem.Refusal;
import io.quarkus.security.ForbiddenException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a tenant's request when its token lacks the scope of the operation (docs/adr/0027), or limits it to sites and
 * the operation is for the {@link WholeTenant} (docs/adr/0038). Refuses every request of a
 * closed tenant or of its revoked clients, and every write of a suspended tenant, whatever the token says: a token stays
 * valid until it expires.
 */
@ApplicationScoped
class TenantFilter {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final Caller caller;
    private final TenantStates states;

    TenantFilter(Caller caller, TenantStates states) {
        this.caller = caller;
        this.states = states;
    }

    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    void check(ContainerRequestContext request, ResourceInfo resource) {
        @Nullable Method operation = resource.getResourceMethod();
        if (operation != null && caller.isBoundToTenant()) {
            checkScope(operation);
            checkSites(operation);
        }
        caller.actsFor()
                .ifPresent(tenant -> checkState(
                        tenant,
                        READS.contains(request.getMethod())
                                || (operation != null && operation.isAnnotationPresent(ReadOnly.class))));
    }

    private void checkScope(Method operation) {
        @Nullable RequiresScope required = operation.getAnnotation(RequiresScope.class);
        if (required == null) {
            required = operation.getDeclaringClass().getAnnotation(RequiresScope.class);
        }
        if (required == null) {
            throw new ForbiddenException("the operation has no scope");
        }
        if (!required.value().equals(RequiresScope.NONE) && !caller.scopes().contains(required.or())) {
            caller.requireScope(required.value());
        }
    }

    /** Also refuses a claim that is no list of ids, whatever the operation. */
    private void checkSites(Method operation) {
        if (!caller.sites().isEmpty()
                && (operation.isAnnotationPresent(WholeTenant.class)
                        || operation.getDeclaringClass().isAnnotationPresent(WholeTenant.class))) {
            throw Refusal.of(LIMITED_TO_SITES);
        }
    }

    private void checkState(UUID tenant, boolean read) {
        Tenant known = states.of(tenant);
        if (known.revokedClients().contains(caller.client())) {
            throw Refusal.invalidToken();
        }
        if (known.state() == TenantState.CLOSED) {
            throw Refusal.of(PARTNER_CLOSED);
        }
        if (known.state() == TenantState.SUSPENDED && !read) {
            throw Refusal.of(PARTNER_SUSPENDED);
        }
    }
}
