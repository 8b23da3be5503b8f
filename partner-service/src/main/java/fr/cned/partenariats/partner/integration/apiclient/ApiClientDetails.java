package fr.cned.partenariats.partner.integration.apiclient;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

public record ApiClientDetails(
        @NotBlank @Size(max = 100) String name,

        @Schema(description = "The sites that limit the client. Null or empty: the whole partner.")
        @Size(max = TenantScope.MOST_SITES)
        @Nullable
        List<@NotNull UUID> siteIds) {}
