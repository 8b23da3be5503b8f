package fr.cned.partenariats.partner.integration.people;

import fr.cned.partenariats.commons.http.Revisioned;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Personal data: never in an event, a log or a metric. */
@Schema(name = "Person")
public record PersonView(
        UUID id,
        long revision,
        @Nullable UUID partnerId,
        @Nullable String office,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String email,
        PersonRole role,
        @Nullable List<UUID> siteIds,
        PersonState state,
        boolean invitationMailed,
        Instant invitedAt,
        @Nullable Instant lastSignInAt)
        implements Revisioned {

    /** Keycloak alone has the account, which can change without a new revision here. */
    @Override
    public String entityTag() {
        return revision + "-" + Integer.toHexString(toString().hashCode());
    }
}
