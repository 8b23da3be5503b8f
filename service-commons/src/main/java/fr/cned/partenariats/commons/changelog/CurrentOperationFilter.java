package fr.cned.partenariats.commons.changelog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Stores the called operation in {@link CurrentOperation}. */
@ApplicationScoped
class CurrentOperationFilter {

    private final CurrentOperation operation;

    CurrentOperationFilter(CurrentOperation operation) {
        this.operation = operation;
    }

    @ServerRequestFilter
    void store(ContainerRequestContext request, ResourceInfo resource) {
        @Nullable Method method = resource.getResourceMethod();
        if (method != null) {
            operation.set(request.getMethod(), method);
        }
    }
}
