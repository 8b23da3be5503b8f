package fr.cned.partenariats.partner.integration.webhook;

import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The target that has answered a {@link Challenge} within this request. */
@RequestScoped
class ProvenTarget {

    private @Nullable String proven;

    void prove(String url) {
        proven = url;
    }

    /** Ends the run of an operation with {@link AsksTargetInterceptor.AsksTarget} when the target was not asked yet. */
    void require(UUID partnerId, String url) {
        if (!url.equals(proven)) {
            throw new Unproven(partnerId, url);
        }
    }

    /** Tells {@link AsksTargetInterceptor} whom to ask. */
    static final class Unproven extends RuntimeException {

        final UUID partnerId;
        final String url;

        Unproven(UUID partnerId, String url) {
            super("the target was not asked yet", null, false, false);
            this.partnerId = partnerId;
            this.url = url;
        }
    }
}
