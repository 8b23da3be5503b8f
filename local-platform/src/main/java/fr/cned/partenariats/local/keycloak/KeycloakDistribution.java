package fr.cned.partenariats.local.keycloak;

import fr.cned.partenariats.local.archive.UnpackedArchive;
import fr.cned.partenariats.local.archive.Versions;
import fr.cned.partenariats.local.jdk.Jdk;
import fr.cned.partenariats.local.lifecycle.ManagedProcess;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks the Keycloak archive and runs its build step, once per version. Without the build step, each start would spend
 * half a minute on it.
 */
final class KeycloakDistribution {

    private static final Duration BUILD = Duration.ofMinutes(5);

    private final Path archive;
    private final Path cache;
    private final Path log;
    private final Jdk jdk;
    private final ProcessLedger ledger;

    KeycloakDistribution(Path archive, Path cache, Path log, Jdk jdk, ProcessLedger ledger) {
        this.archive = archive;
        this.cache = cache;
        this.log = log;
        this.jdk = jdk;
        this.ledger = ledger;
    }

    boolean isMissing() {
        return unpacked().isMissing();
    }

    /** Unpacks and builds if necessary. */
    Path provide() {
        return unpacked().unpack(this::open, this::build).resolve(topFolder());
    }

    Path libraries() {
        return cache.resolve(folder()).resolve(topFolder()).resolve("lib");
    }

    private UnpackedArchive unpacked() {
        return new UnpackedArchive(
                cache,
                folder(),
                "The Keycloak archive %s is damaged: delete it and the folder org/keycloak/keycloak-quarkus-dist in Maven's local repository (usually ~/.m2/repository), then start again."
                        .formatted(archive));
    }

    private static String folder() {
        return "keycloak-dist-" + Versions.of("keycloak");
    }

    private static String topFolder() {
        return "keycloak-" + Versions.of("keycloak");
    }

    private GZIPInputStream open() throws IOException {
        if (!Files.exists(archive)) {
            throw new PlatformFailure("The Keycloak archive %s is missing: build the module local-platform with Maven."
                    .formatted(archive));
        }
        return new GZIPInputStream(Files.newInputStream(archive), 1 << 16);
    }

    private void build(Path unpacked) {
        Path home = unpacked.resolve(topFolder());
        List<String> line = List.of(
                jdk.java().toString(),
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                "build",
                "--db=dev-file",
                "--health-enabled=true");
        ManagedProcess build = new ManagedProcess(
                ledger, new ManagedProcess.Command("keycloak-build", () -> line, Map.of(), home, log, "TERM", ""));
        if (!build.runToEnd(BUILD)) {
            throw new PlatformFailure("The build step of Keycloak failed" + build.endOfLog());
        }
    }
}
