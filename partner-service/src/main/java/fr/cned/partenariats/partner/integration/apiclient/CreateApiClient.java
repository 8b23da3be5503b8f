package fr.cned.partenariats.partner.integration.apiclient;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.partner.Roles;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

public record CreateApiClient(
        @Nullable UUID partnerId,

        @Schema(examples = "Progiciel de gestion des stagiaires") @NotBlank @Size(max = 100)
        String name,

        @Schema(
                description = "What the client may do. The scopes of a client never change. A partner can give only"
                        + " scopes that its own token has.",
                examples = "[\"enrollments:read\",\"enrollments:write\"]")
        @NotNull
        @Size(min = 1, max = 10)
        List<@NotNull @Pattern(regexp = SCOPE) String> scopes,

        @Schema(
                description =
                        "The sites that limit the client: it sees and registers the students there only. Absent or"
                                + " empty: the whole partner.")
        @Size(max = TenantScope.MOST_SITES)
        @Nullable
        List<@NotNull UUID> siteIds,

        @Schema(
                description = "The roles of the client, which never change. Without roles it acts for the partner"
                        + " (`partner`). `apprenticeship-host` reads the apprentices that the partner trains, hosts or"
                        + " employs. A partner can give only roles that its own token has.",
                examples = "[\"apprenticeship-host\"]")
        @Size(min = 1, max = 2)
        @Nullable
        List<@NotNull @Pattern(regexp = ROLE) String> roles,

        @Schema(
                description = "The public keys with which Keycloak verifies the assertions of the client"
                        + " (`private_key_jwt`). Without keys the client gets a secret.")
        @Size(min = 1, max = 2)
        @Nullable
        List<@Valid @NotNull PublicKey> publicKeys) {

    static final String ROLE = Roles.PARTNER + "|" + Roles.APPRENTICESHIP_HOST;
    static final String SCOPE =
            "(enrollments|students|partner):(read|write)|attendance:write|catalog:read" + "|(webhooks|clients):manage";

    List<String> distinctScopes() {
        return scopes.stream().distinct().sorted().toList();
    }

    List<String> distinctRoles() {
        return roles == null
                ? List.of(Roles.PARTNER)
                : roles.stream().distinct().sorted().toList();
    }

    List<PublicKey> keys() {
        return publicKeys == null ? List.of() : publicKeys;
    }

    Authentication authentication() {
        return publicKeys == null ? Authentication.SECRET : Authentication.PRIVATE_KEY_JWT;
    }
}
