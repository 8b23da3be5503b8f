package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the script in an empty folder, where nothing is built. */
class RunScriptTest {

    @TempDir
    Path project;

    @BeforeEach
    void copyTheScript() throws IOException {
        Path script = Files.copy(Layout.enclosingProject().resolve("run"), project.resolve("run"));
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void anUnknownOptionOrCommandIsRefused() throws Exception {
        assertThat(run("--frehs")).isEqualTo(new Output(1, "Unknown option --frehs: see ./run --help.\n"));
        assertThat(run("begin")).isEqualTo(new Output(1, "Unknown command begin: see ./run --help.\n"));
        assertThat(run("restart").exit()).isEqualTo(1);
    }

    @Test
    void withoutNeedsTheNameOfAService() throws Exception {
        String message =
                "--without needs the name of a service: partner-service, catalog-service, enrollment-service, gateway.\n";

        assertThat(run("--without")).isEqualTo(new Output(1, message));
        assertThat(run("--without", "kafka")).isEqualTo(new Output(1, message));
        assertThat(run("--without=service gateway")).isEqualTo(new Output(1, message));
    }

    /** Dev mode compiles the service that is left out. */
    @Test
    void aServiceThatIsLeftOutIsNotBuilt() throws Exception {
        givenMaven("exit 0");

        assertThat(runWith(path(), "--without", "catalog-service", "--without=gateway")
                        .text())
                .contains("Building partner-service, enrollment-service, local-platform (");
    }

    @Test
    void theHelpNeedsNoBuild() throws Exception {
        Output help = run("--help");

        assertThat(help.exit()).isZero();
        assertThat(help.text())
                .contains(
                        "./run --fresh",
                        "./run --without SERVICE",
                        "./run status",
                        "./run restart PART",
                        "./run stop",
                        "./run benchmarks",
                        "./run train");
    }

    /** Options of the benchmarks are not those of a start. */
    @Test
    void benchmarksBuildWhatTheyMeasure() throws Exception {
        givenMaven("exit 0");

        for (String command : List.of("benchmarks", "train")) {
            assertThat(runWith(path(), command, "--quick").text())
                    .as(command)
                    .contains(
                            "Building partner-service, catalog-service, enrollment-service, gateway, local-platform, benchmarks (");
        }
    }

    @Test
    void theScriptUsesOnlyFeaturesOfBash3() throws IOException {
        assertThat(Files.readString(project.resolve("run")))
                .doesNotContainPattern(
                        "mapfile|readarray|coproc|wait -n|(declare|local) -[a-z]*[An]|[,^]{2}}|&>>|-quit");
    }

    @Test
    void aChangedContractRebuildsTheGateway() throws Exception {
        List<String> modules = List.of("partner-service", "catalog-service", "enrollment-service", "gateway");
        for (String module : modules) {
            written(module + "/src/main/java/Service.java");
            written(module + "/contract/openapi.yaml");
        }
        for (String module : modules) {
            written(module + "/target/quarkus-app/quarkus-run.jar");
        }
        written("local-platform/target/local-platform-0.1.0-SNAPSHOT.jar");
        written("local-platform/target/dist/keycloak-26/built");
        givenMaven("exit 0");
        assertThat(runWith(path(), "start").text()).doesNotContain("Building");

        Path contract = project.resolve("catalog-service/contract/openapi.yaml");
        Files.setLastModifiedTime(contract, FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(runWith(path(), "start").text()).contains("Building gateway (");
    }

    /** A build would replace the files of the parts that run. */
    @Test
    void aSecondRunIsRefusedBeforeItBuilds() throws Exception {
        givenMaven("exit 0");
        Process launcher = new ProcessBuilder(
                        found("sh").toString(),
                        "-c",
                        "sleep 100; :",
                        "java",
                        "local-platform/target/local-platform-0.1.0-SNAPSHOT.jar")
                .start();
        Path entry = written(".local/run/launcher.process");
        try {
            Files.writeString(entry, "#a comment\npid=%d\nsignal=TERM\n".formatted(launcher.pid()));
            Output second = runWith(path(), "start");
            assertThat(second.exit()).isEqualTo(1);
            assertThat(second.text())
                    .startsWith("A platform runs already from ")
                    .endsWith("Stop it with ./run stop, or see its parts with ./run status.\n");

            written("benchmarks/target/benchmarks-0.1.0-SNAPSHOT.jar");
            assertThat(runWith(path(), "benchmarks", "--list").text())
                    .as("names need neither a build nor a platform")
                    .doesNotContain("A platform runs", "Building");

            Files.writeString(
                    entry, "pid=%d\n".formatted(ProcessHandle.current().pid()));
            assertThat(runWith(path(), "start").text())
                    .as("another program has the process id now")
                    .contains("Building");
        } finally {
            launcher.descendants().forEach(ProcessHandle::destroyForcibly);
            launcher.destroyForcibly();
        }
    }

    @Test
    void aBuildOnAFullDiskIsExplained() throws Exception {
        givenMaven("echo '[ERROR] Failed to execute goal: /x.class: No space left on device'; exit 1");

        assertThat(runWith(path(), "start").text())
                .endsWith("The disk is full: free space and start again; details are in .local/logs/build.log.\n");
    }

    @Test
    void anInterruptedRunStopsMavenEvenWithoutPs() throws Exception {
        givenMaven("echo $$ > maven.pid; exec sleep 100");
        Process run = process(path(), "start").start();
        Path number = project.resolve("maven.pid");
        assertThat(Await.quietly(() -> number.toFile().length() > 0, Duration.ofSeconds(30)))
                .isTrue();
        ProcessHandle maven = ProcessHandle.of(
                        Long.parseLong(Files.readString(number).strip()))
                .orElseThrow();

        run.toHandle().destroy(); // Process.destroy would also close the output

        assertThat(run.waitFor()).isEqualTo(130);
        assertThat(maven.isAlive()).isFalse();
    }

    @Test
    void aMissingMavenIsReportedWithThePackageToInstall() throws Exception {
        Output output = runWith(path(), "start");

        assertThat(output.text())
                .endsWith("Maven was not found: install it (Debian: apt install maven) and start again.\n");
        assertThat(output.exit()).isEqualTo(1);
    }

    /** A PATH with the programs that the script needs, without ps, and with no Maven except that of the test. */
    private String path() throws IOException {
        for (String program : List.of(
                "bash", "cat", "dirname", "find", "grep", "mkdir", "readlink", "rm", "sed", "sleep", "tail", "tr")) {
            givenProgram(program, "exec " + found(program) + " \"$@\"");
        }
        return project.resolve("programs").toString();
    }

    private void givenMaven(String lines) throws IOException {
        givenProgram("mvn", lines);
    }

    private void givenProgram(String name, String lines) throws IOException {
        Path program = written("programs/" + name);
        Files.writeString(program, "#!%s%n%s%n".formatted(found("sh"), lines));
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private Path written(String name) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }

    private static Path found(String program) {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            Path file = Path.of(folder, program);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        throw new IllegalStateException("This system has no " + program + ".");
    }

    private record Output(int exit, String text) {}

    private Output run(String... arguments) throws IOException, InterruptedException {
        return runWith(System.getenv("PATH"), arguments);
    }

    private Output runWith(String path, String... arguments) throws IOException, InterruptedException {
        Process process = process(path, arguments).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), text);
    }

    private ProcessBuilder process(String path, String... arguments) {
        List<String> line = new ArrayList<>(List.of(found("bash").toString(), "run"));
        line.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().put("PATH", path);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }
}
