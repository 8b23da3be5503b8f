package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.http.idempotency.StoredAnswer;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a registration.
 *
 * @param stored the bytes under its key; null when it was refused
 */
public record Answer(Outcome outcome, @Nullable StoredAnswer stored) {

    /** Throws the refusal, which repeats the reference of the request. */
    Response toResponse(@Nullable String reference) {
        if (outcome instanceof Outcome.Refused refused) {
            throw reference == null ? refused.refusal() : refused.refusal().property("reference", reference);
        }
        StoredAnswer answer = Objects.requireNonNull(stored);
        return outcome instanceof Outcome.Repeated ? answer.toReplay() : answer.toResponse();
    }
}
