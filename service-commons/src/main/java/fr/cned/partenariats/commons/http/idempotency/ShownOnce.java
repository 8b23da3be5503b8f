package fr.cned.partenariats.commons.http.idempotency;

import org.jspecify.annotations.Nullable;

/** An answer with a secret. It is stored for repeats of the request, and sent to them, without the secret. */
public interface ShownOnce {

    @Nullable
    String secret();
}
