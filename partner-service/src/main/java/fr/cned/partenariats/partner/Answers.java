package fr.cned.partenariats.partner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.commons.http.Preconditions;
import java.net.URI;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;

/** Answers that carry a resource: with its ETag, and a new one with its address. */
public final class Answers {

    private Answers() {}

    public static <T> RestResponse<T> tagged(T view, long revision) {
        return RestResponse.ResponseBuilder.ok(view)
                .tag(Preconditions.tag(revision))
                .build();
    }

    public static <T> RestResponse<T> created(String address, T view, long revision) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, view)
                .location(URI.create(address))
                .tag(Preconditions.tag(revision))
                .build();
    }

    /** A stored answer that shows this resource loses a field with personal data; any other stays as it is. */
    public static JsonNode without(String personal, UUID id, JsonNode stored) {
        if (stored instanceof ObjectNode resource
                && resource.path("id").asText().equals(id.toString())) {
            resource.remove(personal);
        }
        return stored;
    }
}
