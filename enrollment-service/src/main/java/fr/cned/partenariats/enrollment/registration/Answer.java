package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.idempotency.StoredAnswer;
import fr.cned.partenariats.commons.problem.Refusal;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a submission: bytes that are stored under its key, or a refusal.
 *
 * @param replayed whether the bytes were stored by an earlier request
 * @param existing what stands in the way of a refused registration
 */
record Answer(
        @Nullable StoredAnswer stored,
        boolean replayed,
        @Nullable Refusal refusal,
        @Nullable UUID existing) {

    static Answer first(StoredAnswer stored) {
        return new Answer(stored, false, null, null);
    }

    static Answer replay(StoredAnswer stored) {
        return new Answer(stored, true, null, null);
    }

    static Answer refused(Refusal refusal) {
        return refused(refusal, null);
    }

    static Answer refused(Refusal refusal, @Nullable UUID existing) {
        return new Answer(null, false, refusal, existing);
    }

    /** Throws the refusal. */
    Response toResponse() {
        if (stored == null) {
            throw refusal == null ? new IllegalStateException("neither answered nor refused") : refusal;
        }
        return replayed ? stored.toReplay() : stored.toResponse();
    }
}
