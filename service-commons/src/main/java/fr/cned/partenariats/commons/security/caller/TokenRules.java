package fr.cned.partenariats.commons.security.caller;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Checks the type and the client of a verified token, and decides which of its roles count: the tenant role excludes
 * every other role (docs/adr/0014-the-narrowest-role-wins.md). Roles that are not a JSON array do not count.
 */
@ApplicationScoped
class TokenRules implements SecurityIdentityAugmentor {

    private final String tokenType;
    private final TenantRoles tenantRoles;
    private final List<String> rolesPath;

    TokenRules(
            @ConfigProperty(name = "quarkus.oidc.token.token-type") String tokenType,
            TenantRoles tenantRoles,
            @ConfigProperty(name = "quarkus.oidc.roles.role-claim-path") String rolesPath) {
        this.tokenType = tokenType;
        this.tenantRoles = tenantRoles;
        this.rolesPath = List.of(rolesPath.split("/", -1));
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        // Quarkus accepts a token without a type.
        if (!tokenType.equals(token.getClaim("typ"))) {
            return Uni.createFrom().failure(new AuthenticationFailedException("the token is not an access token"));
        }
        if (!(token.getClaim("azp") instanceof String client) || client.isBlank()) {
            return Uni.createFrom().failure(new AuthenticationFailedException("the token has no client (azp)"));
        }
        return Uni.createFrom().item(withRoles(identity, roles(identity, token)));
    }

    private Set<String> roles(SecurityIdentity identity, JsonWebToken token) {
        if (!listsRoles(token)) {
            return Set.of();
        }
        return tenantRoles.counting(identity.getRoles());
    }

    private boolean listsRoles(JsonWebToken token) {
        @Nullable Object value = token.getClaim(rolesPath.get(0));
        for (String name : rolesPath.subList(1, rolesPath.size())) {
            value = value instanceof JsonObject object ? object.get(name) : null;
        }
        return value instanceof JsonArray;
    }

    private static SecurityIdentity withRoles(SecurityIdentity identity, Set<String> roles) {
        if (roles.equals(identity.getRoles())) {
            return identity;
        }
        QuarkusSecurityIdentity.Builder builder = QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addRoles(roles)
                .addCredentials(identity.getCredentials())
                .addAttributes(identity.getAttributes());
        return builder.build();
    }
}
