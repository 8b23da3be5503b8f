package fr.cned.partenariats.commons.security.token;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** The claims of a verified token, without the text of the token. */
final class TokenClaims implements JsonWebToken {

    private final String name;
    private final Map<String, Object> claims;

    TokenClaims(JsonWebToken token) {
        this.name = token.getName();
        Map<String, Object> copy = new HashMap<>();
        for (String claim : token.getClaimNames()) {
            @Nullable Object value = token.getClaim(claim);
            if (value != null && !claim.equals(Claims.raw_token.name())) {
                copy.put(claim, value);
            }
        }
        this.claims = Map.copyOf(copy);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Set<String> getClaimNames() {
        return claims.keySet();
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // the interface is not annotated
    public <T> T getClaim(String claim) {
        return (T) claims.get(claim);
    }
}
