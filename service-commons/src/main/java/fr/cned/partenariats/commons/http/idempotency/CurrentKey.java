package fr.cned.partenariats.commons.http.idempotency;

import jakarta.enterprise.context.RequestScoped;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The key of the current request to an operation with {@link Idempotent#inBatch()}. */
@RequestScoped
public class CurrentKey {

    private @Nullable KeyedRequest request;

    void set(KeyedRequest keyed) {
        request = keyed;
    }

    public KeyedRequest get() {
        return Objects.requireNonNull(request, "the operation is not @Idempotent(inBatch = true)");
    }
}
