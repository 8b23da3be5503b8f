package fr.cned.partenariats.commons.idempotency;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

@Provider
class ReplayedAnswerMapper implements ExceptionMapper<ReplayedAnswer> {

    @Override
    public Response toResponse(ReplayedAnswer replayed) {
        StoredAnswer answer = replayed.answer();
        Response.ResponseBuilder response = Response.status(answer.status()).entity(answer.body());
        response.header("Idempotency-Replayed", "true");
        answer.headers().forEach(response::header);
        return response.build();
    }
}
