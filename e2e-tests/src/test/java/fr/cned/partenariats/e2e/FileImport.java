package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.e2e.ApiClient.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A file that was sent, and its job.
 *
 * @param token of the sender
 */
record FileImport(Supplier<String> token, String id) {

    static final String HEADER = "session;nom;prénoms;date de naissance;lieu de naissance\n";
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Set<String> OPEN = Set.of("WAITING", "RUNNING");

    static FileImport send(Fixture fixture, String file) {
        return send(fixture::token, "/v1/imports?agreementId=" + fixture.agreement(), "text/csv", file);
    }

    static FileImport send(Supplier<String> token, String path, String type, String file) {
        Map<String, String> headers = new HashMap<>(ApiClient.headers(token.get()));
        headers.put("Idempotency-Key", UUID.randomUUID().toString());
        headers.put("Content-Type", type);
        Response answer = Platform.http().send("POST", path, file, headers);
        assertThat(answer.status()).as(answer.text()).isIn(200, 202);
        return new FileImport(token, answer.id());
    }

    /** A row without its line end. */
    static String row(String offering, String familyName, String birthDate) {
        return "%s;%s;Camille;%s;Quimperlé".formatted(offering, familyName, birthDate);
    }

    JsonNode job() {
        return Platform.http().get(token.get(), "/v1/imports/" + id).body();
    }

    /** Waits for the end of the job, and returns its counts. */
    JsonNode ended() {
        await().atMost(LONGEST).pollInterval(Duration.ofMillis(200)).until(() -> {
            String state = job().path("state").asText();
            return !state.isEmpty() && !OPEN.contains(state);
        });
        JsonNode ended = job();
        assertThat(ended.path("state").asText()).isEqualTo("DONE");
        assertThat(ended.path("counts").path("rows").asInt()).isPositive();
        return ended.path("counts");
    }
}
