package fr.cned.partenariats.commons.security.caller;

import io.quarkus.security.ForbiddenException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Refuses a tenant's request when its token lacks the scope of the operation (docs/adr/0027). */
@ApplicationScoped
class ScopeFilter {

    private final Caller caller;

    ScopeFilter(Caller caller) {
        this.caller = caller;
    }

    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    void check(ResourceInfo resource) {
        @Nullable Method operation = resource.getResourceMethod();
        if (operation == null || !caller.isBoundToTenant()) {
            return;
        }
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
}
