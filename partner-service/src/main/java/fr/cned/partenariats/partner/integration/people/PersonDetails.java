package fr.cned.partenariats.partner.integration.people;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public record PersonDetails(
        @NotNull PersonRole role,

        @Size(max = TenantScope.MOST_SITES) @Nullable List<@NotNull UUID> siteIds) {}
