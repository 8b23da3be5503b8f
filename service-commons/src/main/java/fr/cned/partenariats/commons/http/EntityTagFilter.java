package fr.cned.partenariats.commons.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.Sha256;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Sets {@code ETag}, and replaces the answer to a read by 304 when {@code If-None-Match} names that tag (RFC 9110,
 * section 13.1.2). A {@link Revisioned} entity has its own tag. Other answers to reads, such as lists, counts and change
 * feeds, have a hash of the body, so the tag is the same for each caller that gets the same answer. It is weak, because
 * a proxy may compress the body.
 */
class EntityTagFilter {

    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NOT_MODIFIED = 304;
    private static final int HASH_BYTES = 16;

    private final ObjectMapper json;

    EntityTagFilter(ObjectMapper json) {
        this.json = json;
    }

    @ServerResponseFilter
    void tag(ContainerRequestContext request, ContainerResponseContext response) throws JsonProcessingException {
        boolean read = READS.contains(request.getMethod());
        if (response.getEntity() instanceof Revisioned view) {
            if (response.getStatus() == OK || response.getStatus() == CREATED) {
                tag(request, response, EntityTags.of(view), read);
            }
        } else if (read && response.getStatus() == OK && isHashed(response)) {
            byte[] body = json.writeValueAsBytes(response.getEntity());
            response.setEntity(body); // written as it is, not serialized a second time
            tag(request, response, "W/\"" + hash(body) + '"', true);
        }
    }

    private static void tag(
            ContainerRequestContext request, ContainerResponseContext response, String tag, boolean conditional) {
        response.getHeaders().putSingle(HttpHeaders.ETAG, tag);
        @Nullable String known = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        if (conditional && known != null && EntityTags.weaklyMatches(known, tag)) {
            response.setStatus(NOT_MODIFIED);
            response.setEntity(null);
        }
    }

    private static boolean isHashed(ContainerResponseContext response) {
        @Nullable Object entity = response.getEntity();
        @Nullable MediaType type = response.getMediaType();
        return entity != null
                && !(entity instanceof byte[])
                && !(entity instanceof CharSequence)
                && (type == null || type.isCompatible(MediaType.APPLICATION_JSON_TYPE));
    }

    private static String hash(byte[] body) {
        byte[] whole = Sha256.digest().digest(body);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, HASH_BYTES));
    }
}
