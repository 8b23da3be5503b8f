package fr.cned.partenariats.partner.integration.apiclient;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.SERVICE_UNAVAILABLE;

import fr.cned.partenariats.commons.base.problem.Refusal;
import org.jspecify.annotations.Nullable;

/** A change at Keycloak that is not known to be done. */
public class KeycloakFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean nothingDone;

    /** @param nothingDone whether Keycloak has certainly not made the change */
    public KeycloakFailure(String message, boolean nothingDone, @Nullable Throwable cause) {
        super(message, cause);
        this.nothingDone = nothingDone;
    }

    boolean isNothingDone() {
        return nothingDone;
    }

    /** What the caller gets. After an unknown result the reconciliation decides first. */
    public Refusal refusal() {
        return Refusal.of(SERVICE_UNAVAILABLE)
                .retryAfterSeconds(nothingDone ? 5 : ApiClientReconciler.UNDECIDED_FOR_SECONDS);
    }
}
