package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RealmFileTest {

    private static JsonNode realm;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(RealmFileTest.class.getResourceAsStream("/keycloak/cned-realm.json"))) {
            realm = new ObjectMapper().readTree(in);
        }
    }

    @Test
    void itDeclaresTheSixRoles() {
        assertThat(texts(realm.path("roles").path("realm"), "name"))
                .containsExactlyInAnyOrder(
                        "partner",
                        "catalog-reader",
                        "partnership-officer",
                        "catalog-manager",
                        "enrollment-officer",
                        "ops");
    }

    @Test
    void itDeclaresEveryClientThatThePlatformHandsOut() {
        assertThat(texts(realm.path("clients"), "clientId")).containsAll(RealmAccess.CLIENTS);
    }

    @Test
    void itContainsNoSecretOnlyNamesOfSecrets() {
        Stream<String> secrets = Stream.concat(
                texts(realm.path("clients"), "secret").filter(secret -> !secret.isEmpty()),
                stream(realm.path("users")).flatMap(user -> texts(user.path("credentials"), "value")));

        assertThat(secrets).isNotEmpty().allMatch(secret -> secret.matches("\\$\\{[A-Z_]+}"));
    }

    private static Stream<String> texts(JsonNode array, String field) {
        return stream(array).map(node -> node.path(field).asText());
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
