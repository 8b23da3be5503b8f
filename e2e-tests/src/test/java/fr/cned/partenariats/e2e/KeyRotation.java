package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.LocalPlatform;
import java.util.UUID;

/** Gives Keycloak a new signing key. It keeps the old one for the tokens that it has signed. */
final class KeyRotation {

    private static final int CREATED = 201;

    private KeyRotation() {}

    static void run(LocalPlatform platform) {
        ApiClient keycloak = new ApiClient(platform.keycloak().url());
        String token = platform.keycloakAdministration().administratorToken();
        String realm =
                keycloak.get(token, "/admin/realms/cned").body().path("id").asText();
        int status = keycloak.post(token, "/admin/realms/cned/components", """
                        {"name":"%s","parentId":"%s","providerId":"rsa-generated","providerType":"org.keycloak.keys.KeyProvider",
                         "config":{"priority":["%d"],"enabled":["true"],"active":["true"],"algorithm":["RS256"],
                         "keySize":["2048"]}}""".formatted(
                                UUID.randomUUID(), realm, System.currentTimeMillis() / 1000))
                .status();
        assertThat(status).isEqualTo(CREATED);
    }
}
