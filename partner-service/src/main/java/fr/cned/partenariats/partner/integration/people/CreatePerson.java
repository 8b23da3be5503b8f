package fr.cned.partenariats.partner.integration.people;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Personal data: never in an event, a log or a metric. */
public record CreatePerson(
        @Nullable UUID partnerId,
        @NotBlank @Size(max = 100) String firstName,
        @NotBlank @Size(max = 100) String lastName,

        @Schema(format = "email") @NotNull @Email @Size(min = 3, max = 254)
        String email,

        @NotNull PersonRole role,

        @Size(max = TenantScope.MOST_SITES) @Nullable List<@NotNull UUID> siteIds) {}
