package fr.cned.partenariats.local.jdk;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** A Java installation. The platform runs its parts on the newest one of this machine. */
public record Jdk(Path home, Runtime.Version version) {

    public static final int OLDEST = 17;
    private static final int FIRST_WITH_AOT_CACHE = 25;

    /** The JDK of the setting, else the newest of this machine. */
    public static Jdk choose(Optional<Path> setting) {
        if (setting.isPresent()) {
            return of(setting.get().toAbsolutePath())
                    .filter(Jdk::isNewEnough)
                    .orElseThrow(() -> new PlatformFailure(
                            "%s is not a Java installation of version %d or newer: set CNED_JAVA_HOME to one, or unset it."
                                    .formatted(setting.get(), OLDEST)));
        }
        return newest(places(
                        Optional.ofNullable(System.getenv("JAVA_HOME")),
                        Path.of("/"),
                        Path.of(System.getProperty("user.home"))))
                .orElseThrow(() -> new PlatformFailure(
                        "No JDK %d or newer was found: install one or set JAVA_HOME to it.".formatted(OLDEST)));
    }

    static Optional<Jdk> newest(Collection<Path> homes) {
        return homes.stream()
                .flatMap(home -> of(home).stream())
                .filter(Jdk::isNewEnough)
                .max(Comparator.comparing(Jdk::version));
    }

    /** The usual folders of Java installations, and that of this program, which ./run finds by the PATH. */
    static List<Path> places(Optional<String> variable, Path root, Path userHome) {
        List<Path> places = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        variable.filter(home -> !home.isBlank()).map(Path::of).ifPresent(places::add);
        List.of(
                        root.resolve("usr/lib/jvm"),
                        root.resolve("opt/java"),
                        userHome.resolve(".sdkman/candidates/java"),
                        userHome.resolve(".jdks"))
                .forEach(folder -> places.addAll(foldersIn(folder)));
        foldersIn(root.resolve("Library/Java/JavaVirtualMachines"))
                .forEach(bundle -> places.add(bundle.resolve("Contents/Home")));
        return places;
    }

    /** Reads the file named release: starting each JVM to ask for its version would take seconds. */
    static Optional<Jdk> of(Path home) {
        Properties release = new Properties();
        try (var in = Files.newInputStream(home.resolve("release"))) {
            release.load(in);
            String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
            return Optional.of(new Jdk(home, Runtime.Version.parse(version)))
                    .filter(jdk -> Files.isExecutable(jdk.java()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public Path java() {
        return home.resolve("bin/java");
    }

    /** A JRE, such as that of the images, has none. The one of this program talks to each JVM. */
    Path jcmd() {
        Path own = home.resolve("bin/jcmd");
        return Files.isExecutable(own) ? own : Path.of(System.getProperty("java.home"), "bin/jcmd");
    }

    /** Whether its JVM can create AOT caches. */
    public boolean hasAotCache() {
        return version.feature() >= FIRST_WITH_AOT_CACHE && Files.isExecutable(jcmd());
    }

    private boolean isNewEnough() {
        return version.feature() >= OLDEST;
    }

    private static List<Path> foldersIn(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            return List.of(); // this user may not read the folder
        }
    }
}
