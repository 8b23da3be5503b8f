package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.e2e.ApiClient.Response;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Changes of a partner's clients need Keycloak, reads do not. */
@Isolated("stops Keycloak")
@Tag("nightly")
class KeycloakFailureIT {

    private static final String PATH = "/v1/api-clients";

    private final ApiClient http = Platform.http();
    private final String office = Platform.token(Platform.PARTNERSHIP_OFFICE);

    @Test
    void withoutKeycloakReadsAnswerAndChangesAre503() {
        String partner = http.create(office, "/v1/partners", """
                {"kind":"THIRD_PLACE","legalName":"Campus connecté (clés)","relation":"AGREEMENT"}""");
        String creation = """
                {"partnerId":"%s","name":"Progiciel","scopes":["partner:read"]}""".formatted(partner);
        String client = PATH + "/" + http.create(office, PATH, creation);
        Platform.get().keycloak().stop();
        try {
            assertThat(http.get(office, client).status()).isEqualTo(200);
            for (Response change : List.of(
                    http.post(office, PATH, creation),
                    http.post(office, client + "/revocation", ""),
                    http.post(office, client + "/secret-rotation", "{\"overlapHours\":1}"))) {
                assertThat(change.status()).isEqualTo(503);
                assertThat(change.headers()).containsKey("Retry-After");
            }
        } finally {
            Platform.get().keycloak().start();
        }
        assertThat(http.get(office, PATH + "?partnerId=" + partner).body().path("items"))
                .hasSize(1);
        http.postSuccessfully(office, client + "/revocation", "");
    }
}
