package fr.cned.partenariats.commons.changelog;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Holds the operation of the contract that the current request calls. */
@RequestScoped
class CurrentOperation {

    private static final ConcurrentHashMap<Method, Called> KNOWN = new ConcurrentHashMap<>();

    private @Nullable Called called;

    /**
     * @param name the operationId, else method and path template. A concrete path would contain ids.
     * @param roles the roles that allow the operation
     */
    record Called(String name, List<String> roles) {}

    void set(String httpMethod, Method method) {
        called = KNOWN.computeIfAbsent(method, m -> new Called(name(httpMethod, m), roles(m)));
    }

    @Nullable
    Called get() {
        return called;
    }

    private static String name(String httpMethod, Method method) {
        Operation operation = method.getAnnotation(Operation.class);
        if (operation != null && !operation.operationId().isEmpty()) {
            return operation.operationId();
        }
        Path root = method.getDeclaringClass().getAnnotation(Path.class);
        Path own = method.getAnnotation(Path.class);
        return httpMethod + ' ' + (root == null ? "" : root.value()) + (own == null ? "" : own.value());
    }

    private static List<String> roles(Method method) {
        RolesAllowed allowed = method.getAnnotation(RolesAllowed.class);
        if (allowed == null) {
            allowed = method.getDeclaringClass().getAnnotation(RolesAllowed.class);
        }
        return allowed == null ? List.of() : List.of(allowed.value());
    }
}
