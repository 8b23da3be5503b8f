package fr.cned.partenariats.commons.http.idempotency;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Ends an operation with a stored answer. It is an exception because the declared return type of the operation has a
 * writer, which must not write the stored bytes again.
 */
class ReplayedAnswer extends RuntimeException {

    private final transient StoredAnswer answer;

    ReplayedAnswer(StoredAnswer answer) {
        super("replayed", null, false, false);
        this.answer = answer;
    }

    @Provider
    static class Mapper implements ExceptionMapper<ReplayedAnswer> {

        @Override
        public Response toResponse(ReplayedAnswer replayed) {
            return replayed.answer.toReplay();
        }
    }
}
