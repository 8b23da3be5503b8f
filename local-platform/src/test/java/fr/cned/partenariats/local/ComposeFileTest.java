package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Needs docker-compose, but no Docker engine; skipped where the command does not exist. */
class ComposeFileTest {

    private static final Path PROJECT = Layout.enclosingProject();

    @BeforeAll
    static void requireTheCommand() {
        assumeTrue(exists("docker-compose"), "docker-compose is not installed");
    }

    @Test
    void itIsValidAndEveryVariableHasADefault() throws Exception {
        Output output = run("docker-compose", "config", "-q");

        assertThat(output.text()).isEmpty(); // a variable without a value would be warned about
        assertThat(output.exit()).isZero();
    }

    @Test
    void itDeclaresEveryServiceWithAHealthCheckAndItsOwnDockerfile() throws Exception {
        List<String> services =
                run("docker-compose", "config", "--services").text().lines().toList();

        for (ServiceKind kind : ServiceKind.values()) {
            assertThat(services).contains(kind.module());
            assertThat(PROJECT.resolve(kind.module()).resolve("src/main/docker/Dockerfile"))
                    .exists()
                    .content()
                    .contains("USER 10001");
        }
        assertThat(services).contains("postgres", "kafka", "keycloak");
    }

    private static boolean exists(String command) {
        try {
            return run(command, "version").exit() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private record Output(int exit, String text) {}

    private static Output run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(PROJECT.toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), text);
    }
}
