package fr.cned.partenariats.commons.caller;

import static fr.cned.partenariats.commons.problem.CommonProblem.NO_TENANT;

import fr.cned.partenariats.commons.problem.Refusal;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Who asks, from the verified token. */
@RequestScoped
public class Caller {

    /** What Keycloak puts before a client's id where the token is the client's own. */
    private static final String SERVICE_ACCOUNT = "service-account-";

    private final SecurityIdentity identity;
    private final String tenantClaim;

    Caller(SecurityIdentity identity, @ConfigProperty(name = "commons.caller.tenant-claim") String tenantClaim) {
        this.identity = identity;
        this.tenantClaim = tenantClaim;
    }

    /** The registered client (claim {@code azp}), which idempotency keys and limits belong to. */
    public String client() {
        @Nullable String azp = claim("azp");
        return azp != null ? azp : identity.getPrincipal().getName();
    }

    /** Who stands in the history for a change: the person where there is one, else the client. */
    public String actor() {
        String name = identity.getPrincipal().getName();
        return name.equals(SERVICE_ACCOUNT + client()) ? client() : name;
    }

    public boolean has(String role) {
        return identity.hasRole(role);
    }

    /** The one organisation whose objects this caller may see; empty when the token names none. */
    public Optional<UUID> tenant() {
        @Nullable String value = claim(tenantClaim);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(value));
        } catch (IllegalArgumentException e) {
            throw Refusal.of(NO_TENANT);
        }
    }

    /** The tenant of a caller whose role is bound to one; refuses a token that names none. */
    public UUID requireTenant() {
        return tenant().orElseThrow(() -> Refusal.of(NO_TENANT));
    }

    private @Nullable String claim(String name) {
        return identity.getPrincipal() instanceof JsonWebToken token && token.getClaim(name) != null
                ? token.getClaim(name).toString()
                : null;
    }
}
