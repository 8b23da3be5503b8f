package fr.cned.partenariats.partner.integration.apiclient;

import fr.cned.partenariats.commons.http.Revisioned;
import fr.cned.partenariats.commons.http.idempotency.ShownOnce;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "PartnerApiClient")
public record ApiClientView(
        UUID id,
        long revision,
        UUID partnerId,
        String clientId,
        String azp,
        String name,
        List<String> scopes,
        List<String> roles,
        @Nullable List<UUID> siteIds,
        Authentication authentication,
        List<String> keyIds,
        ApiClientState state,
        Instant createdAt,
        @Nullable Instant previousSecretValidUntil,
        @Nullable LocalDate lastUsedOn,
        @Nullable String secret)
        implements Revisioned, ShownOnce {

    static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    @Override
    public String entityTag() {
        return revision + (lastUsedOn == null ? "" : "-" + lastUsedOn) + (previousSecretValidUntil == null ? "" : "-p");
    }

    /** Logs must not contain the secret. */
    @Override
    public String toString() {
        return "ApiClientView[" + id + ']';
    }
}
