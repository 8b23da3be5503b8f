package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.commons.http.outside.AsksOutside;
import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The target that has answered a {@link Challenge} within this request. */
@RequestScoped
class ProvenTarget {

    private final Challenge challenge;
    private @Nullable String proven;

    ProvenTarget(Challenge challenge) {
        this.challenge = challenge;
    }

    /** Ends the run of an operation with {@link AsksOutside} when the target was not asked yet. */
    void require(UUID partnerId, String url) {
        if (!url.equals(proven)) {
            throw new AsksOutside.Question(() -> {
                challenge.send(partnerId, url);
                proven = url;
            });
        }
    }
}
