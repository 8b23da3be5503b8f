package fr.cned.partenariats.local;

import fr.cned.partenariats.local.archive.UnpackedArchive;
import fr.cned.partenariats.local.process.PlatformFailure;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where things lie.
 *
 * @param project the checkout, with the packaged services
 * @param directory what this platform keeps: data, secrets, logs, the list of its processes
 * @param cache what any platform may share: unpacked archives and what JVMs learned
 */
record Layout(Path project, Path directory, Path cache) {

    static Layout of(Path project, Path directory, Path cache) {
        return new Layout(
                project.toAbsolutePath().normalize(),
                directory.toAbsolutePath().normalize(),
                cache.toAbsolutePath().normalize());
    }

    /** The checkout around the current folder. */
    static Path enclosingProject() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("local-platform/pom.xml")))
                .findFirst()
                .orElseThrow(() -> new PlatformFailure(here + " is not inside a checkout of the project."));
    }

    Path runDirectory() {
        return directory.resolve("run");
    }

    /** Held while a platform runs from this directory. */
    Path lock() {
        return runDirectory().resolve("lock");
    }

    Path secrets() {
        return directory.resolve("secrets.properties");
    }

    Path clientsFile() {
        return directory.resolve("clients.env");
    }

    Path log(String part) {
        return directory.resolve("logs").resolve(part + ".log");
    }

    Path data(String part) {
        return directory.resolve(part);
    }

    Path application(ServiceKind service) {
        return project.resolve(service.module()).resolve("target/quarkus-app");
    }

    Path keycloakArchive() {
        return project.resolve("local-platform/target/dist/keycloak.tar.gz");
    }

    /** Data and secrets, not the cache: what --fresh takes away. */
    void forgetData() {
        for (Path path : List.of(data("postgresql"), data("kafka"), data("keycloak"), secrets(), clientsFile())) {
            UnpackedArchive.delete(path);
        }
    }

    /** Keeps the parts' logs of the last run beside those of this one. */
    void rotateLogs() {
        Path logs = directory.resolve("logs");
        if (!Files.isDirectory(logs)) {
            return;
        }
        try (Stream<Path> files = Files.list(logs)) {
            for (Path log : files.filter(Layout::isLogOfAPart).toList()) {
                Files.move(
                        log, log.resolveSibling(log.getFileName() + ".previous"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLogOfAPart(Path file) {
        return file.toString().endsWith(".log") && !file.endsWith("build.log");
    }
}
