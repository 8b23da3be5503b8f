package fr.cned.partenariats.commons.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Sets {@code ETag} on the answers to reads that have no revision, such as lists, counts and change feeds, and answers
 * a known tag with 304. The tag is a hash of the body, so it is the same for each caller that gets the same answer. It
 * is weak, because a proxy may compress the body.
 */
class ContentTagFilter {

    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int HASH_BYTES = 16;

    private final ObjectMapper json;

    ContentTagFilter(ObjectMapper json) {
        this.json = json;
    }

    @ServerResponseFilter
    void tag(ContainerRequestContext request, ContainerResponseContext response) throws JsonProcessingException {
        if (!READS.contains(request.getMethod()) || response.getStatus() != OK || !isTagged(response)) {
            return;
        }
        byte[] body = json.writeValueAsBytes(response.getEntity());
        String tag = '"' + hash(body) + '"';
        response.getHeaders().putSingle(HttpHeaders.ETAG, "W/" + tag);
        @Nullable String known = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        if (known != null && EntityTags.weaklyMatches(known, tag)) {
            response.setStatus(NOT_MODIFIED);
            response.setEntity(null);
        } else {
            response.setEntity(body); // written as it is, not serialized a second time
        }
    }

    private static boolean isTagged(ContainerResponseContext response) {
        @Nullable Object entity = response.getEntity();
        @Nullable MediaType type = response.getMediaType();
        return entity != null
                && !(entity instanceof Revisioned)
                && !(entity instanceof byte[])
                && !(entity instanceof CharSequence)
                && (type == null || type.isCompatible(MediaType.APPLICATION_JSON_TYPE));
    }

    private static String hash(byte[] body) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(body);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
