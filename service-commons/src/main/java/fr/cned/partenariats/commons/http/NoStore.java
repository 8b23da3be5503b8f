package fr.cned.partenariats.commons.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Method;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Forbids caches to store an answer (RFC 9111, section 5.2.2.5), except the successful read of a {@link Cacheable}
 * operation: the caller's own cache may store that, and asks before each use. Its answer may depend on the caller. ETag
 * and 304 also work without a cache, because a client may send the tag of an answer that it did not store.
 */
class NoStore {

    private static final String CACHE_CONTROL = "Cache-Control";
    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final int FIRST_REFUSAL = 400;

    @ServerResponseFilter
    void forbid(ContainerRequestContext request, ContainerResponseContext response, @Nullable ResourceInfo resource) {
        boolean read = READS.contains(request.getMethod()) && response.getStatus() < FIRST_REFUSAL;
        if (!read || !isCacheable(resource)) {
            response.getHeaders().putSingle(CACHE_CONTROL, "no-store");
        } else {
            response.getHeaders().putSingle(CACHE_CONTROL, "private, no-cache");
            response.getHeaders().add(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION);
        }
    }

    private static boolean isCacheable(@Nullable ResourceInfo resource) {
        @Nullable Method operation = resource == null ? null : resource.getResourceMethod();
        return operation != null
                && (operation.isAnnotationPresent(Cacheable.class)
                        || operation.getDeclaringClass().isAnnotationPresent(Cacheable.class));
    }
}
