package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.e2e.ApiClient.Response;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The people of a partner, from the invitation to the removal, with a real Keycloak that has no mail server. */
class PeopleIT {

    private static final String PATH = "/v1/people/";

    private final ApiClient http = Platform.http();
    private final String office = Platform.token(Platform.PARTNERSHIP_OFFICE);
    private final String email = "anne-" + UUID.randomUUID() + "@campus.example";
    private UUID partner;

    @BeforeEach
    void aPartner() {
        partner = UUID.fromString(http.create(office, "/v1/partners", """
                {"kind":"THIRD_PLACE","legalName":"Campus connecté (personnes)","relation":"AGREEMENT"}"""));
    }

    private Response invite(String role) {
        return http.post(office, "/v1/people", """
                {"partnerId":"%s","firstName":"Anne","lastName":"Martin","email":"%s","role":"%s"}""".formatted(partner, email, role));
    }

    private JsonNode act(String id, String action) {
        return http.postSuccessfully(office, PATH + id + '/' + action, "").body();
    }

    @Test
    void aPersonIsInvitedChangedSuspendedAndRemoved() {
        Response invited = invite("REGISTERS");
        assertThat(invited.status()).as(invited.toString()).isEqualTo(201);
        JsonNode person = invited.body();
        String id = person.path("id").asText();
        assertThat(person.path("state").asText()).isEqualTo("INVITED");
        assertThat(person.path("email").asText()).isEqualTo(email);
        assertThat(person.path("invitationMailed").asBoolean(true)).isFalse();
        assertThat(act(id, "invitation").path("invitationMailed").asBoolean(true))
                .isFalse();
        assertThat(invite("READS").code()).isEqualTo("email-in-use");

        Response hosting = http.patch(office, PATH + id, "{\"role\":\"HOSTS_APPRENTICES\"}");
        assertThat(hosting.status()).as(hosting.toString()).isEqualTo(200);
        assertThat(hosting.body().path("role").asText()).isEqualTo("HOSTS_APPRENTICES");
        Response changed = http.patch(office, PATH + id, "{\"role\":\"READS\"}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(http.get(office, PATH + id).body().path("role").asText()).isEqualTo("READS");
        assertThat(act(id, "suspension").path("state").asText()).isEqualTo("SUSPENDED");
        JsonNode list =
                http.get(office, "/v1/people?partnerId=" + partner).body().path("items");
        assertThat(list).hasSize(1);
        assertThat(list.path(0).path("lastName").asText()).isEqualTo("Martin");
        assertThat(list.path(0).path("role").asText()).isEqualTo("READS");
        assertThat(list.path(0).path("state").asText()).isEqualTo("SUSPENDED");
        assertThat(act(id, "resumption").path("state").asText()).isEqualTo("INVITED");

        Response removed = http.send("DELETE", PATH + id, "", ApiClient.headers(office));
        assertThat(removed.status()).isEqualTo(204);
        assertThat(http.get(office, PATH + id).status()).isEqualTo(404);
        assertThat(invite("READS").status()).isEqualTo(201);
    }
}
