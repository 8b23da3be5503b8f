package fr.cned.partenariats.commons.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a {@code Content-Type} that is no media type (RFC 9110, section 8.3.1). RESTEasy would fail with an internal
 * error when it chooses between methods that take different types.
 */
@ApplicationScoped
class ContentTypeFilter {

    private static final Pattern FORM = Pattern.compile("[\\w!#$%&'*+.^`|~-]+/[\\w!#$%&'*+.^`|~-]+\\s*(;.*)?");

    @ServerRequestFilter(preMatching = true)
    void check(ContainerRequestContext request) {
        @Nullable String type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
        if (type != null && !isMediaType(type)) {
            throw new NotSupportedException();
        }
    }

    private static boolean isMediaType(String type) {
        try {
            return FORM.matcher(type).matches() && MediaType.valueOf(type) != null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
