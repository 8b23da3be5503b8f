package fr.cned.partenariats.commons.security.caller;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Limits how long a call to the identity provider may take. Quarkus limits only the time to connect. */
@ApplicationScoped
@Unremovable
class IdentityProviderTimeout implements OidcRequestFilter {

    private final long millis;

    IdentityProviderTimeout(@ConfigProperty(name = "quarkus.oidc.connection-timeout") Duration timeout) {
        this.millis = timeout.toMillis();
    }

    @Override
    public Uni<Void> filter(OidcRequestFilterContext request) {
        request.request().timeout(millis);
        return Uni.createFrom().voidItem();
    }
}
