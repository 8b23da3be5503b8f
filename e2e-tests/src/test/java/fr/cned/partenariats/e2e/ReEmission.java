package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.testing.RequiredPrograms;
import fr.cned.partenariats.local.keycloak.ClientCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Sends the events of all services again, as docs/operations.md says. */
final class ReEmission {

    private static final Duration SOON = Duration.ofSeconds(60);

    private ReEmission() {}

    /** Runs the commands of docs/operations.md, and waits for the ends of the jobs. */
    static void run(Path folder) throws IOException, InterruptedException {
        String commands = DrillCommands.block("Re-emission", "sh", 0);
        RequiredPrograms.ofThisMachine().require("the re-emission of the drills", List.of("curl", "sed"));
        ClientCredentials ops = Platform.get().client("cned-ops");
        String settings = """
                GATEWAY=%s
                TOKEN_URL=%s
                CNED_OPS_CLIENT_ID=%s
                CNED_OPS_CLIENT_SECRET=%s
                """.formatted(
                        Platform.get().gatewayUrl(), Platform.get().keycloak().tokenUrl(), ops.id(), ops.secret());
        List<JsonNode> jobs =
                new Shell(folder).answers(List.of(settings + commands)).get(0);
        assertThat(jobs).hasSize(3);
        List<String> paths = List.of("partner", "catalog", "enrollment");
        for (int i = 0; i < paths.size(); i++) {
            String job = "/v1/" + paths.get(i) + "-events/re-emissions/"
                    + jobs.get(i).path("id").asText();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(Platform.http()
                                    .get(Platform.token(ops.id()), job)
                                    .body()
                                    .path("state")
                                    .asText())
                            .isEqualTo("DONE"));
        }
    }
}
