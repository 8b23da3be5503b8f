package fr.cned.partenariats.local.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevModeTest {

    @TempDir
    Path project;

    private Wiring wiring;
    private DevMode devMode;

    @BeforeEach
    void wiring() {
        Layout layout = Layout.ofProject(project);
        wiring = new Wiring(
                layout, Ports.standard(), Memory.standard(), new Secrets(layout.secrets()), List.of(), Map.of());
        devMode = new DevMode(layout);
    }

    @Test
    void theLineNamesTheEnvironmentFileAndNoSecret() {
        assertThat(devMode.command(ServiceKind.ENROLLMENT))
                .isEqualTo("(set -a; . .local/enrollment-service.env;"
                        + " exec mvn -pl service-commons,enrollment-service -am quarkus:dev)");
    }

    @Test
    void theEnvironmentFileIsReadableByItsOwnerOnly() throws IOException {
        devMode.write(ServiceKind.ENROLLMENT, wiring.environment(ServiceKind.ENROLLMENT));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(devMode.file(ServiceKind.ENROLLMENT))))
                .isEqualTo("rw-------");
    }

    /** The line runs in a real shell with a Maven that prints its arguments and environment. */
    @Test
    void mavenGetsTheEnvironmentOfTheServiceAndTheShellDoesNotKeepIt() throws Exception {
        for (ServiceKind kind : ServiceKind.values()) {
            Map<String, String> environment = new TreeMap<>(wiring.environment(kind));
            environment.put("TRICKY", "it's a \"value\"; with $HOME and `id`");
            devMode.write(kind, environment);

            String output = shell(devMode.command(kind) + "; echo after=$QUARKUS_HTTP_PORT$TRICKY.");

            assertThat(output.lines().findFirst())
                    .hasValueSatisfying(
                            arguments -> assertThat(arguments).endsWith(kind.module() + " -am quarkus:dev"));
            assertThat(variables(output)).containsAllEntriesOf(environment).containsEntry("after", ".");
        }
    }

    private String shell(String line) throws IOException, InterruptedException {
        Path maven = Files.createDirectories(project.resolve("bin")).resolve("mvn");
        Files.writeString(maven, "#!/bin/sh\necho \"$*\"\nenv\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", line).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().merge("PATH", maven.getParent().toString(), (old, bin) -> bin + ":" + old);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static Map<String, String> variables(String output) {
        Map<String, String> variables = new TreeMap<>();
        Matcher line = Pattern.compile("(?m)^(\\w+)=(.*)$").matcher(output);
        while (line.find()) {
            variables.put(line.group(1), line.group(2));
        }
        return variables;
    }
}
