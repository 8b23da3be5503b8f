package fr.cned.partenariats.commons.http.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.http.Revisioned;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** The first answer to a key, byte for byte. */
public record StoredAnswer(int status, Map<String, String> headers, byte[] body) {

    public static final String JSON = "application/json;charset=UTF-8";

    /** An answer that shows an object. */
    public static StoredAnswer of(Response.Status status, String location, Revisioned view, ObjectMapper json) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HttpHeaders.CONTENT_TYPE, JSON);
        headers.put(HttpHeaders.LOCATION, location);
        headers.put(HttpHeaders.ETAG, '"' + view.entityTag() + '"');
        try {
            return new StoredAnswer(status.getStatusCode(), headers, json.writeValueAsBytes(view));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("views are plain records", e);
        }
    }

    public Response toResponse() {
        return response().build();
    }

    public Response toReplay() {
        return response().header("Idempotency-Replayed", "true").build();
    }

    private Response.ResponseBuilder response() {
        Response.ResponseBuilder response = Response.status(status).entity(body);
        headers.forEach(response::header);
        return response;
    }
}
