package fr.cned.partenariats.enrollment.registration.transmission.attempt;

import jakarta.enterprise.context.RequestScoped;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether the transaction that decided the current request has recorded its attempts. */
@RequestScoped
public class RecordedRequest {

    private final AtomicBoolean recorded = new AtomicBoolean();

    /** For a thread that completes the request. */
    public AtomicBoolean flag() {
        return recorded;
    }
}
