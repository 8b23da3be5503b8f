package fr.cned.partenariats.local.wiring;

import fr.cned.partenariats.local.archive.UnpackedArchive;
import fr.cned.partenariats.local.archive.Versions;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files and folders of a platform.
 *
 * @param project the checkout, with the packaged services
 * @param directory what belongs to this platform: data, secrets, logs, the list of its processes
 * @param cache what all platforms may share: unpacked PostgreSQL and AOT caches
 */
public record Layout(Path project, Path directory, Path cache) {

    public Layout {
        project = project.toAbsolutePath().normalize();
        directory = directory.toAbsolutePath().normalize();
        cache = cache.toAbsolutePath().normalize();
    }

    /** The layout of ./run: everything in .local of the checkout. */
    public static Layout ofProject(Path project) {
        return new Layout(project, project.resolve(".local"), project.resolve(".local/cache"));
    }

    /** The checkout that contains the current folder. */
    public static Path enclosingProject() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("local-platform/pom.xml")))
                .findFirst()
                .orElseThrow(() -> new PlatformFailure(
                        here + " is not inside a checkout of the project: change to one and start again."));
    }

    public Path runDirectory() {
        return directory.resolve("run");
    }

    /** The lock that a running platform holds. */
    public Path lock() {
        return runDirectory().resolve("lock");
    }

    public Path secrets() {
        return directory.resolve("secrets.properties");
    }

    public Path clientsFile() {
        return directory.resolve("clients.env");
    }

    /** The record of the demonstration data in the databases. */
    public Path completedLoad() {
        return directory.resolve("demonstration-data.properties");
    }

    public Path log(String part) {
        return directory.resolve("logs").resolve(part + ".log");
    }

    Path data(String part) {
        return directory.resolve(part);
    }

    static Path application(Path checkout, ServiceKind service) {
        return checkout.resolve(service.module()).resolve("target/quarkus-app");
    }

    /** The AOT cache in the package of a service, which its image contains. */
    public Path packagedAotCache(ServiceKind service) {
        return application(project, service).resolve("app.aot");
    }

    /** Keycloak as Maven unpacked and built it. */
    public Path keycloak() {
        return project.resolve("local-platform/target/dist/keycloak-" + Versions.of("keycloak"));
    }

    /** Deletes data and secrets, but not the cache. */
    public void deleteData() {
        for (Path path : List.of(
                completedLoad(),
                data("postgresql"),
                data("kafka"),
                data("keycloak"),
                data("mails"),
                secrets(),
                clientsFile())) {
            UnpackedArchive.delete(path);
        }
    }

    /** Renames the logs of the last run to {@code <part>.log.previous}. */
    public void rotateLogs() {
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
