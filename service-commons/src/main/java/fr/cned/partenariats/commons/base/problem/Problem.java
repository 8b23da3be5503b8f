package fr.cned.partenariats.commons.base.problem;

import jakarta.ws.rs.core.Response;
import java.util.Map;

/**
 * A rendered problem+json answer (RFC 9457).
 *
 * @param headers all headers of the answer, including the content type
 */
public record Problem(int status, Map<String, String> headers, byte[] body) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Response toResponse() {
        Response.ResponseBuilder response = Response.status(status).entity(body);
        headers.forEach(response::header);
        return response.build();
    }
}
