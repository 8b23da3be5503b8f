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

        @Schema(examples = "[\"enrollments:read\",\"enrollments:write\"]") @NotNull @Size(min = 1, max = 10)
        List<@NotNull @Pattern(regexp = SCOPE) String> scopes,

        @Size(max = TenantScope.MOST_SITES) @Nullable List<@NotNull UUID> siteIds,

        @Schema(examples = "[\"apprenticeship-host\"]") @Size(min = 1, max = 2) @Nullable
        List<@NotNull @Pattern(regexp = ROLE) String> roles,

        @Size(min = 1, max = 2) @Nullable List<@Valid @NotNull PublicKey> publicKeys) {

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
