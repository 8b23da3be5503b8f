package fr.cned.partenariats.commons.security.caller;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.PARTNER_CLOSED;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.PARTNER_SUSPENDED;

import fr.cned.partenariats.commons.base.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses every request of a closed tenant or of its revoked clients, and every write of a suspended tenant, whatever
 * the token says: a token stays valid until it expires.
 */
@ApplicationScoped
class TenantStateFilter {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final Caller caller;
    private final TenantStates states;

    TenantStateFilter(Caller caller, TenantStates states) {
        this.caller = caller;
        this.states = states;
    }

    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    void check(ContainerRequestContext request, ResourceInfo resource) {
        caller.actsFor().ifPresent(tenant -> {
            Tenant known = states.of(tenant);
            if (known.revokedClients().contains(caller.client())) {
                throw Refusal.invalidToken();
            }
            TenantState state = known.state();
            if (state == TenantState.CLOSED) {
                throw Refusal.of(PARTNER_CLOSED);
            }
            if (state == TenantState.SUSPENDED && !isRead(request.getMethod(), resource.getResourceMethod())) {
                throw Refusal.of(PARTNER_SUSPENDED);
            }
        });
    }

    private static boolean isRead(String httpMethod, @Nullable Method operation) {
        return READS.contains(httpMethod) || (operation != null && operation.isAnnotationPresent(ReadOnly.class));
    }
}
