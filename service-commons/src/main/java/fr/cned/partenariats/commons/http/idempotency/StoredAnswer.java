package fr.cned.partenariats.commons.http.idempotency;

import jakarta.ws.rs.core.Response;
import java.util.Map;

/** The first answer to a key, byte for byte. */
public record StoredAnswer(int status, Map<String, String> headers, byte[] body) {

    public static final String JSON = "application/json;charset=UTF-8";

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
