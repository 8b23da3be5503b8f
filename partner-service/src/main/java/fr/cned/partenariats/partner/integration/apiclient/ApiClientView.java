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

        @Schema(description = "Increases with each change. The ETag.")
        long revision,

        UUID partnerId,

        @Schema(description = "The `client_id` for the token endpoint. A rotation changes it with the secret.")
        String clientId,

        @Schema(description = "The `azp` of its tokens. A rotation does not change it.")
        String azp,

        String name,
        List<String> scopes,
        Authentication authentication,

        @Schema(description = "The `kid` of each public key; empty for a client with a secret.")
        List<String> keyIds,

        ApiClientState state,
        Instant createdAt,

        @Schema(description = "Until then the client id and secret before the last rotation are valid, too.") @Nullable
        Instant previousSecretValidUntil,

        @Schema(description = "The last day (UTC) on which it got a token. Known some minutes later.") @Nullable
        LocalDate lastUsedOn,

        @Schema(
                description =
                        "Only in the first answer to the request that created or rotated it. No later answer has it,"
                                + " not even a replay of the same request.")
        @Nullable
        String secret)
        implements Revisioned, ShownOnce<ApiClientView> {

    static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    @Override
    public ApiClientView withoutSecret() {
        return new ApiClientView(
                id,
                revision,
                partnerId,
                clientId,
                azp,
                name,
                scopes,
                authentication,
                keyIds,
                state,
                createdAt,
                previousSecretValidUntil,
                lastUsedOn,
                null);
    }

    @Override
    public String entityTag() {
        return lastUsedOn == null ? Long.toString(revision) : revision + "-" + lastUsedOn;
    }

    /** Logs must not contain the secret. */
    @Override
    public String toString() {
        return "ApiClientView[" + id + ']';
    }
}
