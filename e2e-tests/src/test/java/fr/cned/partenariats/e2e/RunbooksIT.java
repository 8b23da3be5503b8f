package fr.cned.partenariats.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.RequiredPrograms;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of docs/runbooks word by word on the running platform, with the variables of clients.env. curl finds
 * the addresses of the network "management" on this machine; docker-compose shows the logs of the platform.
 */
@Tag("nightly")
class RunbooksIT {

    /** Pages whose programs only the machine of an operator has. */
    private static final Set<String> OF_THE_MACHINE = Set.of("clock-off");

    /** Metrics that exist only after what they count has happened. */
    private static final Set<String> OF_FAULTS =
            Set.of("gateway_rate_limit_refused_total", "webhooks_attempts_seconds_count");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TIMEOUT_SECONDS = 60;

    /** Shows the logs of the platform. All options have a value. */
    private static final String COMPOSE = """
            command=$1
            shift
            if [[ "$command" == ps ]]; then echo "${1:-all} runs"; exit; fi
            [[ "$command" == logs ]] || exit 64
            while [[ "$1" == --* ]]; do shift 2; done
            for part in "$@"; do tail -n 200 "%s/logs/${part/%%postgres/postgresql}.log"; done
            """;

    @TempDir
    Path folder;

    private record Result(int exit, String printed, String errors) {}

    @Test
    void everyCommandRuns() throws Exception {
        RequiredPrograms.ofThisMachine()
                .require("the commands of the runbooks", List.of("bash", "curl", "psql", "prometheus"));
        LocalPlatform platform = Platform.get();
        platform.writeClientsFile(Optional.empty());
        Platform.http().get("no token", "/v1/me"); // a refusal of the gateway, for its metrics
        program("docker-compose", COMPOSE.formatted(Platform.DIRECTORY.toAbsolutePath()));
        program("du", "echo 1G /"); // this one would read the whole disk
        program("run", "[[ \"$1\" == audit ]]"); // the ./run of a checkout, whose platform is another one
        List<String> failed = new ArrayList<>();
        try (InfrastructureExporter exporter = new InfrastructureExporter(platform);
                Prometheus prometheus = Prometheus.start(platform, exporter.port(), folder)) {
            await().atMost(PATIENCE).until(prometheus::scrapesEverything);
            writeCurlSettings(platform, prometheus.port());
            for (Map.Entry<String, List<String>> page : Runbook.commands().entrySet()) {
                if (!OF_THE_MACHINE.contains(page.getKey())) {
                    for (String block : page.getValue()) {
                        Result result = run(block);
                        if (!isExpected(block, result)) {
                            failed.add(page.getKey() + ": " + block + result);
                        }
                    }
                }
            }
        }
        assertThat(failed).isEmpty();
    }

    /** A healthy platform has no log lines and no metric of faults, so grep may find nothing there. */
    private static boolean isExpected(String block, Result result) {
        boolean maybeNothing =
                block.contains("docker-compose logs") || OF_FAULTS.stream().anyMatch(block::contains);
        return result.errors().isEmpty() && (maybeNothing || result.exit() == 0);
    }

    private Result run(String block) throws IOException, InterruptedException {
        Path printed = folder.resolve("printed.txt");
        Path errors = folder.resolve("errors.txt");
        String lines = """
                set -uo pipefail
                ended=0
                trap 'ended=1' ERR
                . %s
                TOKEN='%s'
                %s
                exit $ended
                """.formatted(
                        Platform.DIRECTORY.resolve("clients.env").toAbsolutePath(),
                        Platform.token(Platform.ENROLLMENT_OFFICE),
                        block);
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", lines)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(printed.toFile())
                .redirectError(errors.toFile());
        builder.environment()
                .putAll(Map.of("PATH", folder + File.pathSeparator + System.getenv("PATH"), "HOME", folder.toString()));
        Process bash = builder.start();
        boolean ended = bash.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        bash.destroyForcibly();
        return new Result(ended ? bash.exitValue() : -1, Files.readString(printed), Files.readString(errors));
    }

    private void program(String name, String lines) throws IOException {
        Path program = Files.writeString(folder.resolve(name), "#!/bin/bash\n" + lines);
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private void writeCurlSettings(LocalPlatform platform, int prometheus) throws IOException {
        Stream<String> managements = Arrays.stream(ServiceKind.values())
                .map(kind -> "connect-to = \"%s-management::127.0.0.1:%d\""
                        .formatted(
                                kind.module(),
                                platform.service(kind).managementUrl().getPort()));
        Files.writeString(
                folder.resolve(".curlrc"),
                Stream.concat(
                                Stream.of(
                                        "fail-with-body",
                                        "show-error",
                                        "max-time = 30",
                                        "noproxy = \"*\"",
                                        "connect-to = \"localhost:9090:127.0.0.1:" + prometheus + "\"",
                                        "connect-to = \"localhost:8080:127.0.0.1:"
                                                + platform.gatewayUrl().getPort() + "\"",
                                        "connect-to = \"localhost:8190:127.0.0.1:"
                                                + platform.keycloak().url().getPort() + "\""),
                                managements)
                        .collect(joining("\n")));
    }
}
