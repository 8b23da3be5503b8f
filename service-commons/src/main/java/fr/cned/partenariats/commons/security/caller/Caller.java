package fr.cned.partenariats.commons.security.caller;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_SITES;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.MISSING_SCOPE;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.NO_TENANT;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.Refusal;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** The caller of the current request, read from its verified token. */
@RequestScoped
public class Caller {

    /** Keycloak's prefix of the user name in a token of the client credentials grant. */
    private static final String SERVICE_ACCOUNT = "service-account-";

    private static final Pattern SPACES = Pattern.compile(" +");

    /** Characters without a shape: with them a name could look like another one, or break a line. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Z}]+");

    /** What the contracts allow. Keycloak allows twice as much. */
    private static final int LONGEST_NAME = 255;

    /** What a person may do for its tenant. Programs have no such claim: their scopes are chosen one by one. */
    private static final String PERSON_ROLE = "person_role";

    private static final String TENANT = "partner_id";

    /** The sites that limit a caller within its tenant (docs/adr/0038-callers-limited-to-sites.md). */
    private static final String SITES = "site_ids";

    private final SecurityIdentity identity;
    private final TenantRoles tenantRoles;

    Caller(SecurityIdentity identity, TenantRoles tenantRoles) {
        this.identity = identity;
        this.tenantRoles = tenantRoles;
    }

    /** The registered client (claim {@code azp}). */
    public String client() {
        return clientIn(identity);
    }

    /** As {@link #client()}, for a caller without a request scope. */
    static String clientIn(SecurityIdentity identity) {
        return Objects.requireNonNull(claim(identity, "azp"), "TokenRules refuses tokens without a client");
    }

    /** As {@link #client()}; empty for a request without a token. */
    public Optional<String> clientIfKnown() {
        return Optional.ofNullable(claim("azp"));
    }

    /** The claim {@code sub}: a person, or the client when it acts for itself. Persons of one client differ in it. */
    public String subject() {
        @Nullable String sub = claim("sub");
        return sub != null ? sub : identity.getPrincipal().getName();
    }

    /** The name for history entries: that of the person, without one its user name; of a program its client id. */
    public String actor() {
        String fullName = INVISIBLE
                .matcher(Objects.requireNonNullElse(claim("name"), ""))
                .replaceAll(" ")
                .strip();
        if (!fullName.isEmpty()) {
            int length = Math.min(LONGEST_NAME, fullName.codePointCount(0, fullName.length()));
            return fullName.substring(0, fullName.offsetByCodePoints(0, length));
        }
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
     * The scopes of the token (claim {@code scope}, RFC 8693) that the role of the person leaves. They restrict a caller
     * that is bound to a tenant.
     */
    public Set<String> scopes() {
        @Nullable String personRole = claim(PERSON_ROLE);
        return SPACES.splitAsStream(Objects.requireNonNullElse(scopeClaim(identity), ""))
                .filter(scope -> !scope.isEmpty() && leaves(personRole, scope))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** An unknown role only reads. */
    private static boolean leaves(@Nullable String personRole, String scope) {
        if (personRole == null || personRole.equals("ADMINISTERS")) {
            return true;
        }
        return personRole.equals("REGISTERS") ? !scope.endsWith(":manage") : scope.endsWith(":read");
    }

    /** The claim {@code scope}, which separates scopes by spaces; null when the token has none. */
    public static @Nullable String scopeClaim(SecurityIdentity identity) {
        return identity.getPrincipal() instanceof JsonWebToken token && token.getClaim("scope") instanceof String scope
                ? scope
                : null;
    }

    /** Refuses a caller that is bound to a tenant and whose token lacks the scope. */
    public void requireScope(String scope) {
        if (isBoundToTenant() && !scopes().contains(scope)) {
            throw Refusal.of(MISSING_SCOPE, scope).property("requiredScope", scope);
        }
    }

    public boolean isBoundToTenant() {
        return tenantRoles.bind(roles());
    }

    /**
     * The one tenant of a caller with a role that binds it to its tenant, and the sites that limit it there; all tenants
     * for other callers. Refuses a token with such a role and without a tenant.
     */
    public TenantScope scope() {
        return isBoundToTenant() ? new TenantScope(Optional.of(requireTenant()), sites()) : TenantScope.ALL;
    }

    /**
     * The sites that limit a caller within its tenant, sorted; empty when nothing limits it. Refuses a claim that is no
     * list of ids.
     */
    public List<UUID> sites() {
        if (!isBoundToTenant()
                || !(identity.getPrincipal() instanceof JsonWebToken token)
                || token.getClaim(SITES) == null) {
            return List.of();
        }
        Object claim = token.getClaim(SITES);
        Collection<?> ids = claim instanceof Collection<?> many ? many : List.of(claim);
        if (ids.size() > TenantScope.MOST_SITES) {
            throw Refusal.of(INVALID_SITES, TenantScope.MOST_SITES);
        }
        return ids.stream().map(Caller::site).distinct().sorted().toList();
    }

    /** The text of a JSON string has quotes. */
    private static UUID site(Object id) {
        @Nullable UUID site = Ids.parse(id.toString().replace("\"", ""));
        if (site == null) {
            throw Refusal.of(INVALID_SITES, TenantScope.MOST_SITES);
        }
        return site;
    }

    /** The tenant in the token. Use {@link #scope()} to decide what the caller may see. */
    public Optional<UUID> tenant() {
        @Nullable String value = claim(TENANT);
        if (value == null) {
            return Optional.empty();
        }
        @Nullable UUID tenant = Ids.parse(value);
        if (tenant == null) {
            throw Refusal.of(NO_TENANT);
        }
        return Optional.of(tenant);
    }

    /** The tenant in the token, whatever its role. Empty when the claim is absent or no UUID. */
    Optional<UUID> actsFor() {
        return tenantIn(identity);
    }

    /** The tenant that a role binds the caller to. Empty for other callers, and when the claim is absent or no UUID. */
    public Optional<UUID> boundTenant() {
        return isBoundToTenant() ? actsFor() : Optional.empty();
    }

    /** As {@link #actsFor()}, for a caller without a request scope. */
    static Optional<UUID> tenantIn(SecurityIdentity identity) {
        return Optional.ofNullable(Ids.parse(claim(identity, TENANT)));
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
