package fr.cned.partenariats.commons.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Sets {@code ETag} on answers with a {@link Revisioned} entity, and replaces the answer to a read by 304 when
 * {@code If-None-Match} names that tag (RFC 9110, section 13.1.2).
 */
class RevisionFilter {

    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final Set<Integer> TAGGED = Set.of(200, 201);
    private static final int NOT_MODIFIED = 304;

    @ServerResponseFilter
    void tag(ContainerRequestContext request, ContainerResponseContext response) {
        if (!TAGGED.contains(response.getStatus()) || !(response.getEntity() instanceof Revisioned view)) {
            return;
        }
        String tag = EntityTags.of(view);
        response.getHeaders().putSingle(HttpHeaders.ETAG, tag);
        @Nullable String known = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        if (known != null && READS.contains(request.getMethod()) && EntityTags.weaklyMatches(known, tag)) {
            response.setStatus(NOT_MODIFIED);
            response.setEntity(null);
        }
    }
}
