package fr.cned.partenariats.commons.caller;

import static fr.cned.partenariats.commons.problem.CommonProblem.NO_TENANT;

import fr.cned.partenariats.commons.problem.Refusal;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** The caller of the current request, read from its verified token. */
@RequestScoped
public class Caller {

    /** Keycloak's prefix of the user name in a token of the client credentials grant. */
    private static final String SERVICE_ACCOUNT = "service-account-";

    /** {@link UUID#fromString} also accepts {@code 1-1-1-1-1}. */
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final SecurityIdentity identity;
    private final String tenantClaim;
    private final TenantRoles tenantRoles;

    Caller(
            SecurityIdentity identity,
            @ConfigProperty(name = "commons.caller.tenant-claim") String tenantClaim,
            TenantRoles tenantRoles) {
        this.identity = identity;
        this.tenantClaim = tenantClaim;
        this.tenantRoles = tenantRoles;
    }

    /** The registered client (claim {@code azp}). */
    public String client() {
        return Objects.requireNonNull(claim("azp"), "TokenRules refuses tokens without a client");
    }

    /** The claim {@code sub}: a person, or the client when it acts for itself. Persons of one client differ in it. */
    public String subject() {
        @Nullable String sub = claim("sub");
        return sub != null ? sub : identity.getPrincipal().getName();
    }

    /** The name for history entries: the person's user name, or the client id without a person. */
    public String actor() {
        String name = identity.getPrincipal().getName();
        return name.equals(SERVICE_ACCOUNT + client()) ? client() : name;
    }

    public Set<String> roles() {
        return identity.getRoles();
    }

    public boolean has(String role) {
        return identity.hasRole(role);
    }

    /**
     * The one tenant of a caller with a role that binds it to its tenant; all tenants for other callers. Refuses a token
     * with such a role and without a tenant.
     */
    public TenantScope scope() {
        return new TenantScope(tenantRoles.bind(roles()) ? Optional.of(requireTenant()) : Optional.empty());
    }

    /** The tenant in the token. Use {@link #scope()} to decide what the caller may see. */
    public Optional<UUID> tenant() {
        @Nullable String value = claim(tenantClaim);
        if (value == null) {
            return Optional.empty();
        }
        if (!UUID_TEXT.matcher(value).matches()) {
            throw Refusal.of(NO_TENANT);
        }
        return Optional.of(UUID.fromString(value));
    }

    /** The tenant in the token, whatever its role. Empty when the claim is absent or no UUID. */
    Optional<UUID> actsFor() {
        return tenantIn(identity, tenantClaim);
    }

    /** As {@link #actsFor()}, for a caller without a request scope. */
    static Optional<UUID> tenantIn(SecurityIdentity identity, String tenantClaim) {
        return Optional.ofNullable(claim(identity, tenantClaim))
                .filter(value -> UUID_TEXT.matcher(value).matches())
                .map(UUID::fromString);
    }

    /** The tenant in the token. Refuses a token without one. */
    public UUID requireTenant() {
        return tenant().orElseThrow(() -> Refusal.of(NO_TENANT));
    }

    private @Nullable String claim(String name) {
        return claim(identity, name);
    }

    private static @Nullable String claim(SecurityIdentity identity, String name) {
        return identity.getPrincipal() instanceof JsonWebToken token && token.getClaim(name) != null
                ? token.getClaim(name).toString()
                : null;
    }
}
